import type { Pixels } from '../../core/scan/colour.ts'
import type { PictureSize } from '../../core/scan/pictureSize.ts'
import type { Region } from '../../core/scan/reading.ts'
import { openPicture } from '../images/jpegDecoder.ts'

/** Pixels of the picture after its orientation tag is followed; rejects for what is no picture. */
export const sizeAsSeen = async (jpeg: Uint8Array): Promise<PictureSize> => {
  const { autoOrient } = await openPicture(jpeg).metadata()
  return autoOrient
}

/**
 * A part of a picture as seen, with its own pixels, made smaller only where its longer side has more than `longSide`;
 * undefined when it cannot be decoded.
 */
export const decodePart = async (
  jpeg: Uint8Array,
  { width, height }: PictureSize,
  region: Region,
  longSide: number,
): Promise<Pixels | undefined> => {
  const [left, top] = [Math.floor(region.x * width), Math.floor(region.y * height)]
  const part = {
    left,
    top,
    width: Math.max(1, Math.min(width - left, Math.ceil(region.width * width))),
    height: Math.max(1, Math.min(height - top, Math.ceil(region.height * height))),
  }
  try {
    const { data, info } = await openPicture(jpeg)
      .extract(part)
      .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const bytes = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length)
    return { width: info.width, height: info.height, data: bytes }
  } catch {
    // The overview was decoded: what stopped this was its time or its memory, and the overview stays.
    return undefined
  }
}

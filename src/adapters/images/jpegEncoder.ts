import type { Sharp } from 'sharp'
import type { Pixels } from '../../core/scan/colour.ts'
import { maxScanBytes, thumbnailLongSide } from '../../core/scan/scanRules.ts'
import { copyQualities, shrinkings, thumbnailQuality } from './encodingSteps.ts'
import { sharp } from './sharpLoaders.ts'

export const fromPixels = ({ data, width, height }: Pixels): Sharp =>
  sharp(data, { raw: { width, height, channels: 4 } })

/** A JPEG of at most so many bytes; undefined when no quality makes it so small. */
export const encodeJpeg = async (
  pixels: Pixels,
  maxBytes = maxScanBytes,
): Promise<Uint8Array | undefined> => {
  for (const quality of copyQualities) {
    const jpeg = await fromPixels(pixels).jpeg({ quality }).toBuffer()
    if (jpeg.length <= maxBytes) return new Uint8Array(jpeg)
  }
  return undefined
}

export const encodeThumbnail = async (pixels: Pixels): Promise<Uint8Array> => {
  const side = { width: thumbnailLongSide, height: thumbnailLongSide }
  const smaller = fromPixels(pixels).resize({ ...side, fit: 'inside', withoutEnlargement: true })
  return new Uint8Array(await smaller.jpeg({ quality: thumbnailQuality }).toBuffer())
}

/** A JPEG of at most `maxScanBytes` without metadata, of what each call opens; undefined when even the least is more. */
export const shrink = async (open: () => Sharp): Promise<Uint8Array | undefined> => {
  for (const { longSide, quality } of shrinkings) {
    const smaller = await open()
      .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .jpeg({ quality })
      .toBuffer()
    if (smaller.length <= maxScanBytes) return new Uint8Array(smaller)
  }
  return undefined
}

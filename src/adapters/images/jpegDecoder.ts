import type { Sharp } from 'sharp'
import type { ScanProblem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { Pixels } from '../../core/scan/colour.ts'
import type { Turn } from '../../core/scan/reading.ts'
import { parseJpegHeader } from '../../core/scan/jpegHeader.ts'
import { decodingLimits } from '../../core/scan/scanRules.ts'
import { sharp } from './sharpLoaders.ts'

/** After this many seconds libvips gives up by itself, before its process is ended. */
const decodingSeconds = 8

/**
 * A picture as seen, opened without trust. Scans are decoded whole, so that one missing line is noticed; a smaller
 * size only spares the arithmetic.
 */
export const openPicture = (bytes: Uint8Array): Sharp =>
  sharp(bytes, { failOn: 'warning', limitInputPixels: decodingLimits.pixels })
    .autoOrient()
    .timeout({ seconds: decodingSeconds })

/**
 * The picture as seen, or turned from there, in sRGB, its longest side `longSide` pixels; a smaller picture stays as
 * it is unless it is to be enlarged (Lanczos).
 */
export const decodeJpeg = async (
  jpeg: Uint8Array,
  {
    longSide,
    enlarge = false,
    turn = 0,
  }: { readonly longSide: number; readonly enlarge?: boolean; readonly turn?: Turn },
): Promise<Result<Pixels, ScanProblem>> => {
  try {
    const { data, info } = await openPicture(jpeg)
      .rotate(turn)
      .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: !enlarge })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const bytes = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length)
    return ok({ width: info.width, height: info.height, data: bytes })
  } catch (error) {
    return fail(problemOf(error))
  }
}

/** Pixels of a stretch, at most, and the share of the picture's height above it: what lies below is not decoded. */
const stretch = { width: 1280, height: 320, above: 0.22 } as const

/**
 * Of a picture whose longer side is more than `longSide` pixels, and whose lines come one after another, a stretch as it
 * is stored; undefined of any other, and of one that cannot be opened so: it is looked at without.
 */
export const decodeStretch = async (jpeg: Uint8Array, longSide: number): Promise<Pixels | undefined> => {
  const header = parseJpegHeader(jpeg)
  if (!header.ok || header.value.scans > 1) return undefined
  const { width, height } = header.value
  const size = { width: Math.min(width, stretch.width), height: Math.min(height, stretch.height) }
  const top = Math.round(height * stretch.above)
  if (Math.max(width, height) <= longSide || top + size.height > height) return undefined
  try {
    const { data, info } = await sharp(jpeg, {
      failOn: 'warning',
      limitInputPixels: decodingLimits.pixels,
      sequentialRead: true,
    })
      .timeout({ seconds: decodingSeconds })
      .extract({ ...size, left: (width - size.width) >> 1, top })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const bytes = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length)
    return { width: info.width, height: info.height, data: bytes }
  } catch {
    return undefined
  }
}

/** sharp tells its errors apart by their words alone; what is no limit of ours is the picture's own fault. */
export const problemOf = (error: unknown): ScanProblem =>
  error instanceof Error && /timeout|pixel limit/i.test(error.message)
    ? { kind: 'tooComplex' }
    : { kind: 'damaged' }

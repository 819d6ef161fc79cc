import sharp, { type Sharp } from 'sharp'
import type { ScanProblem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { Pixels } from '../../core/scan/colour.ts'
import { decodingLimits, maxScanBytes, shrunkLongSide } from '../../core/scan/scanRules.ts'

// For the whole process, other threads included: libvips takes whatever it can open for an image, SVG among it.
// Only JPEG is let in.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer'] })
sharp.cache(false)
sharp.concurrency(1)

/** After this many seconds libvips gives up by itself: a thread inside it cannot be ended from without. */
const decodingSeconds = 8

/** Scans are decoded whole, so that one missing line is noticed; a smaller size only spares the arithmetic. */
const open = (jpeg: Uint8Array): Sharp =>
  sharp(jpeg, { failOn: 'warning', limitInputPixels: decodingLimits.pixels })
    .autoOrient()
    .timeout({ seconds: decodingSeconds })

/**
 * The picture as seen, in sRGB, its longest side `longSide` pixels; a smaller picture stays as it is unless it is
 * to be enlarged (Lanczos).
 */
export const decodeJpeg = async (
  jpeg: Uint8Array,
  { longSide, enlarge = false }: { readonly longSide: number; readonly enlarge?: boolean },
): Promise<Result<Pixels, ScanProblem>> => {
  try {
    const { data, info } = await open(jpeg)
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

/** From the best that is legible to the least; nearly every picture fits with the first. */
const shrinkings = [
  { longSide: shrunkLongSide, quality: 85 },
  { longSide: shrunkLongSide, quality: 70 },
  { longSide: 1754, quality: 70 },
] as const

/** A copy of at most `maxScanBytes` without metadata; `tooLarge` when even the least of the shrinkings is more. */
export const shrinkJpeg = async (jpeg: Uint8Array): Promise<Result<Uint8Array, ScanProblem>> => {
  for (const { longSide, quality } of shrinkings) {
    try {
      const smaller = await open(jpeg)
        .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality })
        .toBuffer()
      if (smaller.length <= maxScanBytes) return ok(new Uint8Array(smaller))
    } catch (error) {
      return fail(problemOf(error))
    }
  }
  return fail({ kind: 'tooLarge', bytes: jpeg.length, maxBytes: maxScanBytes, convertible: false })
}

/** sharp tells its errors apart by their words alone; what is no limit of ours is the picture's own fault. */
const problemOf = (error: unknown): ScanProblem =>
  error instanceof Error && /timeout|pixel limit/i.test(error.message)
    ? { kind: 'tooComplex' }
    : { kind: 'damaged' }

import { DamagedJpeg } from './damagedJpeg.ts'
import type { Points, Transform } from './inverseDct.ts'

/** Row by row in a block of 8 by 8, where the coefficients lie in the order in which they are stored (A.3.6). */
// prettier-ignore
export const zigzag = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48,
  41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
  30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
)

/** Where each stored coefficient lies in the lowest `points` by `points`; -1 for those that a reduced size leaves out. */
export const keptPlaces = (points: Points): Int8Array =>
  Int8Array.from(zigzag, (at) => {
    const [u, v] = [at & 7, at >> 3]
    return u < points && v < points ? v * points + u : -1
  })

/** What each stored coefficient is multiplied by before the transform: its quantizer times its weight. */
export const factorsOf = (quantizers: Uint16Array | undefined, { weights }: Transform): Float64Array => {
  if (quantizers === undefined) throw new DamagedJpeg('a quantization table is missing')
  return Float64Array.from(zigzag, (at, k) => {
    return (quantizers[k] ?? 0) * (weights[at & 7] ?? 0) * (weights[at >> 3] ?? 0)
  })
}

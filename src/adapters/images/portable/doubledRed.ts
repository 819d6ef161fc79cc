import type { Pixels } from '../../../core/scan/colour.ts'

/** Of the cubic through four neighbours (Catmull and Rom), a quarter of a pixel before the third. */
const [w0, w1, w2, w3] = [-0.0234375, 0.2265625, 0.8671875, -0.0703125] as const

/** The picture through a red glass, as codes are read, twice as large along each side. */
export const doubledRed = ({ width, height, data }: Pixels): Pixels => {
  const wide = new Uint8ClampedArray(width * 2 * height)
  for (let y = 0, to = 0; y < height; y++) {
    const row = y * width
    const red = (x: number): number => data[(row + Math.min(width - 1, Math.max(0, x))) * 4] ?? 0
    for (let x = 0; x < width; x++, to += 2) {
      const [before, at, after] = [red(x - 1), red(x), red(x + 1)]
      wide[to] = w0 * red(x - 2) + w1 * before + w2 * at + w3 * after
      wide[to + 1] = w3 * before + w2 * at + w1 * after + w0 * red(x + 2)
    }
  }
  const size = { width: width * 2, height: height * 2 }
  const doubled = new Uint8ClampedArray(size.width * size.height * 4)
  const rowAt = (y: number): number => Math.min(height - 1, Math.max(0, y)) * size.width
  for (let y = 0, to = 0; y < size.height; y++) {
    const middle = y >> 1
    // The lower half of a row is the upper half of it turned over.
    const step = y % 2 === 0 ? 1 : -1
    const [first, second] = [rowAt(middle - 2 * step), rowAt(middle - step)]
    const [third, fourth] = [rowAt(middle), rowAt(middle + step)]
    for (let x = 0; x < size.width; x++, to += 4) {
      const value =
        w0 * (wide[first + x] ?? 0) +
        w1 * (wide[second + x] ?? 0) +
        w2 * (wide[third + x] ?? 0) +
        w3 * (wide[fourth + x] ?? 0)
      doubled[to] = doubled[to + 1] = doubled[to + 2] = value
      doubled[to + 3] = 255
    }
  }
  return { ...size, data: doubled }
}

import type { Pixels } from '../../../core/scan/colour.ts'
import type { PictureSize } from '../../../core/scan/pictureSize.ts'

/** The size of a picture whose longest side is to have so many pixels; a smaller one keeps its own. */
export const sizeWithin = ({ width, height }: PictureSize, longSide: number): PictureSize => {
  const share = Math.min(1, longSide / Math.max(width, height))
  const sized = (side: number): number => Math.max(1, Math.round(side * share))
  return { width: sized(width), height: sized(height) }
}

/** The picture with so many pixels, no more than it has along either side, each the mean of what it covers. */
export const shrunkPixels = (pixels: Pixels, { width, height }: PictureSize): Pixels => {
  if (pixels.width <= width && pixels.height <= height) return pixels
  const [across, down] = [pixels.width / width, pixels.height / height]
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  /** Three channels of each pixel of one row. */
  const sums = new Float64Array(width * 3)
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    const [top, bottom] = [y * down, Math.min((y + 1) * down, pixels.height)]
    for (let row = Math.floor(top); row < bottom; row++) {
      addRow(sums, pixels, row, across, (Math.min(row + 1, bottom) - Math.max(row, top)) / (across * down))
    }
    for (let from = 0, to = y * width * 4; from < sums.length; from += 3, to += 4) {
      data[to] = sums[from] ?? 0
      data[to + 1] = sums[from + 1] ?? 0
      data[to + 2] = sums[from + 2] ?? 0
    }
  }
  return { width, height, data }
}

/** Adds a row's pixels, `across` to each sum and those between two to both, each times a weight. */
const addRow = (
  sums: Float64Array,
  { data, width }: Pixels,
  row: number,
  across: number,
  weight: number,
): void => {
  let sum = 0
  let end = across
  for (let x = 0, at = row * width * 4; x < width; x++, at += 4) {
    const share = Math.min(1, end - x) * weight
    add(sums, sum, data, at, share)
    if (end > x + 1 || sum + 3 >= sums.length) continue
    sum += 3
    end += across
    add(sums, sum, data, at, weight - share)
  }
}

const add = (sums: Float64Array, sum: number, data: Uint8ClampedArray, at: number, share: number): void => {
  sums[sum] = (sums[sum] ?? 0) + (data[at] ?? 0) * share
  sums[sum + 1] = (sums[sum + 1] ?? 0) + (data[at + 1] ?? 0) * share
  sums[sum + 2] = (sums[sum + 2] ?? 0) + (data[at + 2] ?? 0) * share
}

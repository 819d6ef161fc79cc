import type { Pixels } from '../colour.ts'

/** Luma of ITU-R BT.601, 0 to 255, row by row. */
const lumaOf = ({ data }: Pixels): Float32Array => {
  const luma = new Float32Array(data.length / 4)
  for (let at = 0, from = 0; at < luma.length; at++, from += 4) {
    luma[at] = 0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0)
  }
  return luma
}

/** Parts of one that values from 0 to 255 are told apart by: counted, which is much faster than sorted. */
const grades = 16

const percentile = (values: Float32Array, share: number): number => {
  const counts = new Uint32Array(256 * grades)
  for (const value of values) {
    const grade = Math.min(counts.length - 1, Math.round(value * grades))
    counts[grade] = (counts[grade] ?? 0) + 1
  }
  let under = Math.min(values.length - 1, Math.floor(values.length * share))
  for (const [grade, count] of counts.entries()) {
    if (under < count) return grade / grades
    under -= count
  }
  return 0
}

/** The brightness that all but a tenth of the picture stays under, 0 to 255: the paper's, where there is paper. */
export const brightness = (pixels: Pixels): number => percentile(lumaOf(pixels), 0.9)

/**
 * How wide the sharp edges of a line of text are, in shares of its height, across or along, whichever is worse: the
 * contrast by the steepest slopes. Three pixels are taken together, so that noise is not taken for edges.
 */
export const edgeWidth = (line: Pixels): number => {
  const { width, height } = line
  const luma = lumaOf(line)
  const contrast = percentile(luma, 0.95) - percentile(luma, 0.03)
  const steepest = (step: number, beside: number): number => {
    const slopes = new Float32Array(width * height)
    for (let row = 1; row < height - 1; row++) {
      for (let column = 1; column < width - 1; column++) {
        const middle = row * width + column
        let change = 0
        for (let at = middle - beside; at <= middle + beside; at += beside) {
          change += (luma[at + step] ?? 0) - (luma[at - step] ?? 0)
        }
        slopes[middle] = Math.abs(change) / 6
      }
    }
    return percentile(slopes, 0.985)
  }
  const slope = Math.min(steepest(1, width), steepest(width, 1))
  return contrast / Math.max(0.1, slope) / height
}

/** From here on a pixel's least channel is burnt out (0 to 255). */
const burntOut = 249

/** Burnt-out pixels that touch each other: how many, and the rectangle they lie in. */
export interface Spot {
  readonly pixels: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const largestSpot = ({ width, height, data }: Pixels): Spot | undefined => {
  const isBurnt = (at: number): boolean =>
    Math.min(data[at * 4] ?? 0, data[at * 4 + 1] ?? 0, data[at * 4 + 2] ?? 0) >= burntOut
  const seen = new Uint8Array(width * height)
  let largest: Spot | undefined
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1 || !isBurnt(start)) continue
    const spot = [start]
    seen[start] = 1
    let [left, right, top, bottom] = [width, 0, height, 0]
    for (let i = 0; i < spot.length; i++) {
      const at = spot[i] ?? 0
      const [column, row] = [at % width, Math.floor(at / width)]
      left = Math.min(left, column)
      right = Math.max(right, column + 1)
      top = Math.min(top, row)
      bottom = Math.max(bottom, row + 1)
      const around = [
        ...(column > 0 ? [at - 1] : []),
        ...(column < width - 1 ? [at + 1] : []),
        at - width,
        at + width,
      ]
      for (const next of around) {
        if (next < 0 || next >= seen.length || seen[next] === 1 || !isBurnt(next)) continue
        seen[next] = 1
        spot.push(next)
      }
    }
    if (largest === undefined || spot.length > largest.pixels) {
      largest = { pixels: spot.length, left, top, right, bottom }
    }
  }
  return largest
}

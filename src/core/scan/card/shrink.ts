import type { Pixels } from '../colour.ts'
import { outside } from './resample.ts'

/** An upright part of a picture, in its pixels. */
export interface Part {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * A picture made smaller, from this corner on: each new pixel is the mean of what it covers, `step` times `step` old
 * ones, `step` at least 1. What the new size has room for beyond the picture is grey.
 */
export const shrink = (
  { width, height, data }: Pixels,
  { left, top }: Pick<Part, 'left' | 'top'>,
  size: { readonly width: number; readonly height: number },
  step: number,
): Pixels => {
  const columns = cellsOf(left, size.width, step, width)
  const rows = cellsOf(top, size.height, step, height)
  const stride = size.width * 3
  const sums = new Float32Array(stride * size.height).fill(outside * step * step)
  const line = new Float32Array(stride + 3)
  for (let row = 0; row < rows.count; row++) {
    line.fill(0)
    let from = ((rows.first + row) * width + columns.first) * 4
    for (let column = 0; column < columns.count; column++, from += 4) {
      const to = (columns.cell[column] ?? 0) * 3
      const share = columns.share[column] ?? 0
      for (let channel = 0; channel < 3; channel++) {
        const value = (data[from + channel] ?? 0) - outside
        line[to + channel] = (line[to + channel] ?? 0) + value * share
        if (share < 1) line[to + 3 + channel] = (line[to + 3 + channel] ?? 0) + value * (1 - share)
      }
    }
    const to = (rows.cell[row] ?? 0) * stride
    const share = rows.share[row] ?? 0
    for (let at = 0; at < stride; at++) sums[to + at] = (sums[to + at] ?? 0) + (line[at] ?? 0) * share
    if (share === 1) continue
    for (let at = 0, next = to + stride; at < stride && next < sums.length; at++, next++) {
      sums[next] = (sums[next] ?? 0) + (line[at] ?? 0) * (1 - share)
    }
  }
  const made = new Uint8ClampedArray(size.width * size.height * 4)
  for (let at = 0, from = 0; at < made.length; at += 4, from += 3) {
    made[at] = (sums[from] ?? 0) / (step * step)
    made[at + 1] = (sums[from + 1] ?? 0) / (step * step)
    made[at + 2] = (sums[from + 2] ?? 0) / (step * step)
    made[at + 3] = 255
  }
  return { ...size, data: made }
}

/** Along one side: for each old pixel the new one in which it begins, and the share of it that lies there. */
const cellsOf = (start: number, cells: number, step: number, length: number) => {
  const first = Math.max(0, Math.ceil(start))
  const count = Math.max(0, Math.min(length, Math.floor(start + cells * step)) - first)
  const cell = new Int32Array(count)
  const share = new Float32Array(count)
  for (let at = 0; at < count; at++) {
    const place = (first + at - start) / step
    cell[at] = Math.min(cells - 1, Math.floor(place))
    share[at] = Math.min(1, ((cell[at] ?? 0) + 1 - place) * step)
  }
  return { first, count, cell, share }
}

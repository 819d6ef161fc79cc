import type { Pixels } from '../colour.ts'
import type { Point } from '../reading.ts'

/** Where the pixels of a new picture come from: its top left corner, and a step right and down, in old pixels. */
export interface Sampling {
  readonly origin: Point
  readonly right: Point
  readonly down: Point
}

/** The grey, 0 to 255, of what lies beyond the picture. */
export const outside = 128

/** A new picture sampled from another; when it is smaller, from the mean of what each of its pixels covers. */
export const resample = (
  { width, height, data }: Pixels,
  size: { readonly width: number; readonly height: number },
  { origin, right, down }: Sampling,
): Pixels => {
  const made = new Uint8ClampedArray(size.width * size.height * 4)
  const step = Math.max(Math.hypot(right.x, right.y), Math.hypot(down.x, down.y))
  const fine = Math.max(1, Math.round(step))
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      let red = 0
      let green = 0
      let blue = 0
      for (let part = 0; part < fine * fine; part++) {
        const u = column + ((part % fine) + 0.5) / fine
        const v = row + (Math.floor(part / fine) + 0.5) / fine
        const x = origin.x + u * right.x + v * down.x - 0.5
        const y = origin.y + u * right.y + v * down.y - 0.5
        if (x <= -1 || y <= -1 || x >= width || y >= height) {
          red += outside
          green += outside
          blue += outside
          continue
        }
        const left = Math.min(Math.max(Math.floor(x), 0), width - 1)
        const top = Math.min(Math.max(Math.floor(y), 0), height - 1)
        const next = left + 1 < width ? 4 : 0
        const under = top + 1 < height ? width * 4 : 0
        const across = Math.min(Math.max(x - left, 0), 1)
        const along = Math.min(Math.max(y - top, 0), 1)
        const at = (top * width + left) * 4
        const a = (1 - across) * (1 - along)
        const b = across * (1 - along)
        const c = (1 - across) * along
        const d = across * along
        red += at4(data, at, next, under, a, b, c, d)
        green += at4(data, at + 1, next, under, a, b, c, d)
        blue += at4(data, at + 2, next, under, a, b, c, d)
      }
      const to = (row * size.width + column) * 4
      made[to] = red / (fine * fine)
      made[to + 1] = green / (fine * fine)
      made[to + 2] = blue / (fine * fine)
      made[to + 3] = 255
    }
  }
  return { ...size, data: made }
}

const at4 = (
  data: Uint8ClampedArray,
  at: number,
  next: number,
  under: number,
  a: number,
  b: number,
  c: number,
  d: number,
): number =>
  a * (data[at] ?? 0) +
  b * (data[at + next] ?? 0) +
  c * (data[at + under] ?? 0) +
  d * (data[at + next + under] ?? 0)

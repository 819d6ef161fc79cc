import type { Pixels } from '../colour.ts'
import type { Plane } from './plane.ts'

/** Pixels of a patch's side, and of the longest period looked for in it: three of them fit. */
const side = 48
const longest = 16

/** Patches along each side of the picture, over its middle. */
const across = 6

/** How well a patch has to repeat itself, and to be reversed half a period before: 1 and -1 for a wave, 0 for noise. */
const alike = 0.3
const reversed = -0.2

/** Patches that repeat themselves, in shares of all; print in lines makes a few. */
const share = 0.5

/** Standard deviation of a pattern that is seen at all, in shares of the light. */
const leastDepth = 0.012

/**
 * Whether a picture has the fine even pattern of a screen's dots all over, as their colours beat with the camera's. A
 * smaller copy of a large picture has lost it: see `hasDotGrid`.
 */
export const hasScreenPattern = (pixels: Pixels, plane: Plane): boolean =>
  isRegular(plane) || isRegular(halfTint(pixels))

/** At half the size, how red rather than green each pixel is: wide beats are coloured, and print is not. */
const halfTint = ({ width, height, data: from }: Pixels): Plane => {
  const size = { width: width >> 1, height: height >> 1 }
  const data = new Uint8Array(size.width * size.height)
  for (let y = 0, to = 0; y < size.height; y++)
    for (let x = 0, at = y * 2 * width * 4; x < size.width; x++, at += 8, to++) {
      const under = at + width * 4
      const red = (from[at] ?? 0) + (from[at + 4] ?? 0) + (from[under] ?? 0) + (from[under + 4] ?? 0)
      const green =
        (from[at + 1] ?? 0) + (from[at + 5] ?? 0) + (from[under + 1] ?? 0) + (from[under + 5] ?? 0)
      data[to] = Math.max(0, Math.min(255, 128 + (red - green) / 4))
    }
  return { ...size, data }
}

const isRegular = (plane: Plane): boolean => {
  const { width, height } = plane
  let [patches, regular] = [0, 0]
  const values = new Float32Array(side * side)
  for (let row = 0; row < across; row++)
    for (let column = 0; column < across; column++) {
      const x = Math.round(width * (0.2 + (0.6 * column) / (across - 1)) - side / 2)
      const y = Math.round(height * (0.2 + (0.6 * row) / (across - 1)) - side / 2)
      if (x < 0 || y < 0 || x + side > width || y + side > height) continue
      patches++
      const deviation = levelled(plane, x, y, values)
      if (deviation < leastDepth) continue
      if (repeats(values, 1, side) || repeats(values, side, 1)) regular++
    }
  return patches > 0 && regular >= share * patches
}

/** Fills in a patch as shares of its light; gives its standard deviation. */
const levelled = ({ width, data }: Plane, x: number, y: number, values: Float32Array): number => {
  let sum = 0
  for (let v = 0; v < side; v++)
    for (let at = (y + v) * width + x, end = at + side; at < end; at++) sum += data[at] ?? 0
  const mean = Math.max(1, sum / (side * side))
  let squares = 0
  for (let v = 0, to = 0; v < side; v++)
    for (let at = (y + v) * width + x, end = at + side; at < end; at++, to++) {
      const value = (data[at] ?? 0) / mean - 1
      values[to] = value
      squares += value * value
    }
  return Math.sqrt(squares / (side * side))
}

/** Whether a patch moved along one axis is its own reverse first, and then itself again. */
const repeats = (values: Float32Array, step: number, stride: number): boolean => {
  let whole = 0
  for (const value of values) whole += value * value
  let least = 1
  for (let lag = 1; lag <= longest; lag++) {
    let sum = 0
    for (let line = 0; line < side; line++)
      for (let at = line * stride, n = 0; n < side - lag; n++, at += step)
        sum += (values[at] ?? 0) * (values[at + lag * step] ?? 0)
    const correlation = (sum / whole) * (side / (side - lag))
    if (correlation < least) least = correlation
    if (least < reversed && correlation > alike) return true
  }
  return false
}

import type { Pixels } from '../colour.ts'
import { shrink, type Part } from './shrink.ts'

/** The longest side, in pixels, at which shapes are looked for. */
const shapesSide = 320

/** Of a card's sides, one by the other, seen from any angle; and how much of its rectangle is of its colour. */
const leastRatio = 1.15
const mostRatio = 2.2
const leastFilled = 0.7
const mostFilled = 1.12
/** Of the picture's longer side: a smaller one is not read, a larger one needs no looking for. */
const shortest = 0.04
const longest = 0.62
/** What is added on each side, in shares of the longer one. */
const margin = 0.12
/** Shares of the threshold between the picture's two kinds of colours at which shapes are looked for. */
const thresholds = [1, 0.65, 1.4] as const

/**
 * Parts of a picture that hold something of a card's proportions, otherwise coloured than what it lies on, which is
 * what the picture's edge shows; the largest and most rectangular first.
 */
export const findShapes = (pixels: Pixels): readonly Part[] => shapesBy(awayFromEdge, pixels)

/**
 * The same of what is otherwise coloured than its surroundings on average: found on a patterned cloth and beside a
 * shadow too, if it is small.
 */
export const findSmallShapes = (pixels: Pixels): readonly Part[] => shapesBy(awayFromAround, pixels)

const shapesBy = (awayOf: (pixels: Pixels) => Uint8Array, pixels: Pixels): readonly Part[] => {
  const step = Math.max(1, Math.max(pixels.width, pixels.height) / shapesSide)
  const size = { width: Math.floor(pixels.width / step), height: Math.floor(pixels.height / step) }
  const away = awayOf(shrink(pixels, { left: 0, top: 0 }, size, step))
  const middling = otsu(away)
  const shapes = thresholds.flatMap((share) => shapesIn(away, size, middling * share))
  return shapes
    .toSorted((a, b) => flawOf(a) - flawOf(b))
    .filter((shape, at, all) => !all.slice(0, at).some((better) => isSame(shape, better)))
    .toSorted((a, b) => merit(b) - merit(a))
    .map(({ left, top, right, bottom, length }) => {
      const more = length * margin
      const from = { x: Math.max(0, left - more) * step, y: Math.max(0, top - more) * step }
      const to = {
        x: Math.min(pixels.width, (right + more) * step),
        y: Math.min(pixels.height, (bottom + more) * step),
      }
      return { left: from.x, top: from.y, width: to.x - from.x, height: to.y - from.y }
    })
}

const flawOf = ({ filled }: Shape): number => Math.abs(1 - filled)

/** Parts of a card and of what it lies on may be rectangles too, but smaller ones, or worse. */
const merit = (shape: Shape): number => shape.length * (1 - flawsWeigh * flawOf(shape))
const flawsWeigh = 5

interface Size {
  readonly width: number
  readonly height: number
}

/** How far each pixel's colour is from the middling one of the picture's edge, 0 to 255. */
const awayFromEdge = ({ width, height, data }: Pixels): Uint8Array => {
  const edge: number[] = []
  for (let x = 0; x < width; x++) edge.push(x, (height - 1) * width + x)
  for (let y = 0; y < height; y++) edge.push(y * width, y * width + width - 1)
  const middling = [0, 1, 2].map(
    (channel) =>
      edge.map((at) => data[at * 4 + channel] ?? 0).toSorted((a, b) => a - b)[edge.length >> 1] ?? 0,
  )
  const [red = 0, green = 0, blue = 0] = middling
  return Uint8Array.from({ length: width * height }, (_, at) =>
    Math.min(
      255,
      Math.hypot((data[at * 4] ?? 0) - red, (data[at * 4 + 1] ?? 0) - green, (data[at * 4 + 2] ?? 0) - blue),
    ),
  )
}

/** Pixels to each side over which a cloth's pattern is evened out, and over which the surroundings reach. */
const patternReach = 2
const surroundings = 40

/** How far the colour at each pixel is from that of its surroundings, 0 to 255. */
const awayFromAround = ({ width, height, data }: Pixels): Uint8Array => {
  const away = new Float32Array(width * height)
  for (let channel = 0; channel < 3; channel++) {
    const near = meansOf(data, channel, { width, height }, patternReach)
    const around = meansOf(data, channel, { width, height }, surroundings)
    for (let at = 0; at < away.length; at++) {
      away[at] = (away[at] ?? 0) + ((near[at] ?? 0) - (around[at] ?? 0)) ** 2
    }
  }
  return Uint8Array.from(away, (square) => Math.min(255, Math.sqrt(square)))
}

/** Of one channel, over the square that reaches so many pixels to each side of each pixel. */
const meansOf = (
  data: Uint8ClampedArray,
  channel: number,
  { width, height }: Size,
  reach: number,
): Float32Array => {
  const stride = width + 1
  const sums = new Float64Array(stride * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += data[(y * width + x) * 4 + channel] ?? 0
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row
    }
  }
  const means = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - reach) * stride, Math.min(height, y + reach + 1) * stride]
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)]
      const sum =
        (sums[bottom + right] ?? 0) -
        (sums[bottom + left] ?? 0) -
        (sums[top + right] ?? 0) +
        (sums[top + left] ?? 0)
      means[y * width + x] = (sum * stride) / ((bottom - top) * (right - left))
    }
  }
  return means
}

/** The threshold that parts values best in two (Otsu 1979). */
const otsu = (values: Uint8Array): number => {
  const counts = new Uint32Array(256)
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  const total = values.reduce((sum, value) => sum + value, 0)
  let [under, sumUnder, best, threshold] = [0, 0, -1, 0]
  for (const [value, count] of counts.entries()) {
    under += count
    sumUnder += value * count
    const over = values.length - under
    if (under === 0 || over === 0) continue
    const between = under * over * (sumUnder / under - (total - sumUnder) / over) ** 2
    if (between > best) [best, threshold] = [between, value + 0.5]
  }
  return threshold
}

interface Shape {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  /** Of its longer side. */
  readonly length: number
  /** Its area by that of its rectangle. */
  readonly filled: number
}

const shapesIn = (away: Uint8Array, { width, height }: Size, threshold: number): readonly Shape[] => {
  const seen = new Uint8Array(away.length)
  const stack = new Int32Array(away.length)
  const shapes: Shape[] = []
  for (let start = 0; start < away.length; start++) {
    if (seen[start] === 1 || (away[start] ?? 0) < threshold) continue
    let [left, right, top, bottom] = [width, 0, height, 0]
    let [n, sx, sy, xx, xy, yy] = [0, 0, 0, 0, 0, 0]
    let waiting = 1
    stack[0] = start
    seen[start] = 1
    while (waiting > 0) {
      const at = stack[--waiting] ?? 0
      const x = at % width
      const y = (at - x) / width
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
      n++
      sx += x
      sy += y
      xx += x * x
      xy += x * y
      yy += y * y
      const visit = (next: number): void => {
        if (seen[next] === 1 || (away[next] ?? 0) < threshold) return
        seen[next] = 1
        stack[waiting++] = next
      }
      if (x > 0) visit(at - 1)
      if (x < width - 1) visit(at + 1)
      if (y > 0) visit(at - width)
      if (y < height - 1) visit(at + width)
    }
    const [mx, my] = [sx / n, sy / n]
    const [a, b, c] = [xx / n - mx * mx, xy / n - mx * my, yy / n - my * my]
    const spread = Math.hypot((a - c) / 2, b)
    // A rectangle's variance along a side is a twelfth of that side's square.
    const long = Math.sqrt(12 * ((a + c) / 2 + spread))
    const short = Math.sqrt(12 * Math.max(1 / 12, (a + c) / 2 - spread))
    const filled = n / (long * short)
    const side = long / Math.max(width, height)
    const ratio = long / short
    if (side < shortest || side > longest || ratio < leastRatio || ratio > mostRatio) continue
    if (filled < leastFilled || filled > mostFilled) continue
    shapes.push({ left, top, right, bottom, length: long, filled })
  }
  return shapes
}

const isSame = (a: Shape, b: Shape): boolean =>
  Math.abs(a.left + a.right - b.left - b.right) < b.length &&
  Math.abs(a.top + a.bottom - b.top - b.bottom) < b.length

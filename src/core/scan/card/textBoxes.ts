import type { Point } from '../reading.ts'

/** A line of text, upright or not: a rectangle turned by `angle`. */
export interface TextBox {
  readonly centre: Point
  /** Along the line, in pixels. */
  readonly length: number
  readonly height: number
  /** Radians from the picture's right, clockwise; upside down looks the same: between -π/2 and π/2. */
  readonly angle: number
}

/** Differentiable binarization (Liao et al. 2020): what counts as text, how sure it is, and how much is shrunk. */
const textFrom = 0.3
const sureFrom = 0.5
const unclip = 1.6
const leastPixels = 12

/** Above this ratio a line tells its own direction; a word of one or two characters lies as the lines around it. */
const tellingRatio = 3

/** The lines of text in a map of how likely each pixel lies in one, row by row; the longest first. */
export const textBoxes = (map: Float32Array, width: number): readonly TextBox[] => {
  const blots = blotsOf(map, width)
  const angle = commonAngle(blots)
  return blots
    .map((blot) => boxOf(blot, blot.ratio >= tellingRatio ? blot.angle : nearest(angle, blot.angle)))
    .toSorted((a, b) => b.length - a.length)
}

interface Blot {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  readonly centre: Point
  readonly angle: number
  /** Standard deviation along the longer axis by that along the shorter. */
  readonly ratio: number
}

const blotsOf = (map: Float32Array, width: number): readonly Blot[] => {
  const seen = new Uint8Array(map.length)
  const blots: Blot[] = []
  for (let start = 0; start < map.length; start++) {
    if (seen[start] === 1 || (map[start] ?? 0) < textFrom) continue
    const pixels = [start]
    seen[start] = 1
    let sureness = 0
    for (let i = 0; i < pixels.length; i++) {
      const at = pixels[i] ?? 0
      sureness += map[at] ?? 0
      const column = at % width
      for (let dy = -width; dy <= width; dy += width) {
        for (let dx = column === 0 ? 0 : -1; dx <= (column === width - 1 ? 0 : 1); dx++) {
          const next = at + dy + dx
          if (next < 0 || next >= map.length || seen[next] === 1 || (map[next] ?? 0) < textFrom) continue
          seen[next] = 1
          pixels.push(next)
        }
      }
    }
    if (pixels.length < leastPixels || sureness < sureFrom * pixels.length) continue
    blots.push(blotOf(pixels, width))
  }
  return blots
}

const blotOf = (pixels: readonly number[], width: number): Blot => {
  const xs = pixels.map((at) => (at % width) + 0.5)
  const ys = pixels.map((at) => Math.floor(at / width) + 0.5)
  const centre = { x: mean(xs), y: mean(ys) }
  let [xx, xy, yy] = [0, 0, 0]
  for (const [i, x] of xs.entries()) {
    const dx = x - centre.x
    const dy = (ys[i] ?? 0) - centre.y
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const spread = Math.hypot((xx - yy) / 2, xy)
  const middle = (xx + yy) / 2
  const least = Math.max(middle - spread, pixels.length / 12)
  return { xs, ys, centre, angle, ratio: Math.sqrt((middle + spread) / least) }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Of the telling lines, weighted by their length; directions that differ by a half turn are one. */
const commonAngle = (blots: readonly Blot[]): number => {
  let [x, y] = [0, 0]
  for (const { angle, ratio, xs } of blots) {
    if (ratio < tellingRatio) continue
    x += Math.cos(2 * angle) * xs.length
    y += Math.sin(2 * angle) * xs.length
  }
  return x === 0 && y === 0 ? 0 : Math.atan2(y, x) / 2
}

/** A short word's own longer side may be either: it lies along the common direction, whatever its shape. */
const nearest = (common: number, own: number): number => {
  const off = Math.abs(Math.sin(common - own))
  return off < 0.2 ? own : common
}

const boxOf = ({ xs, ys }: Blot, angle: number): TextBox => {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [i, x] of xs.entries()) {
    const y = ys[i] ?? 0
    const along = x * cos + y * sin
    const across = y * cos - x * sin
    left = Math.min(left, along)
    right = Math.max(right, along)
    top = Math.min(top, across)
    bottom = Math.max(bottom, across)
  }
  const length = right - left + 1
  const height = bottom - top + 1
  const grow = (length * height * unclip) / (length + height)
  const along = (left + right) / 2
  const across = (top + bottom) / 2
  return {
    centre: { x: along * cos - across * sin, y: along * sin + across * cos },
    length: length + grow,
    height: height + grow,
    angle,
  }
}

/** A point on the line's middle: -0.5 at its beginning, 0.5 at its end. */
export const placeOn = ({ centre, length, angle }: TextBox, share: number): Point => ({
  x: centre.x + Math.cos(angle) * length * share,
  y: centre.y + Math.sin(angle) * length * share,
})

export const cornersOf = (box: TextBox): readonly Point[] => {
  const half = { x: (-Math.sin(box.angle) * box.height) / 2, y: (Math.cos(box.angle) * box.height) / 2 }
  return [-0.5, 0.5].flatMap((share) => {
    const { x, y } = placeOn(box, share)
    return [
      { x: x - half.x, y: y - half.y },
      { x: x + half.x, y: y + half.y },
    ]
  })
}

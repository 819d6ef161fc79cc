import type { Pixels } from '../colour.ts'
import type { Point } from '../reading.ts'
import type { Plane } from './plane.ts'

/** Four corners of what may be a page, clockwise in the picture. */
export type Quad = readonly [Point, Point, Point, Point]

/** Pixels of the longer side at which paper is told from what it lies on. */
const coarse = 160

/** A page takes at least this share of the picture, and fills its corners. */
const leastArea = 0.2
const leastFull = 0.85

/**
 * The outlines of the largest light things with four corners: of what is lighter than the rest, and, where the page lies
 * on something light, of what is lighter than the rest of that.
 */
export const lightQuads = (pixels: Pixels): readonly Quad[] => {
  const factor = Math.max(1, Math.ceil(Math.max(pixels.width, pixels.height) / coarse))
  const small = shrunk(pixels, factor)
  const level = parting(small.data)
  const levels = [level, parting(small.data.filter((value) => value > level))]
  return levels.flatMap((level) => {
    const light = largestLight(small, level)
    const quad = largestQuad(convexHull(light.outline))
    if (quad === undefined) return []
    const area = areaOf(quad)
    if (area < leastArea * small.width * small.height || light.pixels < leastFull * area) return []
    const [a, b, c, d] = quad
    const large = ({ x, y }: Point): Point => ({ x: (x + 0.5) * factor, y: (y + 0.5) * factor })
    return [[large(a), large(b), large(c), large(d)]]
  })
}

/** By the least of each square's three colours: paper is light in all of them, wood and cloth in one or two. */
const shrunk = ({ width, height, data }: Pixels, factor: number): Plane => {
  const size = { width: Math.floor(width / factor), height: Math.floor(height / factor) }
  const small = new Uint8Array(size.width * size.height)
  for (let y = 0, to = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++, to++) {
      let [red, green, blue] = [0, 0, 0]
      for (let row = y * factor; row < (y + 1) * factor; row++)
        for (let at = (row * width + x * factor) * 4, end = at + factor * 4; at < end; at += 4) {
          red += data[at] ?? 0
          green += data[at + 1] ?? 0
          blue += data[at + 2] ?? 0
        }
      small[to] = Math.min(red, green, blue) / (factor * factor)
    }
  return { ...size, data: small }
}

/** The level that parts a picture's pixels best in two (Otsu 1979). */
const parting = (data: Uint8Array): number => {
  const counts = new Float64Array(256)
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1
  const all = counts.reduce((sum, count, value) => sum + count * value, 0)
  let [below, sumBelow, best, level] = [0, 0, 0, 128]
  for (let value = 0; value < 255; value++) {
    below += counts[value] ?? 0
    sumBelow += value * (counts[value] ?? 0)
    const above = data.length - below
    if (below === 0 || above === 0) continue
    const between = below * above * ((all - sumBelow) / above - sumBelow / below) ** 2
    if (between > best) [best, level] = [between, value]
  }
  return level
}

const largestLight = (
  { width, height, data }: Plane,
  level: number,
): { readonly pixels: number; readonly outline: readonly Point[] } => {
  const group = new Int32Array(data.length)
  const open = new Int32Array(data.length)
  let [best, bestPixels, groups] = [0, 0, 0]
  for (let start = 0; start < data.length; start++) {
    if (group[start] !== 0 || (data[start] ?? 0) <= level) continue
    groups++
    let [pending, pixels] = [0, 0]
    open[pending++] = start
    group[start] = groups
    while (pending > 0) {
      const at = open[--pending] ?? 0
      pixels++
      const x = at % width
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= data.length || group[next] !== 0 || (data[next] ?? 0) <= level) continue
        group[next] = groups
        open[pending++] = next
      }
    }
    if (pixels > bestPixels) [best, bestPixels] = [groups, pixels]
  }
  const outline: Point[] = []
  let filled = 0
  for (let y = 0; y < height; y++) {
    const row = group.subarray(y * width, (y + 1) * width)
    const [first, last] = [row.indexOf(best), row.lastIndexOf(best)]
    if (best === 0 || first === -1) continue
    // Print and a seal inside count as paper.
    filled += last + 1 - first
    outline.push({ x: first, y }, { x: last, y })
  }
  return { pixels: filled, outline }
}

const cross = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

/** Andrew's monotone chain, clockwise in the picture. */
const convexHull = (points: readonly Point[]): readonly Point[] => {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y)
  const half = (from: readonly Point[]): Point[] => {
    const chain: Point[] = []
    for (const point of from) {
      for (;;) {
        const [before, last] = [chain.at(-2), chain.at(-1)]
        if (before === undefined || last === undefined || cross(before, last, point) > 0) break
        chain.pop()
      }
      chain.push(point)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

/** The four of the hull's corners with the most between them. */
const largestQuad = (hull: readonly Point[]): Quad | undefined => {
  const every = Math.max(1, Math.ceil(hull.length / 40))
  const points = hull.filter((_, index) => index % every === 0)
  let best: Quad | undefined
  let most = 0
  for (const [i, a] of points.entries())
    for (let k = i + 2; k < points.length; k++) {
      const c = points[k]
      if (c === undefined) continue
      const b = farthestFrom(points.slice(i + 1, k), a, c)
      const d = farthestFrom([...points.slice(k + 1), ...points.slice(0, i)], a, c)
      if (b === undefined || d === undefined) continue
      const area = areaOf([a, b, c, d])
      if (area > most) [most, best] = [area, [a, b, c, d]]
    }
  return best
}

const farthestFrom = (points: readonly Point[], a: Point, c: Point): Point | undefined => {
  let best: Point | undefined
  let most = 0
  for (const point of points) {
    const away = Math.abs(cross(a, c, point))
    if (away > most) [most, best] = [away, point]
  }
  return best
}

const areaOf = ([a, b, c, d]: Quad): number => Math.abs(cross(a, b, c) + cross(a, c, d)) / 2

import { applyTo, chained, scaling, type Homography } from './homography.ts'
import type { Plane } from './plane.ts'

/** One thing a map has to do: take page point (x, y), in millimetres, to a pixel p with nx·p.x + ny·p.y = at. */
export interface Demand {
  readonly x: number
  readonly y: number
  readonly nx: number
  readonly ny: number
  readonly at: number
  /** Pixels by which it may well be missed. */
  readonly sigma: number
}

/** Millimetres: page coordinates are counted from the middle of an A4 page in these, so that all terms are alike in size. */
const unit = 150
const middle = { x: 105, y: 148.5 }

/**
 * How much nearer one edge of a page is than its middle, at most, as a share: a page held aslant fills the picture of a
 * telephone no less even.
 */
const depth = 0.15

/** Demands missed by more than this many sigmas no longer pull (Tukey's biweight, at his constant). */
const lostAt = 4.685

/**
 * The map that meets demands best, by Gauss and Newton from `start` (millimetres to pixels); `robust` leaves aside what
 * does not fit the rest. Undefined when the demands do not fix a map.
 */
export const fitHomography = (
  demands: readonly Demand[],
  start: Homography,
  { width, height }: Pick<Plane, 'width' | 'height'>,
  { robust, steps }: { readonly robust: boolean; readonly steps: number },
): Homography | undefined => {
  const size = Math.max(width, height)
  const toUnits = scaling(1 / unit, 1 / unit, -middle.x / unit, -middle.y / unit)
  const fromUnits = scaling(unit, unit, middle.x, middle.y)
  const toPixels = scaling(size, size, width / 2, height / 2)
  const fromPixels = scaling(1 / size, 1 / size, -width / 2 / size, -height / 2 / size)
  let map = [...chained(fromPixels, chained(start, fromUnits))]
  const normal = new Float64Array(72)
  const row = new Float64Array(9)
  for (let step = 0; step < steps; step++) {
    normal.fill(0)
    for (const demand of demands) {
      const u = (demand.x - middle.x) / unit
      const v = (demand.y - middle.y) / unit
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = map
      const w = g * u + h * v + 1
      if (w < 0.2) continue
      const x = (a * u + b * v + c) / w
      const y = (d * u + e * v + f) / w
      const { nx, ny } = demand
      const at = (demand.at - nx * (width / 2) - ny * (height / 2)) / size
      const miss = at - (nx * x + ny * y)
      const sigma = demand.sigma / size
      const share = miss / sigma / lostAt
      if (robust && Math.abs(share) >= 1) continue
      const weight = (robust ? (1 - share * share) ** 2 : 1) / (sigma * sigma)
      const along = nx * x + ny * y
      row[0] = (nx * u) / w
      row[1] = (nx * v) / w
      row[2] = nx / w
      row[3] = (ny * u) / w
      row[4] = (ny * v) / w
      row[5] = ny / w
      row[6] = (-along * u) / w
      row[7] = (-along * v) / w
      row[8] = miss
      add(normal, row, weight)
    }
    for (const term of [6, 7]) {
      normal[term * 9 + term] = (normal[term * 9 + term] ?? 0) + 1 / (depth * depth)
      normal[term * 9 + 8] = (normal[term * 9 + 8] ?? 0) - (map[term] ?? 0) / (depth * depth)
    }
    const change = solved(normal)
    if (change === undefined) return undefined
    map = map.map((value, term) => value + (change[term] ?? 0))
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = map
  if (!map.every(Number.isFinite)) return undefined
  return chained(toPixels, chained([a, b, c, d, e, f, g, h], toUnits))
}

const add = (normal: Float64Array, row: Float64Array, weight: number): void => {
  for (let i = 0; i < 8; i++) {
    const scaled = (row[i] ?? 0) * weight
    for (let j = 0; j < 9; j++) normal[i * 9 + j] = (normal[i * 9 + j] ?? 0) + scaled * (row[j] ?? 0)
  }
}

/** Eight equations, rows of eight factors and a right side, by elimination with the largest pivot. */
const solved = (rows: Float64Array): readonly number[] | undefined => {
  for (let column = 0; column < 8; column++) {
    let pivot = column
    for (let row = column + 1; row < 8; row++)
      if (Math.abs(rows[row * 9 + column] ?? 0) > Math.abs(rows[pivot * 9 + column] ?? 0)) pivot = row
    const largest = rows[pivot * 9 + column] ?? 0
    if (Math.abs(largest) < 1e-9) return undefined
    for (let at = 0; at < 9; at++) {
      const kept = rows[column * 9 + at] ?? 0
      rows[column * 9 + at] = rows[pivot * 9 + at] ?? 0
      rows[pivot * 9 + at] = kept
    }
    for (let row = 0; row < 8; row++) {
      if (row === column) continue
      const share = (rows[row * 9 + column] ?? 0) / largest
      if (share === 0) continue
      for (let at = column; at < 9; at++)
        rows[row * 9 + at] = (rows[row * 9 + at] ?? 0) - share * (rows[column * 9 + at] ?? 0)
    }
  }
  return Array.from({ length: 8 }, (_, at) => (rows[at * 9 + 8] ?? 0) / (rows[at * 9 + at] ?? 1))
}

/** The two demands that a page point lie at a pixel. */
export const pin = (
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  sigma: number,
): readonly Demand[] => [
  { x: from.x, y: from.y, nx: 1, ny: 0, at: to.x, sigma },
  { x: from.x, y: from.y, nx: 0, ny: 1, at: to.y, sigma },
]

/** Pixels by which a map misses a demand. */
export const missed = (map: Homography, { x, y, nx, ny, at }: Demand): number => {
  const seen = applyTo(map, x, y)
  return nx * seen.x + ny * seen.y - at
}

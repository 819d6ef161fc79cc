import type { Point } from '../reading.ts'

/**
 * A map between planes, row by row, its ninth number 1: (x, y) goes to ((a·x + b·y + c) / w, (d·x + e·y + f) / w) with
 * w = g·x + h·y + 1.
 */
export type Homography = readonly [number, number, number, number, number, number, number, number]

export const applyTo = ([a, b, c, d, e, f, g, h]: Homography, x: number, y: number): Point => {
  const w = g * x + h * y + 1
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w }
}

/** Maps by `first`, then by `second`. */
export const chained = (second: Homography, first: Homography): Homography => {
  const [a, b, c, d, e, f, g, h] = second
  const [i, j, k, l, m, n, o, p] = first
  return normalised(
    [a * i + b * l + c * o, a * j + b * m + c * p, a * k + b * n + c],
    [d * i + e * l + f * o, d * j + e * m + f * p, d * k + e * n + f],
    [g * i + h * l + o, g * j + h * m + p, g * k + h * n + 1],
  )
}

export const inverted = ([a, b, c, d, e, f, g, h]: Homography): Homography =>
  normalised(
    [e - f * h, c * h - b, b * f - c * e],
    [f * g - d, a - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  )

/** Stretches each axis and then moves. */
export const scaling = (x: number, y: number, right = 0, down = 0): Homography => [
  x,
  0,
  right,
  0,
  y,
  down,
  0,
  0,
]

type Row = readonly [number, number, number]

const normalised = ([a, b, c]: Row, [d, e, f]: Row, [g, h, i]: Row): Homography => [
  a / i,
  b / i,
  c / i,
  d / i,
  e / i,
  f / i,
  g / i,
  h / i,
]

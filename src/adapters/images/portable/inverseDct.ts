/**
 * The inverse cosine transform of a block's lowest coefficients, `points` by `points` of its 8 by 8, into as many
 * samples: the block at a reduced size, as if its finer detail had never been there. `block` holds the coefficients,
 * each times its weight, row by row; the samples are written from `at` on, `stride` from row to row, 128 being zero.
 */
export type InverseDct = (block: Float64Array, out: Uint8ClampedArray, at: number, stride: number) => void

export type Points = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

export interface Transform {
  readonly points: Points
  readonly inverse: InverseDct
  /** What a coefficient of each wave number is multiplied by along each side beforehand. */
  readonly weights: readonly number[]
}

/** Half a wave of length one along a side of eight samples (A.3.3), and the flat one. */
const plainWeights = [Math.SQRT1_2 / 2, ...Array.from({ length: 7 }, () => 0.5)]

/** The one number left is the mean. */
const one: InverseDct = (block, out, at) => {
  out[at] = 128 + (block[0] ?? 0)
}

const two: InverseDct = (block, out, at, stride) => {
  const sum = 128 + (block[0] ?? 0) + (block[2] ?? 0)
  const difference = 128 + (block[0] ?? 0) - (block[2] ?? 0)
  const right = block[1] ?? 0
  const across = block[3] ?? 0
  out[at] = sum + right + across
  out[at + 1] = sum - right - across
  out[at + stride] = difference + right - across
  out[at + stride + 1] = difference - right + across
}

const cos8 = Math.cos(Math.PI / 8)
const sin8 = Math.sin(Math.PI / 8)

const four: InverseDct = (block, out, at, stride) => {
  for (let x = 0; x < 4; x++) {
    const c0 = block[x] ?? 0
    const c1 = block[x + 4] ?? 0
    const c2 = block[x + 8] ?? 0
    const c3 = block[x + 12] ?? 0
    const outer = c1 * cos8 + c3 * sin8
    const inner = c1 * sin8 - c3 * cos8
    block[x] = c0 + c2 + outer
    block[x + 4] = c0 - c2 + inner
    block[x + 8] = c0 - c2 - inner
    block[x + 12] = c0 + c2 - outer
  }
  for (let row = 0; row < 16; row += 4, at += stride) {
    const c0 = 128 + (block[row] ?? 0)
    const c1 = block[row + 1] ?? 0
    const c2 = block[row + 2] ?? 0
    const c3 = block[row + 3] ?? 0
    const outer = c1 * cos8 + c3 * sin8
    const inner = c1 * sin8 - c3 * cos8
    out[at] = c0 + c2 + outer
    out[at + 1] = c0 - c2 + inner
    out[at + 2] = c0 - c2 - inner
    out[at + 3] = c0 + c2 - outer
  }
}

/** Any size by its waves themselves; a wave is the same from both ends, or turned over. */
const byWaves = (points: Points): InverseDct => {
  const half = (points + 1) >> 1
  const waves = Float64Array.from({ length: half * points }, (_, index) => {
    const [x, u] = [Math.floor(index / points), index % points]
    return Math.cos(((2 * x + 1) * u * Math.PI) / (2 * points))
  })
  const columns = new Float64Array(points * points)
  const last = points - 1
  return (block, out, at, stride) => {
    for (let u = 0; u < points; u++)
      for (let y = 0; y < half; y++) {
        let even = 0
        let odd = 0
        for (let v = 0; v < points; v += 2)
          even += (block[v * points + u] ?? 0) * (waves[y * points + v] ?? 0)
        for (let v = 1; v < points; v += 2) odd += (block[v * points + u] ?? 0) * (waves[y * points + v] ?? 0)
        columns[y * points + u] = even + odd
        columns[(last - y) * points + u] = even - odd
      }
    for (let y = 0, row = 0; y < points; y++, row += points, at += stride)
      for (let x = 0; x < half; x++) {
        let even = 128
        let odd = 0
        for (let u = 0; u < points; u += 2) even += (columns[row + u] ?? 0) * (waves[x * points + u] ?? 0)
        for (let u = 1; u < points; u += 2) odd += (columns[row + u] ?? 0) * (waves[x * points + u] ?? 0)
        out[at + x] = even + odd
        out[at + last - x] = even - odd
      }
  }
}

/** Arai, Agui and Nakajima's five multiplications, the others being in the weights. */
const eightWeights = Array.from(
  { length: 8 },
  (_, u) => (u === 0 ? 1 : Math.SQRT2 * Math.cos((u * Math.PI) / 16)) / Math.sqrt(8),
)
const r1 = 2 * cos8
const r2 = 2 * (cos8 - sin8)
const r3 = 2 * Math.SQRT2 * cos8

/** What a transform along one side takes and gives, `zero` added to each. */
type Line = (
  from: Float64Array,
  at: number,
  step: number,
  to: Float64Array | Uint8ClampedArray,
  toAt: number,
  toStep: number,
  zero: number,
) => void

const eight: InverseDct = (block, out, at, stride) => {
  for (let x = 0; x < 8; x++) eightPoints(block, x, 8, block, x, 8, 0)
  for (let y = 0; y < 64; y += 8, at += stride) eightPoints(block, y, 1, out, at, 1, 128)
}

const eightPoints: Line = (from, at, step, to, toAt, toStep, zero) => {
  const c0 = zero + (from[at] ?? 0)
  const c2 = from[at + 2 * step] ?? 0
  const c4 = from[at + 4 * step] ?? 0
  const c6 = from[at + 6 * step] ?? 0
  const s26 = c2 + c6
  const d26 = (c2 - c6) * Math.SQRT2 - s26
  const e0 = c0 + c4 + s26
  const e3 = c0 + c4 - s26
  const e1 = c0 - c4 + d26
  const e2 = c0 - c4 - d26

  const c1 = from[at + step] ?? 0
  const c3 = from[at + 3 * step] ?? 0
  const c5 = from[at + 5 * step] ?? 0
  const c7 = from[at + 7 * step] ?? 0
  const s53 = c5 + c3
  const d53 = c5 - c3
  const s17 = c1 + c7
  const d17 = c1 - c7
  const o0 = s17 + s53
  const turn = (d53 + d17) * r1
  const o1 = turn - d53 * r3 - o0
  const o2 = (s17 - s53) * Math.SQRT2 - o1
  const o3 = turn - d17 * r2 - o2

  to[toAt] = e0 + o0
  to[toAt + toStep] = e1 + o1
  to[toAt + 2 * toStep] = e2 + o2
  to[toAt + 3 * toStep] = e3 + o3
  to[toAt + 4 * toStep] = e3 - o3
  to[toAt + 5 * toStep] = e2 - o2
  to[toAt + 6 * toStep] = e1 - o1
  to[toAt + 7 * toStep] = e0 - o0
}

const three: InverseDct = (block, out, at, stride) => {
  for (let x = 0; x < 3; x++) threePoints(block, x, 3, block, x, 3, 0)
  for (let y = 0; y < 9; y += 3, at += stride) threePoints(block, y, 1, out, at, 1, 128)
}

const threePoints: Line = (from, at, step, to, toAt, toStep, zero) => {
  const c0 = zero + (from[at] ?? 0)
  const c1 = from[at + step] ?? 0
  const c2 = from[at + 2 * step] ?? 0
  to[toAt] = c0 + c2 + c1
  to[toAt + toStep] = c0 - 2 * c2
  to[toAt + 2 * toStep] = c0 + c2 - c1
}

const six: InverseDct = (block, out, at, stride) => {
  for (let x = 0; x < 6; x++) sixPoints(block, x, 6, block, x, 6, 0)
  for (let y = 0; y < 36; y += 6, at += stride) sixPoints(block, y, 1, out, at, 1, 128)
}

const cos12 = Math.cos(Math.PI / 12)
const sin12 = Math.sin(Math.PI / 12)

const sixPoints: Line = (from, at, step, to, toAt, toStep, zero) => {
  const c0 = zero + (from[at] ?? 0)
  const c2 = from[at + 2 * step] ?? 0
  const c4 = from[at + 4 * step] ?? 0
  const e0 = c0 + c4 + c2
  const e1 = c0 - 2 * c4
  const e2 = c0 + c4 - c2

  const c1 = from[at + step] ?? 0
  const c3 = (from[at + 3 * step] ?? 0) * Math.SQRT1_2
  const c5 = from[at + 5 * step] ?? 0
  const o0 = c1 * cos12 + c3 + c5 * sin12
  const o1 = (c1 - c5) * Math.SQRT1_2 - c3
  const o2 = c1 * sin12 - c3 + c5 * cos12

  to[toAt] = e0 + o0
  to[toAt + toStep] = e1 + o1
  to[toAt + 2 * toStep] = e2 + o2
  to[toAt + 3 * toStep] = e2 - o2
  to[toAt + 4 * toStep] = e1 - o1
  to[toAt + 5 * toStep] = e0 - o0
}

/** The waves that need no more than a weight have it: half a wave at 45, at 30 and at 60 degrees. */
const quarter = Math.SQRT1_2 / 2
const steep = Math.sqrt(3) / 4
const gentle = 1 / 4
const special: Readonly<Partial<Record<Points, Omit<Transform, 'points'>>>> = {
  1: { inverse: one, weights: plainWeights },
  2: { inverse: two, weights: [quarter, quarter] },
  3: { inverse: three, weights: [quarter, steep, gentle] },
  4: { inverse: four, weights: [quarter, 0.5, quarter, 0.5] },
  6: { inverse: six, weights: [quarter, 0.5, steep, 0.5, gentle, 0.5] },
  8: { inverse: eight, weights: eightWeights },
}

export const transformOf = (points: Points): Transform => ({
  points,
  ...(special[points] ?? { inverse: byWaves(points), weights: plainWeights }),
})

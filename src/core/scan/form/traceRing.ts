import type { Field, Spot } from './ringCentres.ts'

/** A ring as traced, in pixels of the field. */
export interface Ring {
  readonly x: number
  readonly y: number
  /** Half axes of the outer edge. */
  readonly longer: number
  readonly shorter: number
  /** Shares of the angles that show ink on the ring, and right outside it. */
  readonly coverage: number
  readonly outside: number
  /** The share of the angles around which the ring stands out from what is right outside it, however faint its ink is. */
  readonly faintCoverage: number
  /** Standard deviation of the outer edge from an ellipse, as a share of the radius: a stamp's is even, a hand's is not. */
  readonly unevenness: number
  /** The share of what is within the ring that is inked, faint ink included. */
  readonly fill: number
  /** Mean of the field where the ring has ink. */
  readonly ink: number
}

const angles = 180

const directions = Array.from({ length: angles }, (_, angle) => {
  const turn = (angle * 2 * Math.PI) / angles
  return { right: Math.cos(turn), down: Math.sin(turn) }
})

/** Millimetres between samples along a radius. */
const step = 1 / 3

/** Millimetres from a centre between which an outer edge is looked for. */
const nearest = 10
const farthest = 34

const samples = Math.round((farthest - nearest) / step)

/** How far from the ring so far its edge is looked for, in shares of the radius: an oval first, then what is exact. */
const tolerances = [0.3, 0.2, 0.12, 0.07, 0.05] as const

/** Fits a ring around a centre to the edge between the ink and the paper outside; undefined when there is none. */
export const traceRing = (field: Field, centre: Spot, threshold: number, scale: number): Ring | undefined => {
  let { x, y } = centre
  // Radius by angle: r + moved · (cos, sin) + stretched · (cos 2, sin 2), the terms of a circle off its middle and of an ellipse.
  let shape: readonly number[] | undefined
  for (const [round, tolerance] of tolerances.entries()) {
    const rays = raysFrom(field, { x, y }, scale)
    const start: readonly number[] = shape ?? [startRadius(rays, threshold), 0, 0, 0, 0]
    if ((start[0] ?? 0) <= 0) return undefined
    const edges = outerEdges(rays, threshold, start, tolerance)
    const fitted = fitHarmonics(edges)
    if (fitted === undefined) return undefined
    const [radius = 0, right = 0, down = 0, p = 0, q = 0] = fitted
    // Each round starts in the middle of what the last one found.
    x += right * scale
    y += down * scale
    shape = [radius, 0, 0, p, q]
    if (round === tolerances.length - 1) {
      const unevenness = unevennessOf(edges, fitted)
      return { ...measured(field, { x, y }, shape, threshold, scale), unevenness }
    }
  }
  return undefined
}

/** Field values along radii: for each angle its samples outwards. */
const raysFrom = ({ width, height, data }: Field, { x, y }: Spot, scale: number): Float32Array => {
  const rays = new Float32Array(angles * samples)
  for (const [angle, { right, down }] of directions.entries()) {
    const [dx, dy] = [right * step * scale, down * step * scale]
    let column = x + right * nearest * scale + 0.5
    let row = y + down * nearest * scale + 0.5
    const from = angle * samples
    for (let sample = 0; sample < samples; sample++, column += dx, row += dy) {
      if (column < 0 || row < 0 || column >= width || row >= height) break
      rays[from + sample] = data[(row | 0) * width + (column | 0)] ?? 0
    }
  }
  return rays
}

/** The largest radius, in millimetres, at which nearly as many angles have an edge as at any: the ring, not its letters. */
const startRadius = (rays: Float32Array, threshold: number): number => {
  const edges = new Float32Array(samples)
  for (let angle = 0; angle < angles; angle++)
    for (let sample = 2; sample < samples - 3; sample++)
      if (isEdge(rays, angle * samples + sample, threshold)) edges[sample] = (edges[sample] ?? 0) + 1
  const wide = edges.map(
    (_, at) =>
      (edges[at - 2] ?? 0) +
      (edges[at - 1] ?? 0) +
      (edges[at] ?? 0) +
      (edges[at + 1] ?? 0) +
      (edges[at + 2] ?? 0),
  )
  const most = Math.max(...wide)
  let best = -1
  for (let at = 0; at < samples; at++) if ((wide[at] ?? 0) >= 0.75 * most) best = at
  while (best > 0 && (wide[best - 1] ?? 0) > (wide[best] ?? 0)) best--
  return most === 0 ? 0 : nearest + best * step
}

/** Whether ink ends here, seen from inside. */
const isEdge = (rays: Float32Array, at: number, threshold: number): boolean =>
  (rays[at] ?? 0) > threshold && (rays[at + 1] ?? 0) <= threshold && (rays[at + 2] ?? 0) <= threshold

const radiusAt = (shape: readonly number[], angle: number): number => {
  const turn = (angle * 2 * Math.PI) / angles
  const [radius = 0, right = 0, down = 0, p = 0, q = 0] = shape
  return (
    radius + right * Math.cos(turn) + down * Math.sin(turn) + p * Math.cos(2 * turn) + q * Math.sin(2 * turn)
  )
}

interface Edge {
  readonly angle: number
  /** Millimetres. */
  readonly radius: number
}

const outerEdges = (
  rays: Float32Array,
  threshold: number,
  shape: readonly number[],
  tolerance: number,
): readonly Edge[] => {
  const edges: Edge[] = []
  for (let angle = 0; angle < angles; angle++) {
    const expected = radiusAt(shape, angle)
    let nearestEdge = tolerance * expected
    let radius = 0
    for (let sample = 2; sample < samples - 3; sample++) {
      if (!isEdge(rays, angle * samples + sample, threshold)) continue
      const seen = nearest + sample * step
      // Outside counts for less: within, letters end too.
      const off = seen > expected ? (seen - expected) * 0.8 : expected - seen
      if (off < nearestEdge) [nearestEdge, radius] = [off, seen]
    }
    if (radius > 0) edges.push({ angle, radius })
  }
  return edges
}

/** Least squares of the five terms; undefined when the edges leave them open. */
const fitHarmonics = (edges: readonly Edge[]): readonly number[] | undefined => {
  if (edges.length < angles / 3) return undefined
  const rows = Array.from({ length: 5 }, () => new Float64Array(6))
  for (const { angle, radius } of edges) {
    const turn = (angle * 2 * Math.PI) / angles
    const terms = [1, Math.cos(turn), Math.sin(turn), Math.cos(2 * turn), Math.sin(2 * turn), radius]
    for (const [i, row] of rows.entries())
      for (const [j, term] of terms.entries()) row[j] = (row[j] ?? 0) + (terms[i] ?? 0) * term
  }
  for (const [i, pivot] of rows.entries()) {
    const whole = pivot[i] ?? 0
    if (whole < 1) return undefined
    for (const [j, row] of rows.entries()) {
      if (i === j) continue
      const share = (row[i] ?? 0) / whole
      for (let at = i; at < 6; at++) row[at] = (row[at] ?? 0) - share * (pivot[at] ?? 0)
    }
  }
  return rows.map((row, i) => (row[5] ?? 0) / (row[i] ?? 1))
}

/** Waves around a ring by which a hand deviates from an ellipse; what is shorter is the grain of ink and paper. */
const waves = [3, 4, 5, 6] as const

const unevennessOf = (edges: readonly Edge[], shape: readonly number[]): number => {
  let squares = 0
  for (const wave of waves) {
    let [cos, sin] = [0, 0]
    for (const { angle, radius } of edges) {
      const turn = (wave * angle * 2 * Math.PI) / angles
      const off = radius - radiusAt(shape, angle)
      cos += off * Math.cos(turn)
      sin += off * Math.sin(turn)
    }
    squares += (2 * (cos * cos + sin * sin)) / edges.length ** 2
  }
  return Math.sqrt(squares) / (shape[0] ?? 1)
}

/** Millimetres inside and outside its outer edge within which a ring has its ink, and beyond which it has none. */
const ringWidth = 1.2
const ringBlur = 0.5
const clearWidth = { from: 1.2, to: 2.8 } as const

/**
 * Where a ring is known to lie, its ink needs not stand out at each point as it had to for being found. Compression
 * takes colour from pale lines here and there; the mean along so many angles to either side still has it.
 */
const faint = { share: 0.25, reach: 4 } as const
/** Of the threshold, for ink within the ring. */
const faintFill = 0.5

const measured = (
  field: Field,
  { x, y }: Spot,
  shape: readonly number[],
  threshold: number,
  scale: number,
): Omit<Ring, 'unevenness'> => {
  const rays = raysFrom(field, { x, y }, scale)
  const most = (angle: number, from: number, to: number): number => {
    let most = 0
    const last = Math.min(samples - 1, Math.round((to - nearest) / step))
    for (let sample = Math.max(0, Math.round((from - nearest) / step)); sample <= last; sample++)
      most = Math.max(most, rays[angle * samples + sample] ?? 0)
    return most
  }
  let [inked, spilt, ink] = [0, 0, 0]
  for (let angle = 0; angle < angles; angle++) {
    const radius = radiusAt(shape, angle)
    const onRing = most(angle, radius - ringWidth, radius + ringBlur)
    if (onRing > threshold) {
      inked++
      ink += onRing
    }
    if (most(angle, radius + clearWidth.from, radius + clearWidth.to) > threshold) spilt++
  }
  const [radius = 0, , , p = 0, q = 0] = shape
  const stretched = Math.hypot(p, q)
  return {
    x,
    y,
    longer: (radius + stretched) * scale,
    shorter: (radius - stretched) * scale,
    coverage: inked / angles,
    outside: spilt / angles,
    faintCoverage: faintCoverageOf(rays, shape, threshold),
    fill: fillWithin(field, { x, y }, (radius - 1.5 * ringWidth) * scale, faintFill * threshold),
    ink: inked === 0 ? 0 : Math.min(1, ink / inked),
  }
}

const faintCoverageOf = (rays: Float32Array, shape: readonly number[], threshold: number): number => {
  const contrasts = Float32Array.from({ length: angles }, (_, angle) => {
    const radius = radiusAt(shape, angle)
    return (
      meanAlong(rays, angle, radius - ringWidth, radius) -
      meanAlong(rays, angle, radius + clearWidth.from, radius + clearWidth.to)
    )
  })
  let standing = 0
  for (let angle = 0; angle < angles; angle++) {
    let sum = 0
    for (let off = -faint.reach; off <= faint.reach; off++)
      sum += contrasts[(angle + off + angles) % angles] ?? 0
    if (sum > faint.share * threshold * (2 * faint.reach + 1)) standing++
  }
  return standing / angles
}

/** Between these millimetres from the centre. */
const meanAlong = (rays: Float32Array, angle: number, from: number, to: number): number => {
  const first = Math.max(0, Math.round((from - nearest) / step))
  const last = Math.min(samples - 1, Math.round((to - nearest) / step))
  let sum = 0
  for (let sample = first; sample <= last; sample++) sum += rays[angle * samples + sample] ?? 0
  return last < first ? 0 : sum / (last - first + 1)
}

const fillWithin = (
  { width, height, data }: Field,
  { x, y }: Spot,
  radius: number,
  threshold: number,
): number => {
  let [inked, all] = [0, 0]
  for (let row = Math.max(0, Math.ceil(y - radius)); row <= Math.min(height - 1, y + radius); row++) {
    const half = Math.sqrt(Math.max(0, radius * radius - (row - y) ** 2))
    for (let at = Math.max(0, Math.ceil(x - half)); at <= Math.min(width - 1, x + half); at++) {
      all++
      if ((data[row * width + at] ?? 0) > threshold) inked++
    }
  }
  return all === 0 ? 0 : inked / all
}

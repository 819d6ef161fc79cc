import { quantile, smoothed } from './blurring.ts'
import { rednessOf, type Inked } from './paperWhite.ts'
import { ringCentres } from './ringCentres.ts'
import { faultsOf } from './ringFaults.ts'
import { traceRing, type Ring } from './traceRing.ts'

/** Pixels to a millimetre at which seals are looked at: thrice in the thinnest ring. */
export const sealScale = 3

/** Redness that is still seen as a seal by a person; the noise of paper in a photograph stays below it. */
const leastRed = 0.07

/** How much darker than paper the palest ink is that a person sees. */
export const leastPale = 0.05

/** Rings of red ink, beside this one if there is one. */
export const redRings = (inked: Inked, beside?: Ring): readonly Ring[] =>
  ringsIn(inked, without(rednessOf(inked), inked, beside), leastRed)

/**
 * Rings of ink of any colour as light as a pale seal's. Where a strong compression has taken the colour from lines, the
 * ring is still dark, and its colour is left in the mean of many pixels.
 */
export const paleRings = (inked: Inked): readonly Ring[] => {
  const { red, green } = inked
  const paleness = green.map((value, at) => ((red[at] ?? 0) > 0.65 ? Math.max(0, 1 - value) : 0))
  return ringsIn(inked, paleness, leastPale)
}

/** Rings of ink of any colour, beside this one if there is one. */
const darkRings = (inked: Inked, beside?: Ring): readonly Ring[] => {
  const darkness = inked.green.map((value) => Math.max(0, 1 - value))
  return ringsIn(inked, without(darkness, inked, beside), leastPale)
}

/** Half a ring of red is enough to hide that there is no handwriting under it. */
const leastCoverage = 0.5

/** So is one of any colour, or so pale that it has no coverage, which runs around as evenly as no writing does. */
const even = { faintCoverage: 0.65, faults: 2.5 } as const

export const isEven = (ring: Ring): boolean =>
  ring.faintCoverage >= even.faintCoverage && faultsOf({ ...ring, outside: 0 }) <= even.faults

/**
 * Every ring of ink, seal or not, each once. One that is plain has all the votes for centres: what else there is is
 * seen without it.
 */
export const ringsWith = (
  inked: Inked,
  red: readonly Ring[],
  plain: Ring | undefined = red.find(isEven),
): readonly Ring[] =>
  distinct([
    ...(plain ? [plain] : []),
    ...[...red, ...redRings(inked, plain)].filter((ring) => ring.coverage >= leastCoverage || isEven(ring)),
    ...darkRings(inked, plain).filter(isEven),
  ])

/** Several centres lead to the same ring; of those that lie within a millimetre the first. */
const distinct = (rings: readonly Ring[]): readonly Ring[] =>
  rings.filter(({ x, y, longer }, index) =>
    rings
      .slice(0, index)
      .every((before) => Math.hypot(before.x - x, before.y - y, before.longer - longer) >= sealScale),
  )

interface Size {
  readonly width: number
  readonly height: number
}

const ringsIn = ({ width, height }: Size, ink: Float32Array, least: number): readonly Ring[] => {
  const field = { width, height, data: smoothed(ink, width, height) }
  const threshold = Math.max(least, 4 * quantile(field.data, 0.5, 29))
  return ringCentres(field, threshold, sealScale)
    .map((centre) => traceRing(field, centre, threshold, sealScale))
    .filter((ring) => ring !== undefined)
}

/** Pixels around a ring that its blurred ink reaches. */
const edge = 2 * sealScale

/** A field without what lies in a ring. */
const without = (field: Float32Array, { width, height }: Size, ring: Ring | undefined): Float32Array => {
  if (ring === undefined) return field
  const { x, y, longer } = ring
  const left = field.slice()
  const reach = longer + edge
  for (let row = Math.max(0, Math.ceil(y - reach)); row <= Math.min(height - 1, y + reach); row++) {
    const half = Math.sqrt(reach * reach - (row - y) ** 2)
    const [from, to] = [Math.max(0, Math.ceil(x - half)), Math.min(width, Math.ceil(x + half))]
    if (to > from) left.fill(0, row * width + from, row * width + to)
  }
  return left
}

import type { Box, FormLayout } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { PagePlace, SeenSeal } from '../reading.ts'
import { quantile, smoothed } from './blurring.ts'
import { againstPaper, rednessOf } from './paperWhite.ts'
import { placePoint, regionAround } from './place.ts'
import { rectify } from './rectify.ts'
import { ringCentres } from './ringCentres.ts'
import { traceRing, type Ring } from './traceRing.ts'

/** A seal and where it lies on the page, in millimetres. */
export interface FoundSeal {
  readonly seal: SeenSeal
  readonly x: number
  readonly y: number
  readonly radius: number
}

/** Pixels to a millimetre at which seals are looked at: twice in the thinnest ring. */
const scale = 3

/** Millimetres by which the middle of a seal may lie outside its box: it is stamped by hand, often half over the name. */
const astray = 6

/** Millimetres of the radius of the largest seal, and what lies beside it. */
const beyond = 30

const white = 8 * scale

/**
 * The rules of findings on seals of organisations, which measure 38 to 50 mm (GB/T 33190 and the regulations on seals):
 * a round ring, nearly whole, with something but not everything filled within.
 */
const rules = {
  /** Shares of the ring's angles that show ink. */
  coverage: 0.75,
  roundness: 0.84,
  fill: { least: 0.05, most: 0.75 },
  diameter: { least: 30, most: 56 },
  /** Shares of the angles that show ink right outside: more is a pattern, not a ring. */
  outside: 0.4,
} as const

/** The seal in its box, or a bit beside it; `place` is exact around there. */
export const findSeal = (
  pixels: Pixels,
  place: PagePlace,
  { seal: box, page }: FormLayout,
): FoundSeal | undefined => {
  const area: Box = {
    x: box.x - beyond,
    y: box.y - beyond,
    width: Math.min(box.width + 2 * beyond, page.width - box.x + beyond),
    height: Math.min(box.height + 2 * beyond, page.height - box.y + beyond),
  }
  const size = { width: Math.round(area.width * scale), height: Math.round(area.height * scale) }
  const flat = rectify(pixels, place, size, area)
  const redness = smoothed(rednessOf(againstPaper(flat, white)), size.width, size.height)
  const noise = quantile(redness, 0.5, 7)
  const threshold = Math.max(leastInk, 4 * noise)
  const isInPlace = (x: number, y: number): boolean => {
    const [right, down] = [area.x + x / scale - box.x, area.y + y / scale - box.y]
    return right > -astray && right < box.width + astray && down > -astray && down < box.height + astray
  }
  const field = { ...size, data: redness }
  for (const centre of ringCentres(field, threshold, scale)) {
    const ring = traceRing(field, centre, threshold, scale)
    if (ring === undefined || !isSeal(ring) || !isInPlace(ring.x, ring.y)) continue
    const [x, y] = [area.x + ring.x / scale, area.y + ring.y / scale]
    const radius = ring.longer / scale
    return {
      x,
      y,
      radius,
      seal: {
        region: around(place, x, y, radius),
        diameter: 2 * radius,
        roundness: ring.shorter / ring.longer,
        ink: ring.ink,
      },
    }
  }
  return undefined
}

/** Redness that is still seen as a seal by a person; the noise of paper in a photograph stays below it. */
const leastInk = 0.07

const isSeal = ({ coverage, outside, fill, longer, shorter }: Ring): boolean => {
  const diameter = (2 * longer) / scale
  return (
    coverage >= rules.coverage &&
    shorter / longer >= rules.roundness &&
    fill >= rules.fill.least &&
    fill <= rules.fill.most &&
    diameter >= rules.diameter.least &&
    diameter <= rules.diameter.most &&
    outside <= rules.outside
  )
}

const around = (place: PagePlace, x: number, y: number, radius: number) =>
  regionAround(
    [
      { x: x - radius, y: y - radius },
      { x: x + radius, y: y - radius },
      { x: x + radius, y: y + radius },
      { x: x - radius, y: y + radius },
    ].map((corner) => placePoint(place, corner)),
  )

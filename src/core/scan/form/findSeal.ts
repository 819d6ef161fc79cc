import type { Box, FormLayout } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { PagePlace, SeenSeal } from '../reading.ts'
import { quantile, smoothed } from './blurring.ts'
import { againstPaper, rednessOf, type Inked } from './paperWhite.ts'
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
  const inked = againstPaper(flat, white)
  const isInPlace = ({ x, y }: Ring): boolean => {
    const [right, down] = [area.x + x / scale - box.x, area.y + y / scale - box.y]
    return right > -astray && right < box.width + astray && down > -astray && down < box.height + astray
  }
  const found =
    sealIn(size, rednessOf(inked), leastInk, isInPlace) ??
    sealIn(size, palenessOf(inked), leastPale, (ring) => isInPlace(ring) && isTinted(inked, ring))
  if (found === undefined) return undefined
  const [x, y] = [area.x + found.x / scale, area.y + found.y / scale]
  const radius = found.longer / scale
  return {
    x,
    y,
    radius,
    seal: {
      region: around(place, x, y, radius),
      diameter: 2 * radius,
      roundness: found.shorter / found.longer,
      ink: found.ink,
    },
  }
}

const sealIn = (
  size: { readonly width: number; readonly height: number },
  inkOf: Float32Array,
  least: number,
  isRight: (ring: Ring) => boolean,
): Ring | undefined => {
  const data = smoothed(inkOf, size.width, size.height)
  const field = { ...size, data }
  const threshold = Math.max(least, 4 * quantile(data, 0.5, 7))
  for (const centre of ringCentres(field, threshold, scale)) {
    const ring = traceRing(field, centre, threshold, scale)
    if (ring !== undefined && isSeal(ring) && isRight(ring)) return ring
  }
  return undefined
}

/** Redness that is still seen as a seal by a person; the noise of paper in a photograph stays below it. */
const leastInk = 0.07

/** How much darker than paper the palest ink is that a person sees. */
const leastPale = 0.05

/** Redness, in the mean of a whole ring, that chance does not give to grey ink. */
const leastTint = 0.02

/**
 * Ink of any colour as light as a pale seal's. Where a strong compression has taken the colour from lines, the ring is
 * still dark, and its colour is left in the mean of many pixels.
 */
const palenessOf = ({ red, green }: Inked): Float32Array =>
  green.map((value, at) => ((red[at] ?? 0) > 0.65 ? Math.max(0, 1 - value) : 0))

/** Whether the ink within a ring is redder than the paper around it, on the whole. */
const isTinted = ({ width, height, red, green, blue }: Inked, { x, y, longer }: Ring): boolean => {
  const far = longer * 1.25
  let [inside, insideCount, outside, outsideCount] = [0, 0, 0, 0]
  for (let row = Math.max(0, Math.ceil(y - far)); row <= Math.min(height - 1, y + far); row++)
    for (let column = Math.max(0, Math.ceil(x - far)); column <= Math.min(width - 1, x + far); column++) {
      const at = row * width + column
      const away = Math.hypot(column - x, row - y)
      const [r, g, b] = [red[at] ?? 0, green[at] ?? 0, blue[at] ?? 0]
      const tint = r - (g + b) / 2
      if (away < longer && g < 1 - leastPale && r > 0.65) {
        inside += tint
        insideCount++
      } else if (away > longer * 1.1 && away < far && g > 1 - leastPale) {
        outside += tint
        outsideCount++
      }
    }
  return insideCount > 0 && outsideCount > 0 && inside / insideCount - outside / outsideCount > leastTint
}

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

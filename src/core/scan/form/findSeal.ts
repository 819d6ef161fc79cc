import type { Box, FormLayout } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { PagePlace, Region, SeenSeal } from '../reading.ts'
import { quantile, smoothed } from './blurring.ts'
import { againstPaper, rednessOf, type Inked } from './paperWhite.ts'
import { placeBox } from './place.ts'
import { rectify } from './rectify.ts'
import { ringCentres } from './ringCentres.ts'
import { traceRing, type Ring } from './traceRing.ts'

/** A round of ink on the page, in millimetres. */
export interface Disc {
  readonly x: number
  readonly y: number
  readonly radius: number
}

export interface SealLook {
  /** The official seal in its place. */
  readonly seal: SeenSeal | undefined
  /** Every ring of red ink in or near the boxes, whether it is a seal or not: under it nothing red is handwriting. */
  readonly rings: readonly Disc[]
}

/** Pixels to a millimetre at which seals are looked at: thrice in the thinnest ring. */
const scale = 3

/** Millimetres by which the middle of a seal may lie outside its box: it is stamped by hand, often half over the name. */
const astray = 6

/** Millimetres of the radius of the largest seal, and what lies beside it. */
const beyond = 30

/** Millimetres of the tiles in which bare paper is looked for. */
const tile = 8

/**
 * The rules of findings on seals of organisations, which measure 38 to 50 mm (GB/T 33190 and the regulations on seals):
 * a round ring, nearly whole, with something but not everything filled within.
 */
const rules = {
  /** Shares of the ring's angles that show ink: plainly, and at all. A seal that was pressed unevenly has gaps. */
  coverage: 0.4,
  faintCoverage: 0.7,
  /** Ovals have .76 and less; a stamp on a page that was laid flat by its lines .93 and more. */
  roundness: 0.9,
  unevenness: 0.011,
  /** Of a pale seal hardly more than the star is seen; a disc of patchy ink has .77 and more. */
  fill: { least: 0.045, most: 0.68 },
  diameter: { least: 30, most: 56 },
  /** Shares of the angles that show ink right outside: more is a pattern, not a ring. */
  outside: 0.25,
} as const

/**
 * What each fault counts by which a ring differs from a perfect one, and how much all may come to. A stamp has one or
 * the other: gaps where ink was thin, a bend where paper is bent. What a person draws is neither round nor even: 1.85
 * and more.
 */
const faults = { oval: 10, uneven: 133, gaps: 2.5, spilt: 3.3, most: 1.6 } as const

/** Half a ring is enough to hide that there is no handwriting under it. */
const ringCoverage = 0.5

/** Looks for the seal in its box, or a bit beside it; `place` is exact around there. */
export const findSeal = (pixels: Pixels, place: PagePlace, layout: FormLayout): SealLook => {
  const area = sealArea(layout)
  const size = { width: Math.round(area.width * scale), height: Math.round(area.height * scale) }
  const flat = rectify(pixels, place, size, area)
  const inked = againstPaper(flat, tile * scale)
  const isInPlace = ({ x, y }: Ring): boolean => {
    const box = layout.seal
    const [right, down] = [area.x + x / scale - box.x, area.y + y / scale - box.y]
    return right > -astray && right < box.width + astray && down > -astray && down < box.height + astray
  }
  const isOfficial = (ring: Ring): boolean =>
    isSeal(ring) && isInPlace(ring) && isRedderThanPrint(inked, ring, leastRedder(burntOutAround(flat, ring)))
  const red = ringsIn(size, rednessOf(inked), leastInk)
  const found = red.find(isOfficial) ?? ringsIn(size, palenessOf(inked), leastPale).find(isOfficial)
  const discOf = ({ x, y, longer }: Ring): Disc => ({
    x: area.x + x / scale,
    y: area.y + y / scale,
    radius: longer / scale,
  })
  const rings = [...red.filter(({ coverage }) => coverage >= ringCoverage), ...(found ? [found] : [])]
  return {
    seal: found && {
      region: around(place, discOf(found)),
      diameter: (2 * found.longer) / scale,
      roundness: found.shorter / found.longer,
      ink: found.ink,
    },
    rings: rings.map(discOf),
  }
}

/** The page around the boxes for seal and signature, as far as a seal in or over them reaches. */
const sealArea = ({ seal, signature, page }: FormLayout): Box => {
  const x = Math.max(page.x, Math.min(seal.x, signature.x) - beyond)
  const y = Math.max(page.y, Math.min(seal.y, signature.y) - beyond)
  const right = Math.max(seal.x + seal.width, signature.x + signature.width) + beyond
  const bottom = Math.max(seal.y + seal.height, signature.y + signature.height) + beyond
  return {
    x,
    y,
    width: Math.min(page.x + page.width, right) - x,
    height: Math.min(page.y + page.height, bottom) - y,
  }
}

const ringsIn = (
  size: { readonly width: number; readonly height: number },
  inkOf: Float32Array,
  least: number,
): readonly Ring[] => {
  const data = smoothed(inkOf, size.width, size.height)
  const field = { ...size, data }
  const threshold = Math.max(least, 4 * quantile(data, 0.5, 7))
  return ringCentres(field, threshold, scale)
    .map((centre) => traceRing(field, centre, threshold, scale))
    .filter((ring) => ring !== undefined)
}

/** Redness that is still seen as a seal by a person; the noise of paper in a photograph stays below it. */
const leastInk = 0.07

/** How much darker than paper the palest ink is that a person sees. */
const leastPale = 0.05

/**
 * By how much of the light it takes a seal is redder than print; compression that takes colour from lines leaves little.
 * Where the light is warm and burns out the red of the paper, so large a share of it, grey ink keeps the warmth that
 * paper has lost: up to .26.
 */
const leastRedder = (burntOut: number): number => 0.09 + 0.25 * burntOut

/** Of 255: what a sensor that is full makes of it, after compression. */
const full = 250
/** By how much less its blue shows that paper lies in warm light. */
const warm = 4

const burntOutAround = ({ width, height, data }: Pixels, { x, y, longer }: Ring): number => {
  let [burnt, all] = [0, 0]
  for (let row = Math.max(0, Math.ceil(y - longer)); row <= Math.min(height - 1, y + longer); row++)
    for (let at = Math.max(0, Math.ceil(x - longer)); at <= Math.min(width - 1, x + longer); at++) {
      all++
      const [red, blue] = [data[(row * width + at) * 4] ?? 0, data[(row * width + at) * 4 + 2] ?? 0]
      if (red >= full && blue <= red - warm) burnt++
    }
  return all === 0 ? 0 : burnt / all
}

/**
 * Ink of any colour as light as a pale seal's. Where a strong compression has taken the colour from lines, the ring is
 * still dark, and its colour is left in the mean of many pixels.
 */
const palenessOf = ({ red, green }: Inked): Float32Array =>
  green.map((value, at) => ((red[at] ?? 0) > 0.65 ? Math.max(0, 1 - value) : 0))

/**
 * Whether the ink within a ring takes less of the red light than print around it does, each against the green light it
 * takes. Grey ink looks brown where paper is burnt out in warm light: but then so does print, unless its lines are too thin.
 */
const isRedderThanPrint = (
  { width, height, red, green }: Inked,
  { x, y, longer }: Ring,
  least: number,
): boolean => {
  let [redWithin, greenWithin, redBeside, greenBeside] = [0, 0, 0, 0]
  const far = longer * 2
  for (let row = Math.max(0, Math.ceil(y - far)); row <= Math.min(height - 1, y + far); row++)
    for (let column = Math.max(0, Math.ceil(x - far)); column <= Math.min(width - 1, x + far); column++) {
      const at = row * width + column
      const [r, g] = [red[at] ?? 1, green[at] ?? 1]
      // As light as a seal's ink is: what is darker is print, also under the seal.
      if (g > 1 - leastPale || r < 0.45) continue
      const away = (column - x) ** 2 + (row - y) ** 2
      if (away < longer * longer) {
        redWithin += 1 - r
        greenWithin += 1 - g
      } else if (away > (longer * 1.15) ** 2) {
        redBeside += 1 - r
        greenBeside += 1 - g
      }
    }
  if (greenWithin === 0) return false
  const beside = greenBeside === 0 ? 1 : Math.min(1, redBeside / greenBeside)
  return redWithin / greenWithin < beside - least
}

const isSeal = (ring: Ring): boolean => {
  const { coverage, faintCoverage, outside, unevenness, fill, longer, shorter } = ring
  const diameter = (2 * longer) / scale
  return (
    coverage >= rules.coverage &&
    faintCoverage >= rules.faintCoverage &&
    shorter / longer >= rules.roundness &&
    unevenness <= rules.unevenness &&
    fill >= rules.fill.least &&
    fill <= rules.fill.most &&
    diameter >= rules.diameter.least &&
    diameter <= rules.diameter.most &&
    outside <= rules.outside &&
    faultsOf(ring) <= faults.most
  )
}

const faultsOf = ({ faintCoverage, outside, unevenness, longer, shorter }: Ring): number =>
  faults.oval * (1 - shorter / longer) +
  faults.uneven * unevenness +
  faults.gaps * (1 - faintCoverage) +
  faults.spilt * outside

const around = (place: PagePlace, { x, y, radius }: Disc): Region =>
  placeBox(place, { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius })

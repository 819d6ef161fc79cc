import type { Box, FormLayout } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { PagePlace, Region, SeenSeal } from '../reading.ts'
import { isEven, paleRings, redRings, ringsWith, sealScale as scale } from './inkRings.ts'
import { againstPaper } from './paperWhite.ts'
import { placeBox } from './place.ts'
import { rectify } from './rectify.ts'
import { burntOutAround, isRedderThanPrint, leastRedder, redTakenBy } from './ringColour.ts'
import { faultsOf } from './ringFaults.ts'
import type { Ring } from './traceRing.ts'

/** A ring of ink on the page, in millimetres. */
export interface InkRing {
  readonly x: number
  readonly y: number
  readonly radius: number
  /** What its ink takes of red light by what it takes of green light: a red stamp .1 to .7, black ink 1. */
  readonly takesRed: number
}

export interface SealLook {
  /** The official seal in its place. */
  readonly seal: SeenSeal | undefined
  /** Every ring of ink in or near the boxes, whether it is a seal or not: what it prints within is no handwriting. */
  readonly rings: readonly InkRing[]
}

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
  /** Of all faults together. */
  faults: 1.6,
} as const

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
  const red = redRings(inked)
  const found =
    red.find(isOfficial) ??
    // A plainer one beside it, as over the signature, has all the votes for centres.
    redRings(inked, red.find(isEven)).find(isOfficial) ??
    paleRings(inked).find(isOfficial)
  return {
    seal: found && {
      region: around(place, area, found),
      diameter: (2 * found.longer) / scale,
      roundness: found.shorter / found.longer,
      ink: found.ink,
    },
    rings: ringsWith(inked, red, found).map((ring) => ({
      x: area.x + ring.x / scale,
      y: area.y + ring.y / scale,
      radius: ring.longer / scale,
      takesRed: redTakenBy(inked, ring),
    })),
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
    faultsOf(ring) <= rules.faults
  )
}

const around = (place: PagePlace, area: Box, { x, y, longer }: Ring): Region =>
  placeBox(place, {
    x: area.x + (x - longer) / scale,
    y: area.y + (y - longer) / scale,
    width: (2 * longer) / scale,
    height: (2 * longer) / scale,
  })

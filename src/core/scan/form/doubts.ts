import { formNumberFromLink } from '../../formNumber.ts'
import type { FormLayout } from '../../formShape.ts'
import { lightOf, type Pixels } from '../colour.ts'
import type { PagePlace, Point, SeenCode, SeenDoubt } from '../reading.ts'
import { glareOn } from './glare.ts'
import { lookAtPiece } from './lineSearch.ts'
import { paperLight, type LitSquare } from './paperLight.ts'
import { placeBox, placeOf, placePoint, regionAround } from './place.ts'
import type { Plane } from './plane.ts'
import { sharpnessOf } from './sharpness.ts'
import type { TrackedPage } from './trackPage.ts'

/** What is known of a picture before it is doubted. */
interface Seen {
  readonly pixels: Pixels
  readonly plane: Plane
  readonly page: TrackedPage | undefined
  readonly codes: readonly SeenCode[]
  readonly isScreen: boolean
}

/** What is doubtful about a picture of a form; most of it cannot be told without its page. */
export const doubtsOf = (
  { pixels, plane, page, codes, isScreen }: Seen,
  layout: FormLayout,
): readonly SeenDoubt[] => {
  const place = page && placeOf(page.map, pixels)
  const squares = page === undefined ? [] : paperLight(pixels, page.map, layout.page)
  const glare = page && glareOn(plane, page, squares, layout)
  const isUnsharp = (!isScreen && isSmeared(plane)) || (page && isSpread(plane, page))
  return [
    isUnsharp ? { kind: 'blurred' as const } : undefined,
    isDark(pixels, squares) ? { kind: 'dark' as const } : undefined,
    page && glare && place && { kind: 'glare' as const, region: placeBox(place, glare) },
    place && cutOff(place, layout),
    twoForms(pixels, codes),
    isScreen ? { kind: 'screen' as const } : undefined,
  ].filter((doubt) => doubt !== undefined)
}

/**
 * How steep an edge of print is at least, in one of both directions, as a share of black to white in a pixel: a camera
 * that moved leaves one of them as it was. What is read without effort has .36 and more, what is not .24 and less.
 */
const leastSlope = 0.27

const isSmeared = (plane: Plane): boolean => {
  const sharpness = sharpnessOf(plane)
  return sharpness !== undefined && Math.min(sharpness.across, sharpness.down) < leastSlope
}

/**
 * Millimetres that a line spreads at most in a picture that is read without effort: 2.5 times the deviation of its blur,
 * half a millimetre, where the strokes of 10-point characters (0.35 mm, as far apart) run together.
 */
const mostSpread = 1.2

/** Blur along a line leaves it as it is: what moved is seen across, so that each direction is judged by itself. */
const isSpread = (plane: Plane, { map, seen }: TrackedPage): boolean =>
  [true, false].some((upright) => {
    const spreads = seen
      .filter(({ piece }) => piece.upright === upright && piece.thickness >= 0.4 && piece.clear >= 3)
      .flatMap(({ piece }) => {
        const look = lookAtPiece(plane, map, piece, Math.min(4, piece.clear * 0.7))
        return look === undefined ? [] : [Math.sqrt(Math.max(0, look.spread ** 2 - piece.thickness ** 2))]
      })
      .sort((a, b) => a - b)
    return spreads.length > 0 && (spreads[spreads.length >> 1] ?? 0) > mostSpread
  })

/** The light of paper, 0 to 255, below which a person at the desk has to brighten the picture to read it. */
const leastLight = 95

/** By the page's own light; where darkness may be why no page was found, by that of the picture's lightest tenth. */
const isDark = (pixels: Pixels, squares: readonly LitSquare[]): boolean => {
  const lights = squares.map(({ light }) => light).sort((a, b) => a - b)
  return (lights[lights.length >> 1] ?? lightOf(pixels, 0.1)) < leastLight
}

/** Millimetres of the page's edge that a scanner or an app may trim: the margin up to the corner marks has nine. */
const mostTrimmed = 6

/** Where the page goes on beyond the picture. */
const cutOff = (place: PagePlace, { page }: FormLayout): SeenDoubt | undefined => {
  const inner = {
    x: page.x + mostTrimmed,
    y: page.y + mostTrimmed,
    width: page.width - 2 * mostTrimmed,
    height: page.height - 2 * mostTrimmed,
  }
  const corners = [
    { x: inner.x, y: inner.y },
    { x: inner.x + inner.width, y: inner.y },
    { x: inner.x + inner.width, y: inner.y + inner.height },
    { x: inner.x, y: inner.y + inner.height },
  ].map((corner) => placePoint(place, corner))
  const isOut = ({ x, y }: Point): boolean => x < 0 || y < 0 || x > 1 || y > 1
  const out = corners.filter(isOut)
  if (out.length === 0) return undefined
  // The picture's edge where the page crosses it: as a strip, so that it can be marked.
  const strip = 0.06
  const xs = out.map(({ x }) => Math.min(1, Math.max(0, x)))
  const ys = out.map(({ y }) => Math.min(1, Math.max(0, y)))
  const region = regionAround([
    { x: Math.min(...xs) - strip, y: Math.min(...ys) - strip },
    { x: Math.max(...xs) + strip, y: Math.max(...ys) + strip },
  ])
  return { kind: 'cutOff', region }
}

/**
 * Codes of two forms, of different numbers or of one printed twice: which one is meant cannot be told. Not told: a form
 * whose code was not seen, and a document beside a form that has none, such as a card.
 */
const twoForms = ({ width, height }: Pixels, codes: readonly SeenCode[]): SeenDoubt | undefined => {
  const forms = codes
    .filter(({ text }) => formNumberFromLink(text) !== undefined)
    .filter((code, at, all) => !all.slice(0, at).some((other) => isSameForm(code, other)))
  if (forms.length < 2) return undefined
  const corners = forms.flatMap((code) => code.corners)
  return {
    kind: 'twoDocuments',
    region: regionAround(corners.map(({ x, y }) => ({ x: x / width, y: y / height }))),
  }
}

/** Two codes of one number are one that was seen twice, unless they lie clear of each other. */
const isSameForm = (one: SeenCode, other: SeenCode): boolean => {
  if (formNumberFromLink(one.text) !== formNumberFromLink(other.text)) return false
  const side = ({ corners: [a, b] }: SeenCode): number => Math.hypot(b.x - a.x, b.y - a.y)
  const middle = ({ corners: [a, , c] }: SeenCode): Point => ({ x: (a.x + c.x) / 2, y: (a.y + c.y) / 2 })
  const [from, to] = [middle(one), middle(other)]
  return Math.hypot(to.x - from.x, to.y - from.y) < Math.max(side(one), side(other))
}

import { formNumberFromLink } from '../../formNumber.ts'
import type { FormLayout } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { PagePlace, Point, SeenCode, SeenDoubt } from '../reading.ts'
import { lookAtPiece } from './lineSearch.ts'
import { paperLight } from './paperLight.ts'
import { placeBox, placeOf, placePoint, regionAround } from './place.ts'
import type { Plane } from './plane.ts'
import type { LinePiece } from './printedLines.ts'
import { hasScreenPattern } from './screenPattern.ts'
import { sharpnessOf } from './sharpness.ts'
import type { TrackedPage } from './trackPage.ts'

/** What is doubtful about a picture of a form; most of it cannot be told without its page. */
export const doubtsOf = (
  pixels: Pixels,
  plane: Plane,
  page: TrackedPage | undefined,
  codes: readonly SeenCode[],
  layout: FormLayout,
): readonly SeenDoubt[] => {
  const place = page && placeOf(page.map, pixels)
  const isScreen = hasScreenPattern(plane)
  const isUnsharp = (!isScreen && isSmeared(plane)) || (page && isSpread(plane, page))
  return [
    isUnsharp ? { kind: 'blurred' as const } : undefined,
    page && isDark(pixels, page, layout) ? { kind: 'dark' as const } : undefined,
    page && place && glareOn(plane, page, place),
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

const isDark = (pixels: Pixels, { map }: TrackedPage, { page }: FormLayout): boolean => {
  const lights = paperLight(pixels, map, page)
    .map(({ light }) => light)
    .sort((a, b) => a - b)
  return (lights[lights.length >> 1] ?? 255) < leastLight
}

/** Red light, 0 to 255, from which paper is burnt out. */
const burnt = 246

/** A line has vanished when this share of what lines have elsewhere is left of it. */
const vanished = 0.4

/** Pieces of lines that have to be gone, and millimetres around one within which most are. */
const leastGone = 3
const spot = 22

/** Where lines that must be there are burnt away: paper is as white on a good scan, but its lines are seen. */
const glareOn = (plane: Plane, page: TrackedPage, place: PagePlace): SeenDoubt | undefined => {
  const known = [...page.seen.map(({ piece }) => piece), ...page.missing]
  const looks = known.flatMap((piece) => {
    const look = lookAtPiece(plane, page.map, piece, 1.5)
    return look === undefined ? [] : [{ piece, look }]
  })
  const usual = (thick: boolean): number => {
    const contrasts = looks
      .filter(({ piece, look }) => piece.thickness >= 0.4 === thick && look.paper < burnt)
      .map(({ look }) => look.contrast)
      .sort((a, b) => a - b)
    return contrasts[contrasts.length >> 1] ?? 0.2
  }
  const [thick, thin] = [usual(true), usual(false)]
  const isGone = ({ piece, look }: (typeof looks)[number]): boolean =>
    look.paper >= burnt && look.contrast < vanished * (piece.thickness >= 0.4 ? thick : thin)
  const gone = looks.filter(isGone)
  let most: readonly LinePiece[] = []
  for (const { piece } of gone) {
    const near = looks.filter((each) => isNear(each.piece, piece))
    const lost = near.filter(isGone).map((each) => each.piece)
    if (lost.length >= leastGone && lost.length > near.length / 2 && lost.length > most.length) most = lost
  }
  if (most.length === 0) return undefined
  const [xs, ys] = [most.map(({ x }) => x), most.map(({ y }) => y)]
  const margin = 8
  const [x, y] = [Math.min(...xs) - margin, Math.min(...ys) - margin]
  const box = { x, y, width: Math.max(...xs) + margin - x, height: Math.max(...ys) + margin - y }
  return { kind: 'glare', region: placeBox(place, box) }
}

const isNear = (a: Point, b: Point): boolean => Math.hypot(a.x - b.x, a.y - b.y) < spot

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

/** Two forms of different numbers: which one is meant cannot be told. */
export const twoForms = ({ width, height }: Pixels, codes: readonly SeenCode[]): SeenDoubt | undefined => {
  const numbers = new Map<string, SeenCode>()
  for (const code of codes) {
    const number = formNumberFromLink(code.text)
    if (number !== undefined) numbers.set(number, code)
  }
  if (numbers.size < 2) return undefined
  const corners = [...numbers.values()].flatMap((code) => code.corners)
  return {
    kind: 'twoDocuments',
    region: regionAround(corners.map(({ x, y }) => ({ x: x / width, y: y / height }))),
  }
}

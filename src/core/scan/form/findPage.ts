import { formNumberFromLink } from '../../formNumber.ts'
import type { Box, FormLayout } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { SeenCode } from '../reading.ts'
import { fitHomography, pin } from './fitHomography.ts'
import type { Homography } from './homography.ts'
import type { Plane } from './plane.ts'
import { symbolPlaces } from './symbolPlace.ts'
import { lightQuads, type Quad } from './outline.ts'
import { fromOutline, fromSymbol, trackPage, type TrackedPage } from './trackPage.ts'

/** The code among several that is a form's. */
export const formCode = (codes: readonly SeenCode[]): SeenCode | undefined =>
  codes.find(({ text }) => formNumberFromLink(text) !== undefined)

/**
 * Fewer of the printed lines than this where the map has them, and the map is wrong: of another print with a form's code
 * it finds .56, of a form bent as far as it goes, in glare or in the dark .85 and more.
 */
const leastSupport = 0.65

/** The page by its code's corners, and from there by its lines. */
export const pageByCode = (plane: Plane, layout: FormLayout, code: SeenCode): TrackedPage | undefined => {
  let best: TrackedPage | undefined
  for (const { x, y, width, height } of symbolPlaces(layout, code.text)) {
    const corners = cornersOf({ x, y, width, height })
    const centre = { x: x + width / 2, y: y + height / 2 }
    const anchors = code.corners.flatMap((to, index) => pin(corners[index] ?? centre, to, 1))
    const start = similarity(corners, code.corners)
    const rough = fitHomography(anchors, start, plane, { robust: false, steps: 4 })
    if (rough === undefined) continue
    const page = trackPage(plane, layout, rough, centre, fromSymbol, anchors)
    if (page !== undefined && isOfPage(page.map, layout) && page.support > (best?.support ?? 0)) best = page
    if (best !== undefined && best.support >= leastSupport) break
  }
  return best !== undefined && best.support >= leastSupport ? best : undefined
}

/** Without a code more has to speak for the page: half its lines are easily taken for those of another table. */
const leastSupportAlone = 0.8

/** Pixels by which an outline misses the page's corners: they are round, or bent. */
const outlineSigma = 15

/** The page by its outline, or as wide as the picture, in whichever turn its lines are found. */
export const pageByOutline = (pixels: Pixels, plane: Plane, layout: FormLayout): TrackedPage | undefined => {
  const { width, height } = pixels
  const whole: Quad = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ]
  const corners = cornersOf(layout.page)
  const centre = { x: layout.page.width / 2, y: layout.page.height / 2 }
  let best: TrackedPage | undefined
  for (const quad of [...lightQuads(pixels), whole]) {
    for (const turned of [0, 1, 2, 3]) {
      const seen = quad.map((_, index) => quad[(index + turned) % 4] ?? centre)
      if (!isUpright(seen)) continue
      const anchors = corners.flatMap((corner, index) => pin(corner, seen[index] ?? centre, outlineSigma))
      const rough = fitHomography(anchors, similarity(corners, seen), plane, { robust: false, steps: 6 })
      if (rough === undefined) continue
      const page = trackPage(plane, layout, rough, centre, fromOutline, anchors)
      if (
        page !== undefined &&
        isOfPage(page.map, layout) &&
        hasMarks(page) &&
        page.support > (best?.support ?? 0)
      )
        best = page
    }
    if (best !== undefined && best.support >= leastSupportAlone) return best
  }
  return undefined
}

/** How much farther away one corner of a page is than another, at most: as a telephone held aslant sees it. */
const mostDepth = 1.8

/** Whether a map can be a camera's view of a page, and not one that runs away where no line holds it. */
const isOfPage = ([, , , , , , g, h]: Homography, { page }: FormLayout): boolean => {
  const depths = cornersOf(page).map(({ x, y }) => g * x + h * y + 1)
  return Math.min(...depths) > 0 && Math.max(...depths) < mostDepth * Math.min(...depths)
}

/** Whether corner marks are seen, which no table has: rows are alike, and a map that is one row off has most of its lines. */
const hasMarks = ({ seen, missing }: TrackedPage): boolean => {
  const marks = seen.filter(({ piece }) => piece.mark).length
  return marks >= 5 && marks >= 2 * missing.filter(({ mark }) => mark).length
}

/** Whether a quadrilateral is as high as a page rather than wide, seen from its first corner. */
const isUpright = (quad: readonly Spot[]): boolean => {
  const [a, b, c, d] = quad
  if (a === undefined || b === undefined || c === undefined || d === undefined) return false
  const length = (p: Spot, q: Spot): number => Math.hypot(p.x - q.x, p.y - q.y)
  return length(a, b) + length(c, d) < 1.05 * (length(b, c) + length(d, a))
}

const cornersOf = ({ x, y, width, height }: Box): readonly Spot[] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
]

interface Spot {
  readonly x: number
  readonly y: number
}

/** Moved, turned and stretched alike in both directions, with the least squares of what it misses. */
export const similarity = (from: readonly Spot[], to: readonly Spot[]): Homography => {
  const mean = (points: readonly Spot[]): Spot => ({
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  })
  const [p, q] = [mean(from), mean(to)]
  let [same, crossed, whole] = [0, 0, 0]
  for (const [index, { x, y }] of from.entries()) {
    const seen = to[index] ?? q
    const [px, py, qx, qy] = [x - p.x, y - p.y, seen.x - q.x, seen.y - q.y]
    same += px * qx + py * qy
    crossed += px * qy - py * qx
    whole += px * px + py * py
  }
  const [a, b] = [same / whole, crossed / whole]
  return [a, -b, q.x - a * p.x + b * p.y, b, a, q.y - b * p.x - a * p.y, 0, 0]
}

import { formNumberFromLink } from '../../formNumber.ts'
import type { FormLayout } from '../../formShape.ts'
import type { SeenCode } from '../reading.ts'
import { fitHomography, pin } from './fitHomography.ts'
import type { Homography } from './homography.ts'
import type { Plane } from './plane.ts'
import { symbolPlaces } from './symbolPlace.ts'
import { fromSymbol, trackPage, type TrackedPage } from './trackPage.ts'

/** The code among several that is a form's. */
export const formCode = (codes: readonly SeenCode[]): SeenCode | undefined =>
  codes.find(({ text }) => formNumberFromLink(text) !== undefined)

/** Fewer of the printed lines than this where the map has them, and the map is wrong. */
const leastSupport = 0.5

/** The page by its code's corners, and from there by its lines. */
export const pageByCode = (plane: Plane, layout: FormLayout, code: SeenCode): TrackedPage | undefined => {
  let best: TrackedPage | undefined
  for (const { x, y, width, height } of symbolPlaces(layout, code.text)) {
    const corners = [
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
    ]
    const centre = { x: x + width / 2, y: y + height / 2 }
    const anchors = code.corners.flatMap((to, index) => pin(corners[index] ?? centre, to, 1))
    const start = similarity(corners, code.corners)
    const rough = fitHomography(anchors, start, plane, { robust: false, steps: 4 })
    if (rough === undefined) continue
    const page = trackPage(plane, layout, rough, centre, fromSymbol, anchors)
    if (page !== undefined && page.support > (best?.support ?? 0)) best = page
    if (best !== undefined && best.support >= leastSupport) break
  }
  return best !== undefined && best.support >= leastSupport ? best : undefined
}

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

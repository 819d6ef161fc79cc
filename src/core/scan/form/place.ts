import type { Box } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { PagePlace, Point, Region } from '../reading.ts'
import { applyTo, chained, scaling, type Homography } from './homography.ts'

/** The place of a page whose millimetres lie at pixels by `map`. */
export const placeOf = (map: Homography, { width, height }: Pick<Pixels, 'width' | 'height'>): PagePlace => ({
  map: chained(scaling(1 / width, 1 / height), map),
})

/** Where a point of the page, in millimetres, lies: in shares of the picture, beyond 0 to 1 when outside it. */
export const placePoint = ({ map }: PagePlace, { x, y }: Point): Point => applyTo(map, x, y)

/** What of the picture a box of the page, in millimetres, takes: empty at the edge when it lies outside. */
export const placeBox = (place: PagePlace, { x, y, width, height }: Box): Region =>
  regionAround(
    [
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
    ].map((corner) => placePoint(place, corner)),
  )

/** The smallest region with all the points, which are in shares, as far as they lie in the picture. */
export const regionAround = (points: readonly Point[]): Region => {
  const within = (share: number): number => Math.min(1, Math.max(0, share))
  const xs = points.map(({ x }) => within(x))
  const ys = points.map(({ y }) => within(y))
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

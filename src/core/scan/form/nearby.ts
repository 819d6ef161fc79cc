import type { Box } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { PagePlace } from '../reading.ts'
import { fitHomography, pin } from './fitHomography.ts'
import { applyTo } from './homography.ts'
import { placeOf } from './place.ts'
import { demandOf, type TrackedPage } from './trackPage.ts'

/** Millimetres around a box whose lines tell how it lies. */
const around = 25

/** Pixels by which the whole page's map may be off where paper is bent; it holds where a box has no lines near it. */
const looseness = 12

/** The place of the page as it is near a box: where paper is bent, one map does not fit all of it. */
export const placeNear = (page: TrackedPage, box: Box, size: Pick<Pixels, 'width' | 'height'>): PagePlace => {
  const [right, bottom] = [box.x + box.width, box.y + box.height]
  const near = page.seen.filter(
    ({ piece: { x, y } }) =>
      x > box.x - around && x < right + around && y > box.y - around && y < bottom + around,
  )
  const corners = [
    { x: box.x - around, y: box.y - around },
    { x: right + around, y: box.y - around },
    { x: right + around, y: bottom + around },
    { x: box.x - around, y: bottom + around },
  ].flatMap((corner) => pin(corner, applyTo(page.map, corner.x, corner.y), looseness))
  const demands = [...near.map((seen) => demandOf(seen, 1)), ...corners]
  const fitted = fitHomography(demands, page.map, size, { robust: true, steps: 3 })
  return placeOf(fitted ?? page.map, size)
}

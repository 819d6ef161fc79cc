import type { Box } from '../../formShape.ts'
import type { PagePlace, Region } from '../reading.ts'
import { applyTo, inverted } from './homography.ts'
import { regionAround } from './place.ts'

/** Where a region of the picture as sent lies on the straightened copy of its page, in shares of that. */
export const onPage = (
  { map }: PagePlace,
  { x, y, width, height }: Region,
  page: Pick<Box, 'width' | 'height'>,
): Region => {
  const toPage = inverted(map)
  return regionAround(
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ].map(([across = 0, down = 0]) => {
      const point = applyTo(toPage, across, down)
      return { x: point.x / page.width, y: point.y / page.height }
    }),
  )
}

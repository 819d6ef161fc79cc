import type { Box } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import { applyTo, type Homography } from './homography.ts'

/** A square of the page and the light of its bare paper: 0 to 255, the upper fifth of what is seen of it. */
export interface LitSquare {
  /** Millimetres of its middle. */
  readonly x: number
  readonly y: number
  readonly light: number
  /** Of its samples: print, where there is any. */
  readonly darkest: number
}

/** Millimetres of a square's side: more than a line of print, so that paper is seen between. */
export const squareSide = 10

/** Samples along each side of a square. */
const across = 8

/** The light on the page, square by square, as far as it lies in the picture. */
export const paperLight = (
  { width, height, data }: Pixels,
  map: Homography,
  page: Box,
): readonly LitSquare[] => {
  const squares: LitSquare[] = []
  const seen = new Float32Array(across * across)
  for (let y = page.y; y + squareSide <= page.y + page.height; y += squareSide)
    for (let x = page.x; x + squareSide <= page.x + page.width; x += squareSide) {
      let count = 0
      for (let row = 0; row < across; row++)
        for (let column = 0; column < across; column++) {
          const right = x + ((column + 0.5) * squareSide) / across
          const down = y + ((row + 0.5) * squareSide) / across
          const at = applyTo(map, right, down)
          if (!(at.x >= 0 && at.y >= 0 && at.x < width && at.y < height)) continue
          const from = ((at.y | 0) * width + (at.x | 0)) * 4
          // Of the three, green is nearest to how light a person sees it.
          seen[count++] =
            0.3 * (data[from] ?? 0) + 0.59 * (data[from + 1] ?? 0) + 0.11 * (data[from + 2] ?? 0)
        }
      if (count < seen.length / 2) continue
      const sorted = seen.slice(0, count).sort()
      squares.push({
        x: x + squareSide / 2,
        y: y + squareSide / 2,
        light: sorted[Math.floor(count * 0.8)] ?? 0,
        darkest: sorted[0] ?? 0,
      })
    }
  return squares
}

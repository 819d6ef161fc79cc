import type { FormLayout } from '../../formShape.ts'
import { fitHomography, type Demand } from './fitHomography.ts'
import type { Homography } from './homography.ts'
import { seekPiece, type SeenPiece } from './lineSearch.ts'
import type { Plane } from './plane.ts'
import { linePieces, type LinePiece } from './printedLines.ts'

/** A page as its printed lines lie in a picture. */
export interface TrackedPage {
  /** Millimetres to pixels. */
  readonly map: Homography
  /** The share of the printed lines, as far as they lie in the picture, that were seen where the map has them. */
  readonly support: number
  readonly seen: readonly SeenPiece[]
  /** Expected in the picture and not seen. */
  readonly missing: readonly LinePiece[]
}

export interface Stage {
  /** Millimetres from the start within which lines are looked for. */
  readonly within: number
  /** Millimetres beside their place within which they are looked for. */
  readonly reach: number
}

/** Outwards from the symbol: what was found so far foretells what comes next to within a few millimetres. */
export const fromSymbol: readonly Stage[] = [
  { within: 50, reach: 3 },
  { within: 90, reach: 3.5 },
  { within: 150, reach: 4.5 },
  { within: 220, reach: 4.5 },
  { within: 400, reach: 4 },
  { within: 400, reach: 2 },
]

/** From a rough place of the whole page. */
export const fromOutline: readonly Stage[] = [
  { within: 400, reach: 7 },
  { within: 400, reach: 5 },
  { within: 400, reach: 3 },
  { within: 400, reach: 2 },
]

/** A line farther off than this is where paper is bent most, or another line. */
const alike = 1.2

/** Follows the printed lines from a first map; `anchors` are held on to throughout. */
export const trackPage = (
  plane: Plane,
  layout: FormLayout,
  start: Homography,
  from: { readonly x: number; readonly y: number },
  stages: readonly Stage[],
  anchors: readonly Demand[],
): TrackedPage | undefined => {
  const pieces = linePieces(layout)
  let map = start
  for (const { within, reach } of stages) {
    const demands: Demand[] = [...anchors]
    for (const piece of pieces) {
      if (piece.clear < reach * 1.3 || Math.hypot(piece.x - from.x, piece.y - from.y) > within) continue
      const seen = seekPiece(plane, map, piece, reach)
      if (seen === undefined || seen === 'outside') continue
      demands.push(demandOf(seen, reach))
    }
    const fitted = fitHomography(demands, map, plane, { robust: true, steps: 4 })
    if (fitted === undefined) return undefined
    map = fitted
  }
  return refined(plane, pieces, map)
}

/** Pixels are nothing to go by while the map is rough. */
export const demandOf = ({ piece, nx, ny, at }: SeenPiece, reach: number): Demand => ({
  x: piece.x,
  y: piece.y,
  nx,
  ny,
  at,
  sigma: Math.max(1, reach),
})

const refined = (plane: Plane, pieces: readonly LinePiece[], rough: Homography): TrackedPage | undefined => {
  let map = rough
  for (let round = 0; ; round++) {
    const seen: SeenPiece[] = []
    const missing: LinePiece[] = []
    for (const piece of pieces) {
      if (piece.clear < alike * 1.3) continue
      const found = seekPiece(plane, map, piece, alike)
      if (found === undefined) missing.push(piece)
      else if (found !== 'outside') seen.push(found)
    }
    if (round === 2) {
      const support = seen.length / Math.max(1, seen.length + missing.length)
      return { map, support, seen, missing }
    }
    const fitted = fitHomography(
      seen.map((each) => demandOf(each, 1)),
      map,
      plane,
      { robust: true, steps: 3 },
    )
    if (fitted === undefined) return undefined
    map = fitted
  }
}

import { printedText, type Box, type FormLayout } from '../../formShape.ts'
import { lookAtPiece, seekPiece } from './lineSearch.ts'
import { squareSide, type LitSquare } from './paperLight.ts'
import type { Plane } from './plane.ts'
import type { TrackedPage } from './trackPage.ts'

/** Light, 0 to 255, from which paper is burnt out. */
const burnt = 246

/** A line has vanished when this share of what lines have elsewhere is left of it. */
const vanished = 0.4

/** The darkest of print, 0 to 255, where it is nearly gone: black is 100 at most on any paper as light as this. */
const palest = 170

/** Pieces of print that have to be gone, and millimetres around one within which most are. */
const leastGone = 3
const spot = 22

/** Millimetres that bent paper may lie beside its map. */
const bent = 2.5

/** Something printed at a place of the page, in millimetres, and whether it is burnt away. */
interface Print {
  readonly x: number
  readonly y: number
  readonly isGone: boolean
}

/**
 * Where print that must be there is burnt away, in millimetres of the page: paper is as white on a good scan, but its
 * print is seen.
 */
export const glareOn = (
  plane: Plane,
  page: TrackedPage,
  squares: readonly LitSquare[],
  layout: FormLayout,
): Box | undefined => {
  const print = [...linesOn(plane, page), ...wordsOn(squares, layout)]
  let most: readonly Print[] = []
  for (const each of print) {
    if (!each.isGone) continue
    const near = print.filter(({ x, y }) => Math.hypot(x - each.x, y - each.y) < spot)
    const gone = near.filter(({ isGone }) => isGone)
    if (gone.length >= leastGone && gone.length > near.length / 2 && gone.length > most.length) most = gone
  }
  if (most.length === 0) return undefined
  const [xs, ys] = [most.map(({ x }) => x), most.map(({ y }) => y)]
  const margin = 8
  const [x, y] = [Math.min(...xs) - margin, Math.min(...ys) - margin]
  return { x, y, width: Math.max(...xs) + margin - x, height: Math.max(...ys) + margin - y }
}

const linesOn = (plane: Plane, { map, seen, missing }: TrackedPage): readonly Print[] => {
  const isThick = ({ thickness }: { readonly thickness: number }): boolean => thickness >= 0.4
  const usual = (thick: boolean): number => {
    const contrasts = seen
      .filter(({ piece }) => isThick(piece) === thick)
      .map(({ contrast }) => contrast)
      .sort((a, b) => a - b)
    return contrasts[contrasts.length >> 1] ?? 0
  }
  const [thick, thin] = [usual(true), usual(false)]
  const isBurnt = (piece: Parameters<typeof lookAtPiece>[2]): boolean =>
    (lookAtPiece(plane, map, piece, bent)?.paper ?? 0) >= burnt
  return [
    ...seen.map(({ piece, contrast }) => ({
      x: piece.x,
      y: piece.y,
      isGone: contrast < vanished * (isThick(piece) ? thick : thin) && isBurnt(piece),
    })),
    ...missing.map((piece) => ({
      x: piece.x,
      y: piece.y,
      isGone: isBurnt(piece) && seekPiece(plane, map, piece, Math.min(bent, piece.clear / 1.3)) === undefined,
    })),
  ]
}

/** Squares of the page in which words or the symbol are printed for certain. */
const wordsOn = (squares: readonly LitSquare[], layout: FormLayout): readonly Print[] => {
  const printed = [symbolIn(layout), ...layout.words.map((words) => firstLine(layout, words))]
  return squares
    .filter((square) => printed.some((box) => shared(box, square) >= leastShared))
    .map(({ x, y, light, darkest }) => ({ x, y, isGone: light >= burnt && darkest > palest }))
}

/** Square millimetres of print in a square that some of its samples hit for certain. */
const leastShared = 30

const shared = (box: Box, { x, y }: LitSquare): number => {
  const half = squareSide / 2
  const width = Math.min(box.x + box.width, x + half) - Math.max(box.x, x - half)
  const height = Math.min(box.y + box.height, y + half) - Math.max(box.y, y - half)
  return Math.max(0, width) * Math.max(0, height)
}

/** What of the symbol's room even the smallest symbol takes, of 25 modules. */
const symbolIn = ({ barcode: { box, module, quietZone } }: FormLayout): Box => {
  const [side, quiet] = [25 * module.least, quietZone * module.most]
  return {
    x: box.x + box.width - quiet - side,
    y: box.y + box.height - quiet - side,
    width: side,
    height: side,
  }
}

/** A point of type in millimetres. */
const point = 25.4 / 72

const firstLine = (layout: FormLayout, words: FormLayout['words'][number]): Box => {
  const { box, style } = words
  const size = style.floor ?? style.size
  const width = Math.min(box.width, Array.from(printedText(layout, words)).length * size * point)
  const free = { left: 0, centre: (box.width - width) / 2, right: box.width - width }[style.align]
  return { x: box.x + free, y: box.y, width: width * 0.9, height: size * style.leading * point }
}

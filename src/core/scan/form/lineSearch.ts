import type { Point } from '../reading.ts'
import { applyTo, type Homography } from './homography.ts'
import type { Plane } from './plane.ts'
import type { LinePiece } from './printedLines.ts'

/** Where a piece of a line was seen: the points with n·p = `at`, in pixels. */
export interface SeenPiece {
  readonly piece: LinePiece
  /** Across the line, of length 1. */
  readonly nx: number
  readonly ny: number
  readonly at: number
  /** Millimetres from where it was expected. */
  readonly off: number
  /** How much darker than both its sides, as a share of the lighter paper there: 0 to 1. */
  readonly contrast: number
}

/** What a 0.2 mm line leaves of itself under a blur in which 10-point characters can no longer be read. */
const leastContrast = 0.05

/** Pixels across a line that are looked at, at most. */
const longest = 128
const sums = new Float64Array(longest)

interface Profile {
  /** The stretch's beginning, in pixels, and the unit vector across it. */
  readonly x: number
  readonly y: number
  readonly nx: number
  readonly ny: number
  readonly perMm: number
  /** `sums` holds what lies from -far to far pixels beside the stretch, each summed along it over so many samples. */
  readonly far: number
  readonly samples: number
}

/** Adds up what lies within so many millimetres beside a piece; undefined when it lies off the picture. */
const profileOf = (
  { data, width, height }: Plane,
  map: Homography,
  piece: LinePiece,
  reach: (perMm: number) => number,
): Profile | undefined => {
  const half = piece.length / 2
  const [dx, dy] = piece.upright ? [0, half] : [half, 0]
  const a = applyTo(map, piece.x - dx, piece.y - dy)
  const b = applyTo(map, piece.x + dx, piece.y + dy)
  const [tx, ty] = [b.x - a.x, b.y - a.y]
  const pixels = Math.hypot(tx, ty)
  const perMm = pixels / piece.length
  // As near as this, a page would be many times the picture's size: no map of a page.
  if (!(perMm > 0.5 && perMm < 50)) return undefined
  const isInside = ({ x, y }: Point): boolean => x >= 0 && y >= 0 && x < width && y < height
  if (!isInside(a) || !isInside(b)) return undefined

  const [nx, ny] = [-ty / pixels, tx / pixels]
  const far = Math.min((longest >> 1) - 1, Math.ceil(reach(perMm)))
  const steps = Math.max(4, Math.min(64, Math.round(pixels / 1.2)))
  for (let k = -far; k <= far; k++) {
    let sum = 0
    for (let step = 0; step <= steps; step++) {
      const share = step / steps
      const x = Math.min(width - 1, Math.max(0, (a.x + tx * share + nx * k) | 0))
      const y = Math.min(height - 1, Math.max(0, (a.y + ty * share + ny * k) | 0))
      sum += data[y * width + x] ?? 0
    }
    sums[k + far] = sum
  }
  return { x: a.x, y: a.y, nx, ny, perMm, far, samples: steps + 1 }
}

/** Pixels beside a line's middle where the paper is seen that it is compared with: beyond its width and what blur adds. */
const besideOf = (perMm: number, { thickness }: LinePiece): number =>
  Math.max(2, Math.round(perMm * (thickness / 2 + 0.45)))

/**
 * Looks for a piece within `reach` millimetres of where `map` (millimetres to pixels) expects it: the stretch whose mean
 * is darkest against both its sides. `outside` when it would lie off the picture.
 */
export const seekPiece = (
  plane: Plane,
  map: Homography,
  piece: LinePiece,
  reach: number,
): SeenPiece | 'outside' | undefined => {
  const profile = profileOf(plane, map, piece, (perMm) => reach * perMm + besideOf(perMm, piece))
  if (profile === undefined) return 'outside'
  const { x, y, nx, ny, perMm, far } = profile
  const beside = besideOf(perMm, piece)
  let best = 0
  let bestAt = -1
  for (let k = beside; k <= 2 * far - beside; k++) {
    const found = contrastAt(k, beside)
    // Of two alike the nearer is the likelier: by a quarter at the end of the reach.
    const weighed = found * (1 - (0.25 * Math.abs(k - far)) / far)
    if (weighed > best) {
      best = weighed
      bestAt = k
    }
  }
  const contrast = bestAt === -1 ? 0 : contrastAt(bestAt, beside)
  if (contrast < leastContrast) return undefined
  const [before, after] = [contrastAt(bestAt - 1, beside), contrastAt(bestAt + 1, beside)]
  const bend = before - 2 * contrast + after
  const between = bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : 0
  const k = bestAt - far + between
  return { piece, nx, ny, at: nx * x + ny * y + k, off: k / perMm, contrast }
}

const contrastAt = (k: number, beside: number): number => {
  const [left, right] = [sums[k - beside] ?? 0, sums[k + beside] ?? 0]
  const lighter = Math.max(left, right)
  return lighter === 0 ? 0 : (Math.min(left, right) - (sums[k] ?? 0)) / lighter
}

/** What is seen of a piece where it is expected. */
export interface PieceLook {
  /** Millimetres that the line's darkness would fill if it were everywhere as dark as at its darkest. */
  readonly spread: number
  /** How much darker than the paper it is at its darkest: 0 to 1. */
  readonly contrast: number
  /** The lightest beside it: 0 to 255. */
  readonly paper: number
}

/** Looks at a piece that stands alone for so many millimetres; undefined when it lies off the picture. */
export const lookAtPiece = (
  plane: Plane,
  map: Homography,
  piece: LinePiece,
  alone: number,
): PieceLook | undefined => {
  const profile = profileOf(plane, map, piece, (perMm) => alone * perMm)
  if (profile === undefined) return undefined
  const { far, perMm, samples } = profile
  const last = 2 * far
  // Light falls off evenly over so short a way: paper is what lies on the line between the two ends.
  const ends = Math.max(1, Math.round(far / 4))
  let [before, after] = [0, 0]
  for (let k = 0; k < ends; k++) {
    before += (sums[k] ?? 0) / ends
    after += (sums[last - k] ?? 0) / ends
  }
  if (before === 0 || after === 0) return { spread: 0, contrast: 0, paper: 0 }
  let [darkness, darkest] = [0, 0]
  for (let k = 0; k <= last; k++) {
    const paper = before + ((after - before) * k) / last
    const dark = 1 - (sums[k] ?? 0) / paper
    darkness += dark
    darkest = Math.max(darkest, dark)
  }
  return {
    spread: darkest === 0 ? 0 : Math.max(0, darkness) / darkest / perMm,
    contrast: darkest,
    paper: Math.max(before, after) / samples,
  }
}

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

const longest = 128
const sums = new Float64Array(longest)

/**
 * Looks for a piece within `reach` millimetres of where `map` (millimetres to pixels) expects it: the stretch whose mean
 * is darkest against both its sides. `outside` when it would lie off the picture.
 */
export const seekPiece = (
  { data, width, height }: Plane,
  map: Homography,
  piece: LinePiece,
  reach: number,
): SeenPiece | 'outside' | undefined => {
  const half = piece.length / 2
  const [dx, dy] = piece.upright ? [0, half] : [half, 0]
  const a = applyTo(map, piece.x - dx, piece.y - dy)
  const b = applyTo(map, piece.x + dx, piece.y + dy)
  const [tx, ty] = [b.x - a.x, b.y - a.y]
  const pixels = Math.hypot(tx, ty)
  const perMm = pixels / piece.length
  const most = Math.min(longest, width, height)
  if (!(perMm > 0.5 && pixels < 4 * most)) return 'outside'
  const [nx, ny] = [-ty / pixels, tx / pixels]

  // Compared with what lies beside it: beyond its own width and what blur adds.
  const beside = Math.max(2, Math.round(perMm * (piece.thickness / 2 + 0.45)))
  const far = Math.min((most >> 1) - 1, Math.ceil(reach * perMm) + beside)
  const margin = far + 1
  if (!inside(a.x, a.y, margin, width, height) || !inside(b.x, b.y, margin, width, height)) {
    if (!inside(a.x, a.y, 0, width, height) || !inside(b.x, b.y, 0, width, height)) return 'outside'
  }
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
  return { piece, nx, ny, at: nx * a.x + ny * a.y + k, off: k / perMm, contrast }
}

const contrastAt = (k: number, beside: number): number => {
  const [left, right] = [sums[k - beside] ?? 0, sums[k + beside] ?? 0]
  const lighter = Math.max(left, right)
  return lighter === 0 ? 0 : (Math.min(left, right) - (sums[k] ?? 0)) / lighter
}

const inside = (x: number, y: number, margin: number, width: number, height: number): boolean =>
  x >= margin && y >= margin && x < width - margin && y < height - margin

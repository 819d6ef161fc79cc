import { inverse, type Map9 } from '../../test/support/homography.ts'

/** How a plane is seen, without its place in the picture; angles in degrees. */
export interface View {
  /** Of the camera from above the plane: forward and sideways. */
  readonly tilt: readonly [number, number]
  /** Of the picture, clockwise. */
  readonly roll: number
  /** The focal length by the picture's longer side; a telephone's is .72, and a scanner has none. */
  readonly focal: number | undefined
}

export interface Frame {
  readonly width: number
  readonly height: number
}

export type Place = readonly [number, number]

export const applied = ([a, b, c, d, e, f, g, h, i]: Map9, [x, y]: Place): Place => {
  const w = g * x + h * y + i
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w]
}

const times = (a: Map9, b: Map9): Map9 => {
  const cell = (row: number, column: number): number =>
    (a[row * 3] ?? 0) * (b[column] ?? 0) +
    (a[row * 3 + 1] ?? 0) * (b[3 + column] ?? 0) +
    (a[row * 3 + 2] ?? 0) * (b[6 + column] ?? 0)
  return [
    cell(0, 0),
    cell(0, 1),
    cell(0, 2),
    cell(1, 0),
    cell(1, 1),
    cell(1, 2),
    cell(2, 0),
    cell(2, 1),
    cell(2, 2),
  ]
}

const moved = (x: number, y: number, scale = 1): Map9 => [scale, 0, x, 0, scale, y, 0, 0, 1]

/** A pinhole `distance` over the plane's origin, by the picture's longer side; a scanner looks straight down. */
const projection = ({ tilt, roll, focal }: View, distance: number): Map9 => {
  const [forward, sideways, turn] = [tilt[0], tilt[1], roll].map((degrees) => (degrees * Math.PI) / 180)
  const [cf, sf] = [Math.cos(forward ?? 0), Math.sin(forward ?? 0)]
  const [cs, ss] = [Math.cos(sideways ?? 0), Math.sin(sideways ?? 0)]
  const turned: Map9 = [
    Math.cos(turn ?? 0),
    -Math.sin(turn ?? 0),
    0,
    Math.sin(turn ?? 0),
    Math.cos(turn ?? 0),
    0,
    0,
    0,
    1,
  ]
  if (focal === undefined) return turned
  const tilted: Map9 = [cs * focal, 0, 0, sf * ss * focal, cf * focal, 0, -cf * ss, sf, distance]
  return times(turned, tilted)
}

/** The map of the plane, in millimetres from its origin, to pixels of a picture. */
export interface Lens {
  readonly toPicture: Map9
  readonly toPlane: Map9
  /** Pixels a millimetre at the origin. */
  readonly perMm: number
}

const lensOf = (toPicture: Map9): Lens => {
  const [x, y] = applied(toPicture, [0, 0])
  const [right, down] = [applied(toPicture, [1, 0]), applied(toPicture, [0, 1])]
  const area = (right[0] - x) * (down[1] - y) - (right[1] - y) * (down[0] - x)
  return { toPicture, toPlane: inverse(toPicture), perMm: Math.sqrt(Math.abs(area)) }
}

export const boundsOf = (points: readonly Place[]) => {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  return { left, top, right, bottom, width: right - left, height: bottom - top }
}

/**
 * A lens under which the corners just fit `fill` of the frame, in the middle or moved from it by these shares of
 * the room that is left around them.
 */
export const aim = (
  view: View,
  frame: Frame,
  corners: readonly Place[],
  { fill, off }: { readonly fill: number; readonly off: Place },
): Lens => {
  const longSide = Math.max(frame.width, frame.height)
  const seen = (distance: number) => {
    const map = times(moved(0, 0, longSide), projection(view, distance))
    return { map, bounds: boundsOf(corners.map((corner) => applied(map, corner))) }
  }
  const fitting = (bounds: ReturnType<typeof boundsOf>) =>
    Math.min((frame.width * fill) / bounds.width, (frame.height * fill) / bounds.height)
  // Millimetres: nearer than 1.2 times the diagonal, the lens would look from within the paper.
  const reach = Math.max(...corners.map(([x, y]) => Math.hypot(x, y)))
  let [near, far] = [reach * 0.7, reach * 40]
  for (let step = 0; step < 40 && view.focal !== undefined; step++) {
    const middle = (near + far) / 2
    if (fitting(seen(middle).bounds) < 1) near = middle
    else far = middle
  }
  const { map, bounds } = seen(far)
  const scale = view.focal === undefined ? fitting(bounds) : 1
  const room = [frame.width - bounds.width * scale, frame.height - bounds.height * scale] as const
  const x = frame.width / 2 - ((bounds.left + bounds.right) / 2) * scale + off[0] * room[0]
  const y = frame.height / 2 - ((bounds.top + bounds.bottom) / 2) * scale + off[1] * room[1]
  return lensOf(times(moved(x, y, scale), map))
}

/** The same lens, its picture moved by so many pixels. */
export const shifted = ({ toPicture }: Lens, x: number, y: number): Lens =>
  lensOf(times(moved(x, y), toPicture))

/** A scanner's: so many pixels a millimetre, the origin here. */
export const scanner = (view: View, perMm: number, [x, y]: Place): Lens =>
  lensOf(times(moved(x, y, perMm), projection({ ...view, focal: undefined }, 1)))

/** The lens of a picture turned clockwise by quarters, from a frame of this size before. */
export const turned = ({ toPicture }: Lens, { width, height }: Frame, quarters: 0 | 1 | 2 | 3): Lens => {
  const turns: readonly Map9[] = [
    moved(0, 0),
    [0, -1, height, 1, 0, 0, 0, 0, 1],
    [-1, 0, width, 0, -1, height, 0, 0, 1],
    [0, 1, 0, -1, 0, width, 0, 0, 1],
  ]
  return lensOf(times(turns[quarters] ?? moved(0, 0), toPicture))
}

import type { Orientation } from '../../../core/scan/exifOrientation.ts'
import type { Pixels } from '../../../core/scan/colour.ts'
import type { Planes } from './decodePlanes.ts'
import type { Plane } from './jpegFrame.ts'

/** Whole pixels of a picture as stored. */
export interface Part {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Where a stored pixel is seen: across = a·x + b·y + c, down = d·x + e·y + f. */
type Placing = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

/** Of a picture of this size as stored. */
export const placing = (
  orientation: Orientation,
  { width, height }: { readonly width: number; readonly height: number },
): Placing => {
  const [right, bottom] = [width - 1, height - 1]
  const placings: Readonly<Record<Orientation, Placing>> = {
    1: [1, 0, 0, 0, 1, 0],
    2: [-1, 0, right, 0, 1, 0],
    3: [-1, 0, right, 0, -1, bottom],
    4: [1, 0, 0, 0, -1, bottom],
    5: [0, 1, 0, 1, 0, 0],
    6: [0, -1, bottom, 1, 0, 0],
    7: [0, -1, bottom, -1, 0, right],
    8: [0, 1, 0, -1, 0, right],
  }
  return placings[orientation]
}

/**
 * The pixels of a part of a picture, as seen. Components of a smaller size are interpolated between the middles of
 * their samples.
 */
export const paintPlanes = (picture: Planes, part: Part): Pixels => {
  const { planes, colours, orientation } = picture
  const [first, second, third] = planes.map((plane) => rowsOf(plane, part))
  if (first === undefined) throw new RangeError('a picture without components')
  const [a, b, c, d, e, f] = placing(orientation, part)
  const size =
    orientation < 5 ? { width: part.width, height: part.height } : { width: part.height, height: part.width }
  const data = new Uint8ClampedArray(size.width * size.height * 4)
  const start = (c + f * size.width) * 4
  const right = (a + d * size.width) * 4
  const down = (b + e * size.width) * 4
  for (let y = 0; y < part.height; y++) {
    const [ones, twos, threes] = [first(y), second?.(y), third?.(y)]
    let at = start + y * down
    for (let x = 0; x < part.width; x++, at += right) {
      const one = ones[x] ?? 0
      if (twos === undefined || threes === undefined) {
        data[at] = data[at + 1] = data[at + 2] = one
      } else if (colours === 'rgb') {
        data[at] = one
        data[at + 1] = twos[x] ?? 0
        data[at + 2] = threes[x] ?? 0
      } else {
        const blue = (twos[x] ?? 0) - 128
        const red = (threes[x] ?? 0) - 128
        data[at] = one + 1.402 * red
        data[at + 1] = one - 0.344136 * blue - 0.714136 * red
        data[at + 2] = one + 1.772 * blue
      }
      data[at + 3] = 255
    }
  }
  return { ...size, data }
}

/** Gives the samples of a row of the part, one for each pixel; each row takes the place of the one before. */
const rowsOf = (plane: Plane, part: Part): ((y: number) => Uint8ClampedArray | Float32Array) => {
  const { data, stride, width, height, across, down } = plane
  if (across === 1 && down === 1) {
    return (y) => {
      const at = (part.top + y) * stride + part.left
      return data.subarray(at, at + part.width)
    }
  }
  const lefts = new Int32Array(part.width)
  const shares = new Float32Array(part.width)
  for (let x = 0; x < part.width; x++) {
    const at = Math.min(width - 1, Math.max(0, (part.left + x + 0.5) / across - 0.5))
    lefts[x] = Math.floor(at)
    shares[x] = at - (lefts[x] ?? 0)
  }
  const row = new Float32Array(part.width)
  const mixed = new Float32Array(width)
  return (y) => {
    const at = Math.min(height - 1, Math.max(0, (part.top + y + 0.5) / down - 0.5))
    const upper = Math.floor(at) * stride
    const lower = Math.min(height - 1, Math.floor(at) + 1) * stride
    const share = at - Math.floor(at)
    for (let x = 0; x < width; x++) {
      const from = data[upper + x] ?? 0
      mixed[x] = from + ((data[lower + x] ?? 0) - from) * share
    }
    for (let x = 0; x < part.width; x++) {
      const left = lefts[x] ?? 0
      const from = mixed[left] ?? 0
      row[x] = from + ((mixed[left + 1] ?? from) - from) * (shares[x] ?? 0)
    }
    return row
  }
}

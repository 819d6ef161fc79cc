import type { Pixels } from './colour.ts'
import type { Region, Turn } from './reading.ts'

/** Where a region lies once the picture it is in has been turned. */
export const turnedRegion = ({ x, y, width, height }: Region, turn: Turn): Region => {
  switch (turn) {
    case 0:
      return { x, y, width, height }
    case 90:
      return { x: 1 - y - height, y: x, width: height, height: width }
    case 180:
      return { x: 1 - x - width, y: 1 - y - height, width, height }
    case 270:
      return { x: y, y: 1 - x - width, width: height, height: width }
  }
}

/** The picture turned clockwise. */
export const turnedPixels = (pixels: Pixels, turn: Turn): Pixels => {
  const { width, height } = pixels
  if (turn === 0) return pixels
  const from = new Uint32Array(pixels.data.buffer, pixels.data.byteOffset, width * height)
  const to = new Uint32Array(width * height)
  const lies = turn !== 180
  const size = lies ? { width: height, height: width } : { width, height }
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const right = turn === 90 ? height - 1 - y : turn === 180 ? width - 1 - x : y
      const down = turn === 90 ? x : turn === 180 ? height - 1 - y : width - 1 - x
      to[down * size.width + right] = from[at] ?? 0
    }
  return { ...size, data: new Uint8ClampedArray(to.buffer) }
}

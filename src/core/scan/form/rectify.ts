import type { Box } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { PagePlace } from '../reading.ts'
import { chained, scaling, type Homography } from './homography.ts'

/**
 * A box of the page, in millimetres, laid flat and upright in so many pixels, between
 * whose source pixels is interpolated. What lies outside the picture repeats its edge.
 */
export const rectify = (
  pixels: Pixels,
  place: PagePlace,
  size: { readonly width: number; readonly height: number },
  box: Box,
): Pixels => {
  const toMillimetres = scaling(box.width / size.width, box.height / size.height, box.x, box.y)
  const toPixels = chained(scaling(pixels.width, pixels.height), chained(place.map, toMillimetres))
  return sampled(pixels, toPixels, size)
}

const sampled = (
  { data: from, width, height }: Pixels,
  [a, b, c, d, e, f, g, h]: Homography,
  size: { readonly width: number; readonly height: number },
): Pixels => {
  const data = new Uint8ClampedArray(size.width * size.height * 4)
  const row = width * 4
  const lastX = width - 1.001
  const lastY = height - 1.001
  for (let v = 0, to = 0; v < size.height; v++)
    for (let u = 0; u < size.width; u++, to += 4) {
      // Pixels are asked for, and stand for, their middle.
      const w = g * (u + 0.5) + h * (v + 0.5) + 1
      const x = Math.min(lastX, Math.max(0, (a * (u + 0.5) + b * (v + 0.5) + c) / w - 0.5))
      const y = Math.min(lastY, Math.max(0, (d * (u + 0.5) + e * (v + 0.5) + f) / w - 0.5))
      const left = x | 0
      const top = y | 0
      const fx = x - left
      const fy = y - top
      const at = top * row + left * 4
      const se = fx * fy
      const ne = fx - se
      const sw = fy - se
      const nw = 1 - fx - sw
      for (let channel = at, k = 0; k < 3; k++, channel++)
        data[to + k] =
          nw * (from[channel] ?? 0) +
          ne * (from[channel + 4] ?? 0) +
          sw * (from[channel + row] ?? 0) +
          se * (from[channel + row + 4] ?? 0)
      data[to + 3] = 255
    }
  return { ...size, data }
}

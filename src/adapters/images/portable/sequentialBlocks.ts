import { DamagedJpeg } from './damagedJpeg.ts'
import type { HuffmanTable } from './huffmanTable.ts'
import type { Component } from './jpegFrame.ts'
import { keptPlaces } from './coefficients.ts'
import type { BlockDecoder } from './walkScan.ts'

/** Blocks of a sequential scan (F.2), turned into samples as they come. */
export const sequentialBlocks = (
  component: Component,
  dc: HuffmanTable,
  ac: HuffmanTable,
  factors: Float64Array,
): BlockDecoder => {
  const { points, inverse } = component.transform
  const { data, stride } = component.plane
  const places = keptPlaces(points)
  const block = new Float64Array(points * points)
  let prediction = 0

  return {
    component,
    restart() {
      prediction = 0
    },
    decode(reader, across, down) {
      const size = reader.symbol(dc)
      if (size > 15) throw new DamagedJpeg('an impossible difference')
      if (size > 0) prediction += reader.signed(size)
      block.fill(0)
      block[0] = prediction * (factors[0] ?? 0)
      let isFlat = true
      for (let k = 1; k < 64; k++) {
        const symbol = reader.symbol(ac)
        const run = symbol >> 4
        const size = symbol & 15
        k += run
        if (size === 0) {
          if (run < 15) break
          continue
        }
        if (k > 63) throw new DamagedJpeg('a block of more than 64 coefficients')
        const value = reader.signed(size)
        const place = places[k] ?? -1
        if (place < 0) continue
        block[place] = value * (factors[k] ?? 0)
        isFlat = false
      }
      const at = down * points * stride + across * points
      if (isFlat) fillFlat(data, at, stride, points, block[0] ?? 0)
      else inverse(block, data, at, stride)
    },
  }
}

/** A block of its mean alone, as most are. */
export const fillFlat = (
  data: Uint8ClampedArray,
  at: number,
  stride: number,
  points: number,
  mean: number,
): void => {
  for (let y = 0, row = at; y < points; y++, row += stride)
    for (let x = row; x < row + points; x++) data[x] = 128 + mean
}

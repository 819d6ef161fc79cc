import { concatenate } from '../../../core/scan/concatenate.ts'
import type { Pixels } from '../../../core/scan/colour.ts'
import { marker } from '../../../core/scan/jpegSegments.ts'
import { BitWriter } from './bitWriter.ts'
import { forwardDct, forwardWeights } from './forwardDct.ts'
import { acCodes, dcCodes, typicalTables } from './typicalCodes.ts'
import { zigzag } from './coefficients.ts'

/**
 * A baseline JPEG with colour at half the size (4:2:0) and nothing beside the picture, by the typical tables of ITU-T
 * T.81, annex K, scaled to a quality of 1 to 100 as libjpeg does. It needs no more memory than its own bytes.
 */
export const encodeBaseline = ({ width, height, data }: Pixels, quality: number): Uint8Array => {
  const light = quantizersOf(lightQuantizers, quality)
  const colour = quantizersOf(colourQuantizers, quality)
  const out = new BitWriter()
  const lightBlocks = blockWriter(out, light, dcCodes.light, acCodes.light)
  const blueBlocks = blockWriter(out, colour, dcCodes.colour, acCodes.colour)
  const redBlocks = blockWriter(out, colour, dcCodes.colour, acCodes.colour)

  const square = new Float64Array(256)
  const [blue, red, block] = [new Float64Array(64), new Float64Array(64), new Float64Array(64)]
  for (let top = 0; top < height; top += 16)
    for (let left = 0; left < width; left += 16) {
      blue.fill(0)
      red.fill(0)
      for (let y = 0; y < 16; y++) {
        // Behind the edge it is repeated, which costs the fewest bits.
        const row = Math.min(top + y, height - 1) * width
        for (let x = 0; x < 16; x++) {
          const at = (row + Math.min(left + x, width - 1)) * 4
          const r = data[at] ?? 0
          const g = data[at + 1] ?? 0
          const b = data[at + 2] ?? 0
          const half = (y >> 1) * 8 + (x >> 1)
          square[y * 16 + x] = 0.299 * r + 0.587 * g + 0.114 * b - 128
          blue[half] = (blue[half] ?? 0) + (-0.168736 * r - 0.331264 * g + 0.5 * b) / 4
          red[half] = (red[half] ?? 0) + (0.5 * r - 0.418688 * g - 0.081312 * b) / 4
        }
      }
      for (const corner of [0, 8, 128, 136]) {
        for (let at = 0; at < 64; at++) block[at] = square[corner + (at >> 3) * 16 + (at & 7)] ?? 0
        lightBlocks(block)
      }
      blueBlocks(blue)
      redBlocks(red)
    }
  return concatenate([
    ...headSegments(width, height, light, colour),
    out.finish(),
    Uint8Array.of(0xff, marker.eoi),
  ])
}

/** Writes one component's blocks of samples, each of which it uses up. */
const blockWriter = (
  out: BitWriter,
  quantizers: Uint8Array,
  dc: Uint32Array,
  ac: Uint32Array,
): ((block: Float64Array) => void) => {
  const weights = Float64Array.from(
    zigzag,
    (at, k) => ((forwardWeights[at & 7] ?? 0) * (forwardWeights[at >> 3] ?? 0)) / (quantizers[k] ?? 1),
  )
  let prediction = 0
  return (block) => {
    forwardDct(block)
    const mean = Math.round((block[0] ?? 0) * (weights[0] ?? 0))
    out.number(dc, 0, mean - prediction)
    prediction = mean
    let run = 0
    for (let k = 1; k < 64; k++) {
      const value = (block[zigzag[k] ?? 0] ?? 0) * (weights[k] ?? 0)
      if (value > -0.5 && value < 0.5) {
        run++
        continue
      }
      for (; run > 15; run -= 16) out.code(ac, 0xf0)
      out.number(ac, run << 4, value < 0 ? Math.ceil(value - 0.5) : Math.floor(value + 0.5))
      run = 0
    }
    if (run > 0) out.code(ac, 0)
  }
}

/** Table K.1, row by row. */
// prettier-ignore
const lightQuantizers = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
  14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]

/** Table K.2, row by row. */
// prettier-ignore
const colourQuantizers = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
  24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
]

/** In the order in which coefficients are stored. */
const quantizersOf = (table: readonly number[], quality: number): Uint8Array => {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality
  return Uint8Array.from(zigzag, (at) =>
    Math.min(255, Math.max(1, Math.floor(((table[at] ?? 0) * percent + 50) / 100))),
  )
}

const headSegments = (
  width: number,
  height: number,
  light: Uint8Array,
  colour: Uint8Array,
): readonly Uint8Array[] => {
  const segment = (code: number, ...payload: readonly number[]): Uint8Array =>
    Uint8Array.of(0xff, code, (payload.length + 2) >> 8, (payload.length + 2) & 0xff, ...payload)
  const [jfif, version, density] = [
    [0x4a, 0x46, 0x49, 0x46, 0],
    [1, 1],
    [0, 0, 1, 0, 1],
  ]
  const size = [height >> 8, height & 0xff, width >> 8, width & 0xff]
  return [
    Uint8Array.of(0xff, marker.soi),
    segment(marker.app0, ...jfif, ...version, ...density, 0, 0),
    segment(marker.dqt, 0, ...light, 1, ...colour),
    segment(baselineFrame, 8, ...size, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1),
    segment(marker.dht, ...typicalTables),
    segment(marker.sos, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0),
  ]
}

const baselineFrame = 0xc0

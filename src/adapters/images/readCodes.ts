import { readBarcodes } from 'zxing-wasm/reader'
import type { Pixels } from '../../core/scan/colour.ts'
import type { ReadCodes } from '../../core/scan/reading.ts'
import { release } from '../release.ts'

/** More than any picture of one document has; each further one costs another pass. */
const mostCodes = 8

/** The QR codes in the picture, turned whichever way, by zxing, which each host loads its own way beforehand. */
export const readCodes: ReadCodes = async (pixels) => {
  const seen = withoutRed(pixels)
  const found = await readBarcodes(
    { ...seen, colorSpace: 'srgb' },
    { formats: ['QRCode'], tryHarder: true, tryInvert: false, maxNumberOfSymbols: mostCodes },
  )
  release(seen.data)
  return found
    .filter((code) => code.isValid)
    .map(({ text, position: { topLeft, topRight, bottomRight, bottomLeft } }) => ({
      text,
      corners: [topLeft, topRight, bottomRight, bottomLeft],
    }))
}

/** As seen through a red glass: black modules stay black, and a seal stamped over them is as light as the paper. */
const withoutRed = ({ width, height, data }: Pixels): Pixels => {
  const from = new Uint32Array(data.buffer, data.byteOffset, width * height)
  const seen = new Uint32Array(width * height)
  // Red is the lowest byte of four on every machine that Node runs on.
  for (let at = 0; at < from.length; at++) seen[at] = (((from[at] ?? 0) & 0xff) * 0x01_01_01) | 0xff_00_00_00
  return { width, height, data: new Uint8ClampedArray(seen.buffer) }
}

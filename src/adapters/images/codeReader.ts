import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { formNumberFromLink } from '../../core/formNumber.ts'
import type { Pixels } from '../../core/scan/colour.ts'
import type { SeenCode } from '../../core/scan/reading.ts'

/** Loads the reader from the package's own file: left to itself it would fetch one from the network. */
export const loadCodeReader = async (): Promise<void> => {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true })
}

/** A QR code in the picture, turned whichever way: a form's own before any other. */
export const readCode = async (pixels: Pixels): Promise<SeenCode | undefined> => {
  const found = await readBarcodes(
    { ...withoutRed(pixels), colorSpace: 'srgb' },
    { formats: ['QRCode'], tryHarder: true, tryInvert: false, maxNumberOfSymbols: 8 },
  )
  const codes = found
    .filter((code) => code.isValid)
    .map(({ text, position: { topLeft, topRight, bottomRight, bottomLeft } }): SeenCode => ({
      text,
      corners: [topLeft, topRight, bottomRight, bottomLeft],
    }))
  return codes.find(({ text }) => formNumberFromLink(text) !== undefined) ?? codes[0]
}

/** As seen through a red glass: black modules stay black, and a seal stamped over them is as light as the paper. */
const withoutRed = ({ width, height, data }: Pixels): Pixels => {
  const seen = new Uint8ClampedArray(data.length)
  for (let at = 0; at < data.length; at += 4) {
    const red = data[at] ?? 0
    seen[at] = red
    seen[at + 1] = red
    seen[at + 2] = red
    seen[at + 3] = 255
  }
  return { width, height, data: seen }
}

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { formNumberFromLink } from '../../core/formNumber.ts'
import type { Pixels } from '../../core/scan/colour.ts'

/** Loads the reader from the package's own file: left to itself it would fetch one from the network. */
export const loadCodeReader = async (): Promise<void> => {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true })
}

/** The text of a QR code in the picture, turned whichever way: a form's own before any other. */
export const readCode = async (pixels: Pixels): Promise<string | undefined> => {
  const found = await readBarcodes(
    { ...pixels, colorSpace: 'srgb' },
    { formats: ['QRCode'], tryHarder: true, tryInvert: false, maxNumberOfSymbols: 8 },
  )
  const texts = found.filter((code) => code.isValid).map((code) => code.text)
  return texts.find((text) => formNumberFromLink(text) !== undefined) ?? texts[0]
}

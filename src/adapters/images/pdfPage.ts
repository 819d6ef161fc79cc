import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import type { ScanProblem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { Pixels } from '../../core/scan/colour.ts'
import { shrunkLongSide } from '../../core/scan/scanRules.ts'

/** What a page of a usual size is drawn at. */
const dotsPerInch = 200
/** PDF's own unit (ISO 32000-1, 8.3.2.3). */
const pointsPerInch = 72

/**
 * The one page of a PDF as pixels, by PDFium. `damaged` also when it is locked with a password. Once in a process:
 * nothing is freed, the process's end is what gives the memory back.
 */
export const drawPdfPage = async (bytes: Uint8Array): Promise<Result<Pixels, ScanProblem>> => {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('@hyzyla/pdfium/pdfium.wasm')))
  const library = await PDFiumLibrary.init({ wasmBinary: new Uint8Array(wasm).buffer })
  try {
    const document = await library.loadDocument(bytes)
    const pages = document.getPageCount()
    if (pages > 1) return fail({ kind: 'severalPages', pages })
    const page = document.getPage(0)
    const { originalWidth, originalHeight } = page.getOriginalSize()
    const longSide = Math.max(originalWidth, originalHeight)
    const scale = Math.min(dotsPerInch / pointsPerInch, shrunkLongSide / longSide)
    const { width, height, data } = await page.render({ scale, render: 'bitmap', renderFormFields: true })
    return ok({ width, height, data: new Uint8ClampedArray(data) })
  } catch {
    // PDFium's errors differ in nothing that the sender could do about them.
    return fail({ kind: 'damaged' })
  }
}

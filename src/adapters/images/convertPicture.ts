import type { Sharp } from 'sharp'
import type { ScanProblem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { tooLarge } from '../../core/scan/tooLarge.ts'
import type { ConvertiblePicture } from './checkConversion.ts'
import { openPicture, problemOf } from './jpegDecoder.ts'
import { fromPixels, shrink } from './jpegEncoder.ts'

/** A JPEG of at most `maxScanBytes`, its longest side at most `shrunkLongSide` pixels. */
export const convertPicture = async (
  picture: ConvertiblePicture,
): Promise<Result<Uint8Array, ScanProblem>> => {
  const open = await opener(picture)
  if (!open.ok) return open
  try {
    const jpeg = await shrink(open.value)
    return jpeg === undefined ? tooLarge(picture.bytes.length, false) : ok(jpeg)
  } catch (error) {
    return fail(problemOf(error))
  }
}

/** The decoders of HEIC and PDF are large, and loaded only when one comes. */
const opener = async ({ kind, bytes }: ConvertiblePicture): Promise<Result<() => Sharp, ScanProblem>> => {
  if (kind === 'heic') {
    const { decodeHeic } = await import('./heicDecoder.ts')
    const pixels = await decodeHeic(bytes)
    return pixels.ok ? ok(() => fromPixels(pixels.value)) : pixels
  }
  if (kind === 'pdf') {
    const { drawPdfPage } = await import('./pdfPage.ts')
    const pixels = await drawPdfPage(bytes)
    return pixels.ok ? ok(() => fromPixels(pixels.value)) : pixels
  }
  return ok(() => openPicture(bytes))
}

import type { ScanKind } from '../application.ts'
import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { sniff } from './fileKind.ts'
import { parseJpegHeader, seenSize } from './jpegHeader.ts'
import { maxPictureBytes, maxScanBytes, minShortSide, shrunkLongSide } from './scanRules.ts'
import { stripJpeg } from './stripJpeg.ts'

/** A picture that is worth decoding. */
export interface CheckedPicture {
  /** Pixels, as seen. */
  readonly width: number
  readonly height: number
  /** Without metadata: the only bytes of it that a decoder is ever given. */
  readonly jpeg: Uint8Array
}

/** The refusals that the bytes tell without being decoded; without a `kind`, those that hold for any. */
export const checkPicture = (bytes: Uint8Array, kind?: ScanKind): Result<CheckedPicture, ScanProblem> => {
  if (bytes.length === 0) return fail({ kind: 'damaged' })
  const found = sniff(bytes)
  if (found !== 'jpeg') return fail({ kind: 'notJpeg', found, convertible: false })
  if (bytes.length > maxPictureBytes) return tooLarge(bytes.length, false)

  const header = parseJpegHeader(bytes)
  if (!header.ok) return header
  const { width, height } = seenSize(header.value)
  if (kind !== undefined && Math.min(width, height) < minShortSide[kind]) {
    return fail({ kind: 'tooFewPixels', width, height, minShortSide: minShortSide[kind] })
  }
  if (header.value.components === 1) return fail({ kind: 'greyscale' })
  return ok({ width, height, jpeg: stripJpeg(header.value) })
}

/** The refusal of a decoded picture by its size in bytes, both as sent and as it would be stored. */
export const checkSize = (
  bytes: Uint8Array,
  picture: CheckedPicture,
  kind: ScanKind,
): Result<CheckedPicture, ScanProblem> => {
  const size = Math.max(bytes.length, picture.jpeg.length)
  if (size <= maxScanBytes) return ok(picture)
  const shortSide = Math.min(picture.width, picture.height)
  const longSide = Math.max(picture.width, picture.height)
  const shrunkShortSide = Math.round(shortSide * Math.min(1, shrunkLongSide / longSide))
  return tooLarge(size, shrunkShortSide >= minShortSide[kind])
}

export const tooLarge = (bytes: number, convertible: boolean): Result<never, ScanProblem> =>
  fail({ kind: 'tooLarge', bytes, maxBytes: maxScanBytes, convertible })

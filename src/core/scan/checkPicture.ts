import type { ScanKind } from '../application.ts'
import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { checkConvertible, type ConvertibleKind } from './convertible.ts'
import { sniff } from './fileKind.ts'
import { parseJpegHeader, seenSize } from './jpegHeader.ts'
import { maxPictureBytes, maxScanBytes, minShortSide, shrunkLongSide } from './scanRules.ts'
import { stripJpeg } from './stripJpeg.ts'
import { tooLarge } from './tooLarge.ts'

/** A picture that is worth decoding. */
export interface CheckedPicture {
  /** Pixels, as seen. */
  readonly width: number
  readonly height: number
  /** Without metadata: the only bytes of it that a decoder is ever given. */
  readonly jpeg: Uint8Array
}

const none: ReadonlySet<ConvertibleKind> = new Set()

/**
 * The refusals that the bytes tell without being decoded; without a `kind`, those that hold for any. What is no JPEG
 * is offered to be converted when the host can convert its kind and what it says of itself is within bounds.
 */
export const checkPicture = (
  bytes: Uint8Array,
  kind?: ScanKind,
  convertible: ReadonlySet<ConvertibleKind> = none,
): Result<CheckedPicture, ScanProblem> => {
  if (bytes.length === 0) return fail({ kind: 'damaged' })
  const found = sniff(bytes)
  if (found !== 'jpeg') {
    return fail({ kind: 'notJpeg', found, convertible: checkConvertible(bytes, convertible).ok })
  }
  if (bytes.length > maxPictureBytes) return tooLarge(bytes.length, false)

  const header = parseJpegHeader(bytes)
  if (!header.ok) return header
  const { width, height } = seenSize(header.value)
  if (kind !== undefined) {
    const enough = checkPixels({ width, height }, kind)
    if (!enough.ok) return enough
  }
  if (header.value.components === 1) return fail({ kind: 'greyscale' })
  return ok({ width, height, jpeg: stripJpeg(header.value) })
}

/** Whether a scan of this kind can be read at this size. */
export const checkPixels = (
  { width, height }: Pick<CheckedPicture, 'width' | 'height'>,
  kind: ScanKind,
): Result<undefined, ScanProblem> =>
  Math.min(width, height) < minShortSide[kind]
    ? fail({ kind: 'tooFewPixels', width, height, minShortSide: minShortSide[kind] })
    : ok(undefined)

/**
 * The refusal of a decoded picture by its size in bytes, both as sent and as it would be stored. Without a `kind` a
 * smaller copy is offered that can be read as either.
 */
export const checkSize = (
  bytes: Uint8Array,
  picture: CheckedPicture,
  kind?: ScanKind,
): Result<CheckedPicture, ScanProblem> => {
  const size = Math.max(bytes.length, picture.jpeg.length)
  if (size <= maxScanBytes) return ok(picture)
  const shortSide = Math.min(picture.width, picture.height)
  const longSide = Math.max(picture.width, picture.height)
  const shrunkShortSide = Math.round(shortSide * Math.min(1, shrunkLongSide / longSide))
  const least = kind === undefined ? Math.min(...Object.values(minShortSide)) : minShortSide[kind]
  return tooLarge(size, shrunkShortSide >= least)
}

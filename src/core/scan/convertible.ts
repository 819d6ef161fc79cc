import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { sniff, type FileKind } from './fileKind.ts'
import { parseHeicHeader } from './heicHeader.ts'
import { parsePng } from './pngHeader.ts'
import { maxPictureBytes } from './scanRules.ts'
import { tooLarge } from './tooLarge.ts'
import { parseWebpHeader } from './webpHeader.ts'

/** What a host can make a JPEG of, beside a JPEG that is too large. */
export type ConvertibleKind = Extract<FileKind, 'png' | 'webp' | 'heic' | 'pdf'>

/** A file that is worth opening: what it says of itself, without being opened, is within bounds. */
export interface CheckedFile {
  readonly kind: ConvertibleKind
  /** The only bytes of it that a decoder is ever given. */
  readonly bytes: Uint8Array
}

/** `notJpeg`, not convertible, for what is none of the host's kinds; else why it is not worth opening. */
export const checkConvertible = (
  bytes: Uint8Array,
  kinds: ReadonlySet<ConvertibleKind>,
): Result<CheckedFile, ScanProblem> => {
  const found = sniff(bytes)
  const kind = [...kinds].find((candidate) => candidate === found)
  if (kind === undefined) {
    return fail(
      found === 'jpeg' || bytes.length === 0
        ? { kind: 'damaged' }
        : { kind: 'notJpeg', found, convertible: false },
    )
  }
  if (bytes.length > maxPictureBytes) return tooLarge(bytes.length, false)
  const plain = plainBytes[kind](bytes)
  return plain.ok ? ok({ kind, bytes: plain.value }) : plain
}

const itself =
  (parse: (bytes: Uint8Array) => Result<unknown, ScanProblem>) =>
  (bytes: Uint8Array): Result<Uint8Array, ScanProblem> => {
    const parsed = parse(bytes)
    return parsed.ok ? ok(bytes) : parsed
  }

const plainBytes: Readonly<Record<ConvertibleKind, (bytes: Uint8Array) => Result<Uint8Array, ScanProblem>>> =
  {
    png: (bytes) => {
      const parsed = parsePng(bytes)
      return parsed.ok ? ok(parsed.value.png) : parsed
    },
    webp: itself(parseWebpHeader),
    heic: itself(parseHeicHeader),
    // Its pages are drawn at a size of ours, whatever they say.
    pdf: ok,
  }

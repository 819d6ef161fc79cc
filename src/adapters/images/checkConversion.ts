import type { ScanProblem } from '../../core/problem.ts'
import { ok, type Result } from '../../core/result.ts'
import { checkPicture } from '../../core/scan/checkPicture.ts'
import { checkConvertible, type CheckedFile, type ConvertibleKind } from '../../core/scan/convertible.ts'
import { sniff } from '../../core/scan/fileKind.ts'

/** A file whose header was checked. */
export type ConvertiblePicture =
  | CheckedFile
  | {
      readonly kind: 'jpeg'
      /** A stripped one. */
      readonly bytes: Uint8Array
    }

/** What is to be converted, once nothing its bytes tell speaks against opening it. */
export const checkConversion = (
  bytes: Uint8Array,
  kinds: ReadonlySet<ConvertibleKind>,
): Result<ConvertiblePicture, ScanProblem> => {
  if (sniff(bytes) !== 'jpeg') return checkConvertible(bytes, kinds)
  const picture = checkPicture(bytes)
  return picture.ok ? ok({ kind: 'jpeg', bytes: picture.value.jpeg }) : picture
}

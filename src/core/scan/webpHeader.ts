import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { fourLetters } from './bigEndian.ts'
import type { PictureSize } from './pictureSize.ts'
import { convertingLimits } from './scanRules.ts'

const animated = 0x02

/** The size that a WebP (RFC 9649) says it has. `tooComplex`: beyond `convertingLimits`, or animated. */
export const parseWebpHeader = (bytes: Uint8Array): Result<PictureSize, ScanProblem> => {
  const size = sizeIn(bytes)
  if (size === undefined || size.width === 0 || size.height === 0) return fail({ kind: 'damaged' })
  return size.width * size.height > convertingLimits.pixels || isAnimated(bytes)
    ? fail({ kind: 'tooComplex' })
    : ok(size)
}

/** Where the first chunk's content starts: after RIFF, its size, WEBP, the chunk's name and size. */
const content = 20

const isAnimated = (bytes: Uint8Array): boolean =>
  fourLetters(bytes, 12) === 'VP8X' && ((bytes[content] ?? 0) & animated) !== 0

const sizeIn = (bytes: Uint8Array): PictureSize | undefined => {
  const little = (at: number, length: number): number =>
    bytes.subarray(at, at + length).reduce((sum, byte, index) => sum + byte * 2 ** (8 * index), 0)
  switch (fourLetters(bytes, 12)) {
    case 'VP8 ':
      return { width: little(content + 6, 2) & 0x3fff, height: little(content + 8, 2) & 0x3fff }
    case 'VP8L': {
      const both = little(content + 1, 4)
      return { width: (both & 0x3fff) + 1, height: ((both >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: little(content + 4, 3) + 1, height: little(content + 7, 3) + 1 }
    default:
      return undefined
  }
}

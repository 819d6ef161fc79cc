import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { fourLetters, uint32 } from './bigEndian.ts'
import type { PictureSize } from './pictureSize.ts'
import { convertingLimits } from './scanRules.ts'

interface Box {
  readonly name: string
  readonly content: Uint8Array
}

/**
 * The largest size that a HEIC (ISO/IEC 23008-12) names for any of its pictures, tiles and thumbnails among them.
 * `damaged`: it names none, or is not coded in HEVC, as telephones code it. `tooComplex`: beyond `convertingLimits`.
 */
export const parseHeicHeader = (bytes: Uint8Array): Result<PictureSize, ScanProblem> => {
  const properties = inside(bytes, ['meta', 'iprp', 'ipco'])
  if (properties === undefined || properties.every(({ name }) => name !== 'hvcC')) return damaged
  const sizes = properties
    .filter(({ name }) => name === 'ispe')
    .map(({ content }) => ({ width: uint32(content, 4), height: uint32(content, 8) }))
    .toSorted((a, b) => b.width * b.height - a.width * a.height)
  const [largest] = sizes
  if (largest === undefined || largest.width === 0 || largest.height === 0) return damaged
  return largest.width * largest.height > convertingLimits.pixels ? fail({ kind: 'tooComplex' }) : ok(largest)
}

const damaged = fail({ kind: 'damaged' } as const)

/** The boxes in the first box of each name, one within another. */
const inside = (bytes: Uint8Array, [name, ...rest]: readonly string[]): readonly Box[] | undefined => {
  const boxes = boxesIn(bytes)
  if (name === undefined || boxes === undefined) return boxes
  const box = boxes.find((candidate) => candidate.name === name)
  // Alone of these, meta starts with a version and flags.
  return box && inside(name === 'meta' ? box.content.subarray(4) : box.content, rest)
}

/** The boxes that fill the bytes (ISO/IEC 14496-12, 4.2); undefined when they do not, or are beyond number. */
const boxesIn = (bytes: Uint8Array): readonly Box[] | undefined => {
  const boxes: Box[] = []
  for (let at = 0; at < bytes.length;) {
    const short = uint32(bytes, at)
    const header = short === 1 ? 16 : 8
    const size =
      short === 0
        ? bytes.length - at
        : short === 1
          ? uint32(bytes, at + 8) * 2 ** 32 + uint32(bytes, at + 12)
          : short
    if (size < header || at + size > bytes.length || boxes.length >= convertingLimits.parts) return undefined
    boxes.push({ name: fourLetters(bytes, at + 4), content: bytes.subarray(at + header, at + size) })
    at += size
  }
  return boxes
}

import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { fourLetters, uint32 } from './bigEndian.ts'
import { concatenate } from './concatenate.ts'
import type { PictureSize } from './pictureSize.ts'
import { convertingLimits } from './scanRules.ts'

/** A PNG without what no pixel depends on: text, profiles, times, each of which may be a bomb of its own. */
export interface PlainPng extends PictureSize {
  readonly png: Uint8Array
}

const signatureLength = 8
/** Length, name, checksum. */
const chunkFrame = 12
const kept: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])

/**
 * Reads what a PNG (W3C PNG, third edition) says about itself, without inflating anything. `damaged`: its chunks do not
 * lead from a header to an end, or a size of zero. `tooComplex`: beyond `convertingLimits`.
 */
export const parsePng = (bytes: Uint8Array): Result<PlainPng, ScanProblem> => {
  const parts = [bytes.subarray(0, signatureLength)]
  let at = signatureLength
  let name = ''
  for (let chunk = 0; name !== 'IEND'; chunk++) {
    const end = at + chunkFrame + uint32(bytes, at)
    if (end > bytes.length) return fail({ kind: 'damaged' })
    name = fourLetters(bytes, at + 4)
    if ((name === 'IHDR') !== (chunk === 0)) return fail({ kind: 'damaged' })
    if (chunk > convertingLimits.parts) return fail({ kind: 'tooComplex' })
    if (kept.has(name)) parts.push(bytes.subarray(at, end))
    at = end
  }

  const header = signatureLength + 8
  const [width, height] = [uint32(bytes, header), uint32(bytes, header + 4)]
  if (width === 0 || height === 0) return fail({ kind: 'damaged' })
  const bytesPerChannel = (bytes[header + 8] ?? 0) > 8 ? 2 : 1
  if (width * height * bytesPerChannel > convertingLimits.pixels) return fail({ kind: 'tooComplex' })
  return ok({ width, height, png: concatenate(parts) })
}

import { formLayout, type FormLayout } from '../../../core/formLayout.ts'
import type { ScanProblem } from '../../../core/problem.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { ScanInspector } from '../../../core/scan/inspection.ts'
import type { ReadCodes } from '../../../core/scan/reading.ts'
import { maxScanBytes, thumbnailLongSide } from '../../../core/scan/scanRules.ts'
import { tooLarge } from '../../../core/scan/tooLarge.ts'
import { checkConversion } from '../checkConversion.ts'
import { copyQualities, shrinkings, thumbnailQuality } from '../encodingSteps.ts'
import { inspectPicture, type Inspecting } from '../inspectPicture.ts'
import { pictureLooks } from '../pictureLooks.ts'
import type { PictureTools } from '../pictureTools.ts'
import { release } from '../../release.ts'
import { decodeToRead, decodeToShow, decodeWithin } from './decodeReduced.ts'
import { encodeBaseline } from './encodeBaseline.ts'
import { lookCloser } from './lookCloser.ts'
import { shrunkPixels, sizeWithin } from './shrunkPixels.ts'

/**
 * Pictures inspected without native code, processes or threads, one at a time because memory is scarce where nothing
 * else runs: some 45 MB for 12 megapixels. Time is bounded by what a header may say (`decodingLimits`) and by how
 * many bytes are read, not by a clock. No card is read, nothing but a JPEG is converted, and one of four components
 * (CMYK) is `tooComplex`.
 */
export const createPortableScanInspector = ({
  readCodes,
  layout = formLayout,
}: {
  readonly readCodes: ReadCodes
  /** Of the forms that are printed. */
  readonly layout?: FormLayout
}): ScanInspector => {
  const looks = pictureLooks(portableTools(readCodes, layout), layout)
  const inspecting: Inspecting = { looks, convertible: new Set() }
  const inTurn = oneAtATime()

  return {
    inspect: async (bytes, asked) => inTurn(async () => inspectPicture(inspecting, bytes, asked)),

    async convert(bytes) {
      const picture = checkConversion(bytes, inspecting.convertible)
      if (!picture.ok) return picture
      const jpeg = picture.value.bytes
      return jpeg.length <= maxScanBytes ? ok(jpeg) : inTurn(async () => shrink(jpeg))
    },

    async mark(jpeg, regions, turn) {
      const marked = await inTurn(async () => looks.mark(jpeg, turn, regions))
      return marked.ok ? marked.value : undefined
    },
  }
}

const portableTools = (readCodes: ReadCodes, layout: FormLayout): PictureTools => ({
  readCodes,
  decodeToRead: async (jpeg, longSide) => decodeToRead(jpeg, longSide),
  decodeToShow: async (jpeg, size) => decodeToShow(jpeg, size),
  lookCloser: async (jpeg, first) => lookCloser(readCodes, layout, jpeg, first),

  async encode(pixels, maxBytes = maxScanBytes) {
    for (const quality of copyQualities) {
      const jpeg = encodeBaseline(pixels, quality)
      if (jpeg.length <= maxBytes) return jpeg
    }
    return undefined
  },

  release: ({ data }) => release(data),

  encodeThumbnail: async (pixels) =>
    encodeBaseline(shrunkPixels(pixels, sizeWithin(pixels, thumbnailLongSide)), thumbnailQuality),
})

const shrink = (jpeg: Uint8Array): Result<Uint8Array, ScanProblem> => {
  for (const { longSide, quality } of shrinkings) {
    const pixels = decodeWithin(jpeg, longSide)
    if (!pixels.ok) return pixels
    const smaller = encodeBaseline(pixels.value, quality)
    release(pixels.value.data)
    if (smaller.length <= maxScanBytes) return ok(smaller)
  }
  return tooLarge(jpeg.length, false)
}

const oneAtATime = () => {
  let last: Promise<unknown> = Promise.resolve()
  return async <Value>(task: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(task)
    last = Promise.allSettled([turn])
    return turn
  }
}

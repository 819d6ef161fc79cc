import { blendTile } from '../../../core/scan/watermark.ts'
import { release } from '../../release.ts'
import type { OpenHostWatermark } from '../watermark/hostWatermark.ts'
import { aloneInIsolate } from '../../aloneInIsolate.ts'
import { decodeWithin } from './decodeReduced.ts'
import { encodeBaseline } from './encodeBaseline.ts'

/** The longest side that is shown, in pixels: an A4 page at 210 dpi, for which the memory is enough. */
const longSide = 2480
const quality = 85

/** On Workers: without native code, one picture at a time in the isolate. */
export const openWatermark: OpenHostWatermark = ({ makeTile, host: { now } }) => ({
  burn: async (jpeg, words) =>
    aloneInIsolate(now, async () => {
      const pixels = decodeWithin(jpeg, longSide)
      if (!pixels.ok) return undefined
      const { width, height, data } = pixels.value
      blendTile(pixels.value, await makeTile(words, Math.max(width, height)))
      const marked = encodeBaseline(pixels.value, quality)
      release(data)
      return marked
    }),
  warm: async () => undefined,
  close: async () => undefined,
})

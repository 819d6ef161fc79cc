import { parseJpegHeader, seenSize } from '../../core/scan/jpegHeader.ts'
import { killableHelper } from '../helpers/killableHelper.ts'
import { startHelper } from '../helpers/startHelper.ts'
import type { OpenHostWatermark } from './watermark/hostWatermark.ts'
import type { WatermarkReply, WatermarkRequest } from './watermarkHelper.ts'

/** The longest side that is shown, in pixels: a telephone's 12 megapixels as they are. */
const longSide = 4096
const deadlineMs = 10_000
/** Beside it, the pixels of one picture. */
const heapMb = 128

/**
 * On Node, in a process of its own, which the first picture starts unless it is ready by then: a reviewer's scan neither
 * waits for the pictures that are being inspected nor is opened where keys and connections are.
 */
export const openWatermark: OpenHostWatermark = ({ makeTile }) => {
  const helper = killableHelper<WatermarkRequest, WatermarkReply>({ start: async () => start(), deadlineMs })
  return {
    async burn(jpeg, words) {
      const header = parseJpegHeader(jpeg)
      if (!header.ok) return undefined
      const { width, height } = seenSize(header.value)
      const tile = await makeTile(words, Math.min(longSide, Math.max(width, height)))
      return (await helper.ask({ jpeg, longSide, tile }))?.jpeg
    },
    warm: helper.warm,
    close: helper.close,
  }
}

const start = (): ReturnType<typeof startHelper> => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return startHelper(new URL(`./watermarkHelper.${extension}`, import.meta.url), { heapMb })
}

import { ok } from '../../core/result.ts'
import { decodeJpeg, decodeStretch } from './jpegDecoder.ts'
import { encodeJpeg, encodeThumbnail } from './jpegEncoder.ts'
import { movedCode } from './movedCode.ts'
import type { PictureTools } from './pictureTools.ts'
import { readCodes } from './readCodes.ts'

/** The longest side, in pixels, at which a picture's code is looked for once more. */
const closerSide = 2560

export const sharpTools: PictureTools = {
  readCodes,
  decodeToRead: async (jpeg, longSide) => decodeJpeg(jpeg, { longSide }),
  decodeToShow: async (jpeg, size) => decodeJpeg(jpeg, size),
  async lookCloser(jpeg, { width }) {
    const closer = await decodeJpeg(jpeg, { longSide: closerSide, enlarge: true })
    if (!closer.ok) return closer
    const by = width / closer.value.width
    const codes = await readCodes(closer.value)
    return ok(codes.map((code) => movedCode(code, ({ x, y }) => ({ x: x * by, y: y * by }))))
  },
  stretchOf: decodeStretch,
  encode: encodeJpeg,
  encodeThumbnail,
  release: () => undefined,
}

import { blendTile, type WatermarkTile } from '../../core/scan/watermark.ts'
import { serveRequests } from '../helpers/serveRequests.ts'
import { decodeJpeg } from './jpegDecoder.ts'
import { fromPixels } from './jpegEncoder.ts'

export interface WatermarkRequest {
  readonly jpeg: Uint8Array
  /** What is larger is made smaller, in pixels. */
  readonly longSide: number
  readonly tile: WatermarkTile
}

/** `jpeg` is undefined when the picture does not open. */
export interface WatermarkReply {
  readonly jpeg: Uint8Array | undefined
}

const quality = 85

const reply = async ({ jpeg, longSide, tile }: WatermarkRequest): Promise<WatermarkReply> => {
  const pixels = await decodeJpeg(jpeg, { longSide })
  if (!pixels.ok) return { jpeg: undefined }
  blendTile(pixels.value, tile)
  return { jpeg: await fromPixels(pixels.value).jpeg({ quality }).toBuffer() }
}

serveRequests(reply)

import type { Asked } from '../../core/scan/inspection.ts'
import { readPicture } from '../../core/scan/card/readPicture.ts'
import type { Pixels } from '../../core/scan/colour.ts'
import type { CardReading, Region } from '../../core/scan/reading.ts'
import { serveRequests } from '../helpers/serveRequests.ts'
import { decodeJpeg } from '../images/jpegDecoder.ts'
import { decodePart, sizeAsSeen } from './decodePart.ts'
import { loadTextModels } from './onnxTextModels.ts'

/** What the process is asked; the JPEG is a stripped one, its header checked. */
export interface OcrRequest {
  readonly jpeg: Uint8Array
  readonly holder: Asked['holder']
}

/** Nothing that was read leaves the process but this. */
export interface OcrReply {
  readonly reading: CardReading | undefined
}

/** The longest side, in pixels, at which a card is read first: one that fills half of it has 9 pixels a millimetre. */
const readingSide = 1600

const reply = async ({ jpeg, holder }: OcrRequest): Promise<OcrReply> => {
  const overview = await decodeJpeg(jpeg, { longSide: readingSide })
  if (!overview.ok) return { reading: undefined }
  const size = await sizeAsSeen(jpeg)
  const finer = Math.max(size.width, size.height) / Math.max(overview.value.width, overview.value.height)
  const part = (region: Region): Promise<Pixels | undefined> => decodePart(jpeg, size, region, readingSide)
  return { reading: await readPicture({ overview: overview.value, finer, part }, models, holder) }
}

const models = await loadTextModels(process.argv[2])
serveRequests(reply)

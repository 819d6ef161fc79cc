import type { Asked } from '../../core/scan/inspection.ts'
import { readCard } from '../../core/scan/card/readCard.ts'
import type { CardReading } from '../../core/scan/reading.ts'
import { serveRequests } from '../helpers/serveRequests.ts'
import { decodeJpeg } from '../images/jpegDecoder.ts'
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
/** Where a card shows fewer pixels than this along its longer side, it is looked at once more with twice as many. */
const legible = 430

const reply = async ({ jpeg, holder }: OcrRequest): Promise<OcrReply> => {
  const pixels = await decodeJpeg(jpeg, { longSide: readingSide })
  if (!pixels.ok) return { reading: undefined }
  const { width, height } = pixels.value
  const reading = await readCard(pixels.value, models, holder)
  const { card } = reading.regions
  const isSmall = Math.max((card?.width ?? 0) * width, (card?.height ?? 0) * height) < legible
  if (!isSmall || reading.idNumber === 'same' || Math.max(width, height) < readingSide) return { reading }

  const larger = await decodeJpeg(jpeg, { longSide: 2 * readingSide })
  return { reading: larger.ok ? await readCard(larger.value, models, holder) : reading }
}

const models = await loadTextModels(process.argv[2])
serveRequests(reply)

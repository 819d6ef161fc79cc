import type { Asked } from '../../core/scan/inspection.ts'
import { readCard } from '../../core/scan/card/readCard.ts'
import type { CardReading } from '../../core/scan/reading.ts'
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

/** The longest side, in pixels, at which a card is read: of one that fills half of it, 9 pixels a millimetre. */
const readingSide = 1600

const reply = async ({ jpeg, holder }: OcrRequest): Promise<OcrReply> => {
  const pixels = await decodeJpeg(jpeg, { longSide: readingSide })
  return { reading: pixels.ok ? await readCard(pixels.value, models, holder) : undefined }
}

const models = await loadTextModels(process.argv[2])
process.on('message', (request: OcrRequest) => {
  // A rejection is left unhandled on purpose: it ends the process, and its owner starts a new one.
  void reply(request).then((answer) => process.send?.(answer))
})
// Its owner is gone, in whatever way: nobody is left to read for.
process.on('disconnect', () => process.exit())
process.send?.('ready')

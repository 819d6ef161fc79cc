import { parentPort } from 'node:worker_threads'
import type { ScanKind } from '../../core/application.ts'
import type { ScanProblem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { formNumberFromLink } from '../../core/formNumber.ts'
import { isGreyscale } from '../../core/scan/colour.ts'
import type { Inspection } from '../../core/scan/inspection.ts'
import type { SeenCode } from '../../core/scan/reading.ts'
import { loadCodeReader, readCode } from './codeReader.ts'
import { decodeJpeg, shrinkJpeg } from './jpegDecoder.ts'

/** What the thread is asked; the JPEG is a stripped one, its header checked. */
export type ImageRequest =
  | { readonly task: 'look'; readonly jpeg: Uint8Array; readonly kind: ScanKind }
  | { readonly task: 'shrink'; readonly jpeg: Uint8Array }

export type ImageReply =
  | { readonly task: 'look'; readonly result: Result<Look, ScanProblem> }
  | { readonly task: 'shrink'; readonly result: Result<Uint8Array, ScanProblem> }

/** What only the pixels tell. */
export type Look = Pick<Inspection, 'shows' | 'reading'>

const seen = (code: SeenCode | undefined): Look =>
  code === undefined
    ? { shows: undefined, reading: undefined }
    : {
        shows: formNumberFromLink(code.text) === undefined ? undefined : 'form',
        reading: {
          kind: 'form',
          code: { text: code.text, region: { x: 0, y: 0, width: 1, height: 1 } },
          turn: 0,
          page: undefined,
          seal: undefined,
          signature: undefined,
          doubts: [],
        },
      }

/** The longest side, in pixels, at which colour is judged, and the barcode looked for first and once more. */
const lookSide: Readonly<Record<ScanKind, number>> = { form: 1600, idCard: 800 }
const secondLookSide = 2560

const look = async (jpeg: Uint8Array, kind: ScanKind): Promise<Result<Look, ScanProblem>> => {
  const pixels = await decodeJpeg(jpeg, { longSide: lookSide[kind] })
  if (!pixels.ok) return pixels
  if (isGreyscale(pixels.value)) return fail({ kind: 'greyscale' })
  if (kind !== 'form') return ok(seen(undefined))

  const code = await readCode(pixels.value)
  if (code !== undefined) return ok(seen(code))
  const closer = await decodeJpeg(jpeg, { longSide: secondLookSide, enlarge: true })
  return closer.ok ? ok(seen(await readCode(closer.value))) : closer
}

const reply = async (request: ImageRequest): Promise<ImageReply> =>
  request.task === 'look'
    ? { task: 'look', result: await look(request.jpeg, request.kind) }
    : { task: 'shrink', result: await shrinkJpeg(request.jpeg) }

await loadCodeReader()
parentPort?.on('message', (request: ImageRequest) => {
  // A rejection is left unhandled on purpose: it ends the thread, and its owner starts a new one.
  void reply(request).then((answer) => parentPort?.postMessage(answer, []))
})
parentPort?.postMessage('ready', [])

import type { ScanKind } from '../../core/application.ts'
import type { FormLayout } from '../../core/formShape.ts'
import type { ScanProblem } from '../../core/problem.ts'
import { ok, type Result } from '../../core/result.ts'
import { drawMarks } from '../../core/scan/drawMarks.ts'
import type { Inspection } from '../../core/scan/inspection.ts'
import type { Region, Turn } from '../../core/scan/reading.ts'
import { markedCopy } from '../../core/scan/scanRules.ts'
import { turnedRegion } from '../../core/scan/turned.ts'
import { serveRequests } from '../helpers/serveRequests.ts'
import { loadCodeReader } from './codeReader.ts'
import { decodeJpeg } from './jpegDecoder.ts'
import { encodeJpeg } from './jpegEncoder.ts'
import { decodeInColour, type FormLook, lookAtPicture, lookUpright } from './lookAtPicture.ts'

/** What each task answers, when the picture allows it. */
export interface ImageAnswers {
  readonly look: FormLook
  /** Whether there is any colour: `greyscale` when not. */
  readonly colour: undefined
  readonly upright: Pick<Inspection, 'copies' | 'likeness'>
  readonly mark: Uint8Array | undefined
}

/** What the process is asked; the JPEG is a stripped one, its header checked. */
export type ImageRequest = { readonly jpeg: Uint8Array } & (
  | { readonly task: 'look'; readonly kind: ScanKind | undefined }
  | { readonly task: 'colour' }
  | { readonly task: 'upright'; readonly turn: Turn }
  | { readonly task: 'mark'; readonly turn: Turn; readonly regions: readonly Region[] }
)

export type ImageReply = {
  [Task in keyof ImageAnswers]: {
    readonly task: Task
    readonly result: Result<ImageAnswers[Task], ScanProblem>
  }
}[keyof ImageAnswers]

/** Colour is as well seen in a small picture. */
const colourSide = 800

/** Of the forms that are printed, as the process was told when it started. */
const layout = JSON.parse(process.argv[2] ?? '') as FormLayout

const mark = async (
  jpeg: Uint8Array,
  regions: readonly Region[],
  turn: Turn,
): Promise<Result<Uint8Array | undefined, ScanProblem>> => {
  const pixels = await decodeJpeg(jpeg, { longSide: markedCopy.longSide, turn })
  if (!pixels.ok) return pixels
  const marked = drawMarks(
    pixels.value,
    regions.map((region) => turnedRegion(region, turn)),
  )
  return ok(await encodeJpeg(marked, markedCopy.bytes))
}

const reply = async (request: ImageRequest): Promise<ImageReply> => {
  const { task, jpeg } = request
  switch (task) {
    case 'look':
      return { task, result: await lookAtPicture(jpeg, request.kind, layout) }
    case 'colour': {
      const pixels = await decodeInColour(jpeg, colourSide)
      return { task, result: pixels.ok ? ok(undefined) : pixels }
    }
    case 'upright':
      return { task, result: await lookUpright(jpeg, request.turn) }
    case 'mark':
      return { task, result: await mark(jpeg, request.regions, request.turn) }
  }
}

await loadCodeReader()
serveRequests(reply)

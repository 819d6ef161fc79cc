import type { ScanKind } from '../../core/application.ts'
import type { FormLayout } from '../../core/formShape.ts'
import type { ScanProblem } from '../../core/problem.ts'
import type { Result } from '../../core/result.ts'
import type { Inspection } from '../../core/scan/inspection.ts'
import type { Region, Turn } from '../../core/scan/reading.ts'
import { serveRequests } from '../helpers/serveRequests.ts'
import { loadCodeReader } from './loadCodeReader.ts'
import { type FormLook, pictureLooks } from './pictureLooks.ts'
import { sharpTools } from './sharpTools.ts'

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

/** Of the forms that are printed, as the process was told when it started. */
const layout = JSON.parse(process.argv[2] ?? '') as FormLayout

const looks = pictureLooks(sharpTools, layout)

const reply = async (request: ImageRequest): Promise<ImageReply> => {
  const { task, jpeg } = request
  switch (task) {
    case 'look':
      return { task, result: await looks.look(jpeg, request.kind) }
    case 'colour':
      return { task, result: await looks.colour(jpeg) }
    case 'upright':
      return { task, result: await looks.upright(jpeg, request.turn) }
    case 'mark':
      return { task, result: await looks.mark(jpeg, request.turn, request.regions) }
  }
}

await loadCodeReader()
serveRequests(reply)

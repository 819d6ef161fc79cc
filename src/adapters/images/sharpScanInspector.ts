import { formLayout, type FormLayout } from '../../core/formLayout.ts'
import type { ScanProblem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { CardReader } from '../../core/scan/card/cardReader.ts'
import type { ConvertibleKind } from '../../core/scan/convertible.ts'
import type { ScanInspector } from '../../core/scan/inspection.ts'
import { maxScanBytes } from '../../core/scan/scanRules.ts'
import { killableHelper } from '../helpers/killableHelper.ts'
import { startHelper } from '../helpers/startHelper.ts'
import { checkConversion, type ConvertiblePicture } from './checkConversion.ts'
import type { ConvertReply } from './convertHelper.ts'
import type { ImageAnswers, ImageReply, ImageRequest } from './imageHelper.ts'
import { inspectPicture, type Inspecting } from './inspectPicture.ts'

export interface SharpScanInspector extends ScanInspector {
  /** Has the process that looks at pictures ready from now on. A Fault when it does not start. */
  warm(): Promise<void>
  /** Ends the processes, after the pictures that wait. */
  close(): Promise<void>
}

/** What a JPEG is made of here. */
const convertibleKinds: ReadonlySet<ConvertibleKind> = new Set(['png', 'webp', 'heic', 'pdf'])

/**
 * Pictures inspected on Node, one at a time in a process of their own, and converted one at a time in another each.
 * What a picture's header tells is refused before it gets there; one that takes more than `deadlineMs` there, or
 * ends its process, is `tooComplex`. Without a card reader no card is read.
 */
export const createSharpScanInspector = ({
  layout = formLayout,
  cardReader,
  practice,
  deadlineMs = 15_000,
}: {
  /** Of the forms that are printed. */
  readonly layout?: FormLayout
  readonly cardReader?: CardReader
  /** The JPEG of a form, without metadata, that a process which is kept ready is first tried on. */
  readonly practice?: Uint8Array
  readonly deadlineMs?: number
} = {}): SharpScanInspector => {
  const looking = killableHelper<ImageRequest, ImageReply>({
    start: async () => start('imageHelper', JSON.stringify(layout)),
    ...(practice && { practice: { task: 'look', jpeg: practice, kind: 'form' } as const }),
    deadlineMs,
  })
  const converting = killableHelper<ConvertiblePicture, ConvertReply>({
    start: async () => start('convertHelper'),
    deadlineMs,
    once: true,
  })

  const ask = async <Task extends keyof ImageAnswers>(
    request: ImageRequest & { readonly task: Task },
  ): Promise<Result<ImageAnswers[Task], ScanProblem>> => {
    const reply = await looking.ask(request)
    return isAnswerTo(reply, request.task) ? reply.result : tooComplex
  }

  const looks: Inspecting['looks'] = {
    look: async (jpeg, kind) => ask({ task: 'look', jpeg, kind }),
    colour: async (jpeg) => ask({ task: 'colour', jpeg }),
    upright: async (jpeg, turn) => ask({ task: 'upright', jpeg, turn }),
  }
  const inspecting: Inspecting = { looks, cardReader, convertible: convertibleKinds }

  return {
    warm: looking.warm,

    inspect: async (bytes, asked) => inspectPicture(inspecting, bytes, asked),

    async convert(bytes) {
      const picture = checkConversion(bytes, convertibleKinds)
      if (!picture.ok) return picture
      if (picture.value.kind === 'jpeg' && picture.value.bytes.length <= maxScanBytes) {
        return ok(picture.value.bytes)
      }
      return (await converting.ask(picture.value)) ?? tooComplex
    },

    async mark(jpeg, regions, turn) {
      const marked = await ask({ task: 'mark', jpeg, regions, turn })
      return marked.ok ? marked.value : undefined
    },

    async close() {
      await Promise.all([looking.close(), converting.close()])
    },
  }
}

const tooComplex = fail({ kind: 'tooComplex' } as const)

const isAnswerTo = <Task extends keyof ImageAnswers>(
  reply: ImageReply | undefined,
  task: Task,
): reply is ImageReply & { readonly task: Task; readonly result: Result<ImageAnswers[Task], ScanProblem> } =>
  reply?.task === task

/** Beside it, the pixels of one picture. */
const heapMb = 256

const start = (name: string, ...args: readonly string[]): ReturnType<typeof startHelper> => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return startHelper(new URL(`./${name}.${extension}`, import.meta.url), { args, heapMb })
}

import { Fault } from '../../core/fault.ts'
import type { CardReader } from '../../core/scan/card/cardReader.ts'
import { killableHelper, type KillableHelper } from '../helpers/killableHelper.ts'
import { startHelper } from '../helpers/startHelper.ts'
import type { OcrReply, OcrRequest } from './ocrHelper.ts'

export interface LocalCardReader extends CardReader {
  /** Ends the process, after the pictures that wait. */
  close(): Promise<void>
}

export interface CardReaderOptions {
  /** How long one picture may take, in milliseconds; then the process is ended, and the picture is not read. */
  readonly deadlineMs?: number
  /** How long the process is kept without a picture to read, in milliseconds: it holds some 230 MB. */
  readonly idleMs?: number
  /** How long nothing is read after the process did not start, in milliseconds. */
  readonly restMs?: number
  /** The folder of the models; their package's own when none is named. */
  readonly modelsFolder?: string
}

/**
 * Cards read on Node by PP-OCRv4, one at a time in a process of its own, started with the first. Where it does not start
 * (onnxruntime or the models are not installed, or not for this machine) every picture is not read.
 */
export const createCardReader = ({
  deadlineMs = 15_000,
  idleMs = 10 * 60_000,
  restMs = 10 * 60_000,
  modelsFolder,
}: CardReaderOptions = {}): LocalCardReader => {
  type Process = KillableHelper<OcrRequest, OcrReply>
  let running: Process | undefined
  let reading = 0
  let idle: NodeJS.Timeout | undefined
  let restUntil = 0
  let closed = false

  const end = async (): Promise<void> => {
    clearTimeout(idle)
    const ended = running
    running = undefined
    await ended?.close()
  }

  return {
    async read(jpeg, holder) {
      if (closed) throw new Fault('alert', 'a closed reader of cards was asked')
      if (Date.now() < restUntil) return undefined
      clearTimeout(idle)
      reading++
      running ??= killableHelper({ start: async () => startProcess(modelsFolder), deadlineMs })
      try {
        return (await running.ask({ jpeg, holder }))?.reading
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        restUntil = Date.now() + restMs
        return undefined
      } finally {
        reading--
        if (reading === 0) idle = setTimeout(() => void end(), idleMs).unref()
      }
    },

    async close() {
      closed = true
      await end()
    },
  }
}

/** Some 20 MB are in use; a picture of 1600 pixels and its lines come on top of the heap. */
const heapMb = 192

const startProcess = (modelsFolder: string | undefined): ReturnType<typeof startHelper> => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return startHelper(new URL(`./ocrHelper.${extension}`, import.meta.url), {
    args: modelsFolder === undefined ? [] : [modelsFolder],
    heapMb,
  })
}

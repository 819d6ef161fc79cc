import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ScanProblem } from '../../../src/core/problem.ts'
import type { Asked, Inspection } from '../../../src/core/scan/inspection.ts'

export interface LookRequest {
  readonly bytes: Uint8Array
  readonly asked: Asked
}

/** What the service found in a picture, and what that cost it. */
export interface Looked {
  readonly found: Pick<Inspection, 'shows' | 'reading'> | { readonly problem: ScanProblem }
  /** Whether it had to be made smaller first. */
  readonly converted: boolean
  readonly cpuMs: number
  /** Megabytes resident at once, at most: in the service's process, and in those it started. */
  readonly peakMB: number
  /** Of the service's process before it looked. */
  readonly restMB: number
  readonly helperMB: number
}

export interface ScanReader {
  look(bytes: Uint8Array, asked: Asked): Promise<Looked>
  close(): Promise<void>
}

/** One picture after another. */
export const startScanReader = (): ScanReader => {
  const child = fork(fileURLToPath(new URL('./readerProcess.ts', import.meta.url)), {
    serialization: 'advanced',
  })
  let waiting = Promise.withResolvers<Looked>()
  const exited = once(child, 'exit').then(() => waiting.reject(new Error('the reader ended')))
  child.on('message', (looked: Looked) => waiting.resolve(looked))
  let queue: Promise<unknown> = Promise.resolve()
  const ask = (request: LookRequest): Promise<Looked> => {
    waiting = Promise.withResolvers<Looked>()
    child.send({ ...request })
    return waiting.promise
  }
  return {
    look(bytes, asked) {
      const looked = queue.then(() => ask({ bytes, asked }))
      queue = Promise.allSettled([looked])
      return looked
    },
    async close() {
      await queue
      child.send('close')
      await exited
    },
  }
}

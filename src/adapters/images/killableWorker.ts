import { type EventEmitter, once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { Fault } from '../../core/fault.ts'

/** A worker thread, or a process of its own that looks like one. */
export type Helper = EventEmitter & Pick<Worker, 'postMessage' | 'terminate' | 'ref' | 'unref'>

/** A thread that answers one request after another, and that no request can keep for itself. */
export interface KillableWorker<Request, Reply> {
  /**
   * The thread's reply; `undefined` when it had none within the deadline, ran out of memory or crashed: then the
   * thread is ended, and the next request gets a new one. A Fault when a new thread does not start.
   */
  ask(request: Request): Promise<Reply | undefined>
  /** Lets the requests that wait be answered, then ends the thread. */
  close(): Promise<void>
}

/** How long a thread may take to load, in milliseconds. */
const loadingMs = 60_000

/**
 * `start` makes the thread, which posts one message when it has loaded, then one reply for each message it gets.
 * The deadline, in milliseconds, runs from the moment the thread is handed the request. A thread without a
 * request keeps no process alive.
 */
export const createKillableWorker = <Request, Reply>(options: {
  readonly start: () => Promise<Helper>
  readonly deadlineMs: number
  /** Whether each request gets a thread of its own, which takes with it what memory it took. */
  readonly once?: boolean
}): KillableWorker<Request, Reply> => {
  let worker: Helper | undefined
  let answer: ((reply: Reply | undefined) => void) | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let closed = false
  const ending = new Set<Promise<number>>()

  const end = (lost: Helper): void => {
    if (worker !== lost) return
    worker = undefined
    answer?.(undefined)
    // Not awaited by the request: a thread inside native code ends only when that returns.
    const ended = lost.terminate().finally(() => ending.delete(ended))
    ending.add(ended)
  }

  const startWorker = async (): Promise<Helper> => {
    const started = await options.start()
    try {
      await once(started, 'message', { signal: AbortSignal.timeout(loadingMs) })
    } catch (cause) {
      await started.terminate()
      throw new Fault('alert', 'a worker thread does not start', { cause })
    }
    started.unref()
    started.on('message', (reply: Reply) => {
      if (worker === started) answer?.(reply)
    })
    started.on('error', () => end(started))
    started.on('exit', () => end(started))
    return started
  }

  const serve = async (request: Request): Promise<Reply | undefined> => {
    const current = (worker ??= await startWorker())
    current.ref()
    const deadline = setTimeout(() => end(current), options.deadlineMs)
    try {
      return await new Promise<Reply | undefined>((resolve) => {
        answer = resolve
        current.postMessage(request, [])
      })
    } finally {
      answer = undefined
      clearTimeout(deadline)
      current.unref()
      if (options.once) end(current)
    }
  }

  return {
    ask(request) {
      if (closed) return Promise.reject(new Fault('alert', 'a closed worker thread was asked'))
      const reply = queue.then(() => serve(request))
      queue = Promise.allSettled([reply])
      return reply
    },

    async close() {
      closed = true
      await queue
      if (worker !== undefined) end(worker)
      await Promise.all(ending)
    },
  }
}

import { type EventEmitter, once } from 'node:events'
import { Fault } from '../../core/fault.ts'

/** A process of ours: it emits 'message' for each of its messages, and 'error' when it failed or ended. */
export interface Helper extends EventEmitter {
  readonly send: (message: Serializable) => void
  /** Ends it at once, whatever it does. */
  readonly terminate: () => Promise<unknown>
  /** A helper without a request keeps no process alive. */
  readonly ref: () => void
  readonly unref: () => void
}

/** What crosses between processes: structured data. */
export type Serializable = Parameters<NonNullable<typeof process.send>>[0]

/** A helper that answers one request after another, and that no request can keep for itself. */
export interface KillableHelper<Request, Reply> {
  /**
   * The helper's reply; `undefined` when it had none within the deadline, ran out of memory or crashed: then the
   * helper is ended, and the next request gets a new one. A Fault when a new helper does not start.
   */
  ask(request: Request): Promise<Reply | undefined>
  /**
   * Has a helper ready before the first request, and from then on another one after each that a request was the end of:
   * as many starts as requests, whatever they do to it. A Fault when the first does not start.
   */
  warm(): Promise<void>
  /** Lets the requests that wait be answered, then ends the helper. */
  close(): Promise<void>
}

/** How long a helper may take to load, in milliseconds. */
const loadingMs = 60_000

/**
 * `start` makes the helper, which posts one message when it has loaded, then one reply for each message it gets.
 * The deadline, in milliseconds, runs from the moment the helper is handed the request. A helper without a
 * request keeps no process alive.
 */
export const killableHelper = <Request extends Serializable, Reply>(options: {
  readonly start: () => Promise<Helper>
  readonly deadlineMs: number
  /** What a helper that is kept warm is asked first, so that what answers requests is loaded and compiled by then. */
  readonly practice?: Request
  /** Whether each request gets a helper of its own, which takes with it what memory it took. */
  readonly once?: boolean
}): KillableHelper<Request, Reply> => {
  let helper: Helper | undefined
  let answer: ((reply: Reply | undefined) => void) | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let closed = false
  let isKeptWarm = false
  /** Whether the present helper was handed a request, practice aside. */
  let isUsed = false
  const ending = new Set<Promise<unknown>>()

  const end = (lost: Helper): void => {
    if (helper !== lost) return
    helper = undefined
    answer?.(undefined)
    const ended = lost.terminate().finally(() => ending.delete(ended))
    ending.add(ended)
    // A new one that fails is told to the next request, which tries again.
    if (isKeptWarm && isUsed) inTurn(makeReady).catch(() => undefined)
  }

  const startOne = async (): Promise<Helper> => {
    const started = await options.start()
    try {
      await once(started, 'message', { signal: AbortSignal.timeout(loadingMs) })
    } catch (cause) {
      await started.terminate()
      throw new Fault('alert', 'a helper process does not start', { cause })
    }
    started.unref()
    started.on('message', (reply: Reply) => {
      if (helper === started) answer?.(reply)
    })
    started.on('error', () => end(started))
    isUsed = false
    return started
  }

  const makeReady = async (): Promise<void> => {
    if (closed || helper !== undefined) return
    helper = await startOne()
    if (options.practice !== undefined) await hand(helper, options.practice)
  }

  const serve = async (request: Request): Promise<Reply | undefined> => {
    const current = (helper ??= await startOne())
    isUsed = true
    return hand(current, request)
  }

  const hand = async (current: Helper, request: Request): Promise<Reply | undefined> => {
    current.ref()
    const deadline = setTimeout(() => end(current), options.deadlineMs)
    try {
      return await new Promise<Reply | undefined>((resolve) => {
        answer = resolve
        current.send(request)
      })
    } finally {
      answer = undefined
      clearTimeout(deadline)
      current.unref()
      if (options.once) end(current)
    }
  }

  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = queue.then(work)
    queue = Promise.allSettled([done])
    return done
  }

  return {
    ask(request) {
      if (closed) return Promise.reject(new Fault('alert', 'a closed helper was asked'))
      return inTurn(async () => serve(request))
    },

    warm() {
      isKeptWarm = true
      return inTurn(makeReady)
    },

    async close() {
      closed = true
      await queue
      if (helper !== undefined) end(helper)
      await Promise.all(ending)
    },
  }
}

import type { Update } from 'telegraf/types'
import { Fault } from '../../core/fault.ts'
import { allowedUpdates, isUpdate } from './incoming.ts'
import type { Log } from '../../core/ports.ts'
import { TelegramFault, type TelegramApi } from './telegramApi.ts'
import { wait } from './wait.ts'

export interface PollOptions {
  readonly api: TelegramApi
  /** Resolves once the update's turn is stored. The same update may come again. */
  readonly handle: (update: unknown) => Promise<void>
  readonly now: () => Date
  readonly log: Log
  /** The first and the longest wait after a failure, in milliseconds; each wait is twice the last. */
  readonly waits?: { readonly first: number; readonly longest: number; readonly longestForTurn: number }
}

const chatsAtOnce = 16
const longPollSeconds = 50
/** Tries of an update whose turn fails by a fault of ours, before it is let go so that others are not held up. */
const maxTries = 12

/**
 * Fetches updates until stopped. An update is confirmed to Telegram only after its turn is stored, so a crash or a
 * failure has it delivered again. Updates of different chats are handled at the same time, one chat's in order.
 * A broken connection is waited out; a token Telegram refuses ends it with a Fault 'alert'.
 */
export const pollUpdates = async (options: PollOptions, signal: AbortSignal): Promise<void> => {
  const { api, log, now, waits = { first: 500, longest: 30_000, longestForTurn: 5_000 } } = options
  const tries = new Map<number, number>()
  let webhookGone = false
  let offset = 0
  let failures = 0
  const growing = (longest: number) => Math.min(waits.first * 2 ** failures++, longest)

  while (!signal.aborted) {
    try {
      webhookGone ||= await api.callApi('deleteWebhook', { drop_pending_updates: false }, { signal })
      const updates = await api.callApi(
        'getUpdates',
        { offset, limit: 100, timeout: longPollSeconds, allowed_updates: allowedUpdates },
        { signal },
      )
      const done = await handleAll(updates, options, tries)
      const firstUndone = updates.find(({ update_id: id }) => !done.has(id))
      offset = firstUndone?.update_id ?? (updates.at(-1)?.update_id ?? offset - 1) + 1
      if (firstUndone) await wait(growing(waits.longestForTurn), signal)
      else failures = 0
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof TelegramFault)) throw error
      if (error.code === 409) {
        log.error({ err: error }, 'another process receives this bot’s updates, or a webhook was set for it')
      } else if (error.kind === 'alert') {
        throw error
      } else {
        log.warn({ err: error }, 'fetching updates from Telegram failed and is tried again')
      }
      const named = error.retryAt ? error.retryAt.getTime() - now().getTime() : 0
      await wait(Math.max(named, growing(waits.longest)), signal)
    }
  }
}

/** The ids of the updates that need not come again. A chat's later updates wait for one that failed. */
const handleAll = async (
  updates: readonly Update[],
  { handle, log }: PollOptions,
  tries: Map<number, number>,
): Promise<ReadonlySet<number>> => {
  const done = new Set<number>()
  const queues = [...Map.groupBy(updates, chatOf).values()]

  const handleOne = async (update: Update): Promise<boolean> => {
    const id = update.update_id
    try {
      await handle(update)
    } catch (error) {
      const passing = error instanceof Fault && error.kind === 'retry'
      const tried = (tries.get(id) ?? 0) + (passing ? 0 : 1)
      tries.set(id, tried)
      const letGo = tried >= maxTries
      log[letGo ? 'error' : 'warn'](
        { updateId: id, tried, err: error },
        letGo ? 'an update is let go: its turn failed too often' : 'a turn failed and is tried again',
      )
      if (!letGo) return false
    }
    tries.delete(id)
    done.add(id)
    return true
  }

  const work = async (): Promise<void> => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      for (const update of queue) if (!(await handleOne(update))) break
    }
  }
  await Promise.all(Array.from({ length: chatsAtOnce }, work))
  return done
}

const chatOf = (update: Update): number | undefined => {
  if (!isUpdate(update)) return undefined
  if ('message' in update) return update.message.chat.id
  return 'callback_query' in update ? update.callback_query.message?.chat.id : undefined
}

import type { Kysely } from 'kysely'
import { removeClearedScans } from '../adapters/postgres/clearedScans.ts'
import { eraseExpired } from '../adapters/postgres/retention.ts'
import type { Database } from '../adapters/postgres/schema.ts'
import { removeOldUploads } from '../adapters/postgres/uploads.ts'
import type { Host, Log, ObjectStore } from '../core/ports.ts'
import type { Config } from './config.ts'

/** How often messages that were refused for the moment are looked at again, and what has expired. */
const outboxMs = 1_000
const expiryMs = 10 * 60_000

/** How many messages one look takes. */
const outboxBatch = 50

/** What has to happen without anybody asking. Returns how to end it; that waits for what is under way. */
export const startHousekeeping = (parts: {
  readonly db: Kysely<Database>
  readonly objects: ObjectStore
  readonly config: Pick<Config, 'RETENTION_DAYS'>
  readonly host: Pick<Host, 'now'>
  readonly log: Log
  readonly sendOutbox: (limit: number) => Promise<number>
}): (() => Promise<void>) => {
  const { db, objects, config, host, log } = parts
  const sendOutbox = async (): Promise<void> => {
    while ((await parts.sendOutbox(outboxBatch)) === outboxBatch);
  }
  const expire = async (): Promise<void> => {
    await eraseExpired(db, host.now(), config.RETENTION_DAYS)
    while ((await removeClearedScans(db, objects)) > 0);
    while ((await removeOldUploads(db, objects, host.now())) > 0);
  }
  const ends = [
    repeat(sendOutbox, outboxMs, (err) => log.error({ err }, 'the outbox could not be worked off')),
    repeat(expire, expiryMs, (err) => log.error({ err }, 'what has expired could not be erased')),
  ]
  return async () => {
    await Promise.all(ends.map(async (end) => end()))
  }
}

/** Runs at once and then again after each pause, never twice at a time. */
const repeat = (run: () => Promise<void>, pauseMs: number, report: (error: unknown) => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isEnded = false
  let running = Promise.resolve()
  const next = async (): Promise<void> => {
    try {
      await run()
    } catch (error) {
      report(error)
    }
    if (isEnded) return
    timer = setTimeout(() => {
      running = next()
    }, pauseMs)
  }
  running = next()
  return async (): Promise<void> => {
    isEnded = true
    clearTimeout(timer)
    await running
  }
}

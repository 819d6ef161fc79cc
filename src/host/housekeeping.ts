import type { Kysely } from 'kysely'
import { removeOldAnswers } from '../adapters/postgres/apiAnswers.ts'
import { auditHeadMs, keepAuditHead } from '../adapters/postgres/auditHead.ts'
import { removeClearedScans } from '../adapters/postgres/clearedScans.ts'
import { retryLostDecisions } from '../adapters/postgres/lostDecisions.ts'
import { countOverdue } from '../adapters/postgres/overdue.ts'
import { remindWaiting } from '../adapters/postgres/reminders.ts'
import { eraseExpired } from '../adapters/postgres/retention.ts'
import type { Database } from '../adapters/postgres/schema.ts'
import { removeOldUploads } from '../adapters/postgres/uploads.ts'
import { removeOldEvents } from '../adapters/postgres/webhookDelivery.ts'
import type { Host, Log, ObjectStore } from '../core/ports.ts'
import type { Config } from './config.ts'

/** How long after one look at the messages that are due the next comes, at webhooks, and at what does not hurry. */
const outboxMs = 1_000
const webhooksMs = 1_000
const choreMs = 10 * 60_000

/** How many messages are under way at a time. */
const outboxBatch = 50
/** How many deliveries are under way at a time. */
const webhookBatch = 20

export interface HouseParts {
  readonly db: Kysely<Database>
  readonly objects: ObjectStore
  readonly config: Pick<Config, 'RETENTION_DAYS'>
  readonly host: Pick<Host, 'now'>
  readonly sendOutbox: (limit: number) => Promise<number>
  readonly deliverWebhooks: (now: Date, limit: number) => Promise<number>
}

/** Hands over all messages that are due, so many at a time; returns how many. */
export const sendAll = async (
  { sendOutbox }: Pick<HouseParts, 'sendOutbox'>,
  atOnce = outboxBatch,
): Promise<number> => {
  let sent = 0
  for (let last = atOnce; last === atOnce; sent += last) last = await sendOutbox(atOnce)
  return sent
}

/** Sends webhooks all that is due; returns how many deliveries were tried. */
export const deliverAll = async ({
  deliverWebhooks,
  host,
}: Pick<HouseParts, 'deliverWebhooks' | 'host'>): Promise<number> =>
  untilNone(async () => deliverWebhooks(host.now(), webhookBatch))

/** Erases what its time is over for, and removes the objects that nothing refers to any more; returns how many. */
export const expire = async (parts: Omit<HouseParts, 'sendOutbox' | 'deliverWebhooks'>): Promise<number> => {
  const { db, objects, config, host } = parts
  await eraseExpired(db, host.now(), config.RETENTION_DAYS)
  await removeOldAnswers(db, host.now())
  await removeOldEvents(db, host.now())
  return (
    (await untilNone(async () => removeClearedScans(db, objects))) +
    (await untilNone(async () => removeOldUploads(db, objects, host.now())))
  )
}

/**
 * Has the chats reminded that keep the desk waiting, and says when the desk keeps them waiting too long, or when what it
 * decided did not take effect.
 */
export const watchPromises = async ({
  db,
  host,
  log,
}: Pick<HouseParts, 'db' | 'host'> & { readonly log: Log }): Promise<void> => {
  const now = host.now()
  await untilNone(async () => remindWaiting(db, now))
  const lost = await untilNone(async () => retryLostDecisions(db, now))
  if (lost > 0) log.error({ decisions: lost }, 'decisions did not take effect and are tried again')
  const overdue = await countOverdue(db, now)
  if (overdue > 0) log.warn({ overdue }, 'applications are past their promised time')
}

/** Looks whether the audit log is what it was, and notes down how far; a broken one is told each time. */
export const watchAudit = async ({
  db,
  objects,
  host,
  log,
}: Pick<HouseParts, 'db' | 'objects' | 'host'> & { readonly log: Log }): Promise<void> => {
  const verdict = await keepAuditHead(db, objects, host.now())
  if (!verdict.intact)
    log.error({ line: verdict.brokenAt }, 'the audit log was changed: `sealpass audit verify` says where')
  else if (verdict.noteMissing)
    log.error(
      {},
      'the note of the last line of the audit log is missing: unless the service runs for the first time, compare the log with a backup',
    )
}

const untilNone = async (remove: () => Promise<number>): Promise<number> => {
  let removed = 0
  for (let last = -1; last !== 0; removed += last) last = await remove()
  return removed
}

/** What has to happen without anybody asking. Returns how to end it; that waits for what is under way. */
export const startHousekeeping = (parts: HouseParts & { readonly log: Log }): (() => Promise<void>) => {
  const { log } = parts
  const chores = [
    [sendAll, outboxMs, 'the outbox could not be worked off'],
    [deliverAll, webhooksMs, 'webhooks could not be sent'],
    [expire, choreMs, 'what has expired could not be erased'],
    [watchPromises, choreMs, 'reminders and promises could not be looked after'],
    [watchAudit, auditHeadMs, 'the audit log could not be verified'],
  ] as const
  const ends = chores.map(([run, pauseMs, failed]) =>
    repeat(
      async () => run(parts),
      pauseMs,
      (err) => log.error({ err }, failed),
    ),
  )
  return async () => {
    await Promise.all(ends.map(async (end) => end()))
  }
}

/** Runs at once and then again after each pause, never twice at a time. */
const repeat = (run: () => Promise<unknown>, pauseMs: number, report: (error: unknown) => void) => {
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

import type { Kysely } from 'kysely'
import { remindedBefore } from '../../core/reminder.ts'
import { appendAudit } from './audit.ts'
import { formAwaitedSince } from './formAwaitedSince.ts'
import { enqueue } from './jobs.ts'
import type { Database } from './schema.ts'

const batch = 100

/**
 * Has the chats reminded whose scans have been awaited for days, once for each time they are; returns how many. What is
 * looked through are those not reminded yet, by an index of their own.
 */
export const remindWaiting = async (db: Kysely<Database>, now: Date): Promise<number> => {
  const before = remindedBefore(now)
  if (!before) return 0
  return db.transaction().execute(async (trx) => {
    const waiting = await trx
      .selectFrom('application')
      .select(['id', 'version', 'chat_id'])
      .where('state', 'in', ['awaitingScans', 'scansRequested'])
      .whereRef('reminded_version', 'is distinct from', 'version')
      .where((where) =>
        where.or([
          where.and([where('state', '=', 'scansRequested'), where('decided_at', '<', before)]),
          formAwaitedSince(where, before),
        ]),
      )
      .limit(batch)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const { id, version } of waiting) {
      await trx.updateTable('application').set({ reminded_version: version }).where('id', '=', id).execute()
      await enqueue(trx, 'remindChat', { applicationId: id, version })
    }
    for (const { id, chat_id: chatId } of waiting)
      if (chatId !== null)
        await appendAudit(trx, { at: now, actor: 'service', action: 'reminded', applicationId: id })
    return waiting.length
  })
}

import type { Kysely } from 'kysely'
import { applicationStates, isEnded } from '../../core/application.ts'
import { appendAudit } from './audit.ts'
import { eraseApplication } from './eraseApplication.ts'
import type { Database } from './schema.ts'

const dayMs = 24 * 60 * 60_000
/** Telegram repeats an update for a day; a page's form is not sent again after more than a week. */
const seenUpdateDays = 8
const batch = 100

const endedStates = applicationStates.filter(isEnded)

/**
 * Erases what its retention time is over for (R20): the personal values of applications that ended, chats nobody has
 * spoken in, with their messages, and the ids of updates that cannot come again. `retentionDays` counts from an
 * application's end, from a form that was never sent, and from a chat's last turn.
 */
export const eraseExpired = async (db: Kysely<Database>, now: Date, retentionDays: number): Promise<void> => {
  const before = new Date(now.getTime() - retentionDays * dayMs)
  while ((await eraseApplications(db, now, before)) === batch);
  await db
    .deleteFrom('chat')
    .where('updated_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('application')
            .select('application.id')
            .whereRef('application.chat_id', '=', 'chat.id')
            .where('application.values', 'is not', null),
        ),
      ),
    )
    .execute()
  await db
    .deleteFrom('chat_update')
    .where('seen_at', '<', new Date(now.getTime() - seenUpdateDays * dayMs))
    .execute()
}

const eraseApplications = async (db: Kysely<Database>, now: Date, before: Date): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const expired = await trx
      .selectFrom('application')
      .select('id')
      .where('values', 'is not', null)
      .where((where) =>
        where.or([
          where.and([where('state', 'in', endedStates), where('decided_at', '<', before)]),
          where.and([where('state', '=', 'awaitingScans'), where('composed_at', '<', before)]),
        ]),
      )
      .limit(batch)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const { id } of expired) {
      await eraseApplication(trx, id)
      await appendAudit(trx, { at: now, actor: 'retention', action: 'erased', applicationId: id })
    }
    return expired.length
  })

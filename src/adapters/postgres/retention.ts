import type { Kysely } from 'kysely'
import { advance, applicationStates, isEnded } from '../../core/application.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import { appendAudit } from './audit.ts'
import { formAwaitedSince } from './formAwaitedSince.ts'
import { eraseApplication } from './eraseApplication.ts'
import type { LoginTables } from './loginTables.ts'
import type { Database } from './schema.ts'

/** Telegram repeats an update for a day; a page's form is not sent again after more than a week. */
const seenUpdateDays = 8
const batch = 100

const endedStates = applicationStates.filter(isEnded)

/**
 * Erases what its retention time is over for (R20): the personal values of applications that ended, chats nobody has
 * spoken in, with their messages, the ids of updates that cannot come again, guesses and wrong sign-ins that limit
 * nothing any more, invitations and passkeys' challenges that are too old to be answered, and sessions that are over.
 * `retentionDays` counts from an application's end, from a chat's last turn, and from a form or a scan asked for again
 * that never came: such an application is withdrawn.
 */
export const eraseExpired = async (db: Kysely<Database>, now: Date, retentionDays: number): Promise<void> => {
  const before = new Date(now.getTime() - retentionDays * dayLength)
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
    .where('seen_at', '<', new Date(now.getTime() - seenUpdateDays * dayLength))
    .execute()
  await db.deleteFrom('guess').where('window_ends_at', '<=', now).execute()
  await db.deleteFrom('sign_in_failure').where('forgotten_at', '<=', now).execute()
  await db.deleteFrom('passkey_challenge').where('expires_at', '<=', now).execute()
  await db.deleteFrom('reviewer_invitation').where('expires_at', '<=', now).execute()
  // better-auth removes one only when its browser comes again; an address and a browser's name stand in it
  const logins = db.$extendTables<Pick<LoginTables, 'reviewer_session' | 'reviewer_verification'>>()
  await logins.deleteFrom('reviewer_session').where('expiresAt', '<=', now).execute()
  await logins.deleteFrom('reviewer_verification').where('expiresAt', '<=', now).execute()
}

const eraseApplications = async (db: Kysely<Database>, now: Date, before: Date): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const expired = await trx
      .selectFrom('application')
      .select(['id', 'state', 'version'])
      .where('values', 'is not', null)
      .where((where) =>
        where.or([
          where.and([
            where('state', 'in', [...endedStates, 'scansRequested']),
            where('decided_at', '<', before),
          ]),
          formAwaitedSince(where, before),
        ]),
      )
      .limit(batch)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const { id, state, version } of expired) {
      await eraseApplication(trx, id)
      // Without its form it could be sent no more.
      const withdrawn = advance(state, 'withdraw')
      if (withdrawn.ok)
        await trx
          .updateTable('application')
          .set({ state: withdrawn.value, version: version + 1 })
          .where('id', '=', id)
          .execute()
    }
    for (const { id: applicationId } of expired)
      await appendAudit(trx, { at: now, actor: 'retention', action: 'erased', applicationId })
    return expired.length
  })

import { type Kysely, sql, type Transaction } from 'kysely'
import type { Administered, People, Person } from '../../core/accounts.ts'
import { advance } from '../../core/application.ts'
import { may, type Role } from '../../core/role.ts'
import { appendAudit } from './audit.ts'
import type { LoginTables } from './loginTables.ts'
import type { Database } from './schema.ts'

/** The reviewers, as an administrator and the command line see and change them. */
export const people = (
  db: Kysely<Database>,
): Pick<People, 'list' | 'findByEmail' | 'changeRole' | 'disable' | 'enable'> => {
  const list = async (email?: string): Promise<readonly Person[]> => {
    const rows = await db
      .selectFrom('reviewer')
      .select(['id', 'name', 'email', 'role', 'twoFactorEnabled', 'disabled_at'])
      .select(({ selectFrom }) =>
        selectFrom('audit')
          .select('at')
          .whereRef('actor', '=', 'reviewer.id')
          .where('action', '=', 'signedIn')
          .orderBy('seq', 'desc')
          .limit(1)
          .as('last_sign_in_at'),
      )
      .$if(email !== undefined, (query) => query.where('email', '=', email?.toLowerCase() ?? ''))
      .orderBy('createdAt')
      .orderBy('id')
      .execute()
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      role: row.role,
      isEnrolled: row.twoFactorEnabled === true,
      isDisabled: row.disabled_at !== null,
      lastSignInAt: row.last_sign_in_at ?? undefined,
    }))
  }

  return {
    list: () => list(),
    findByEmail: async (email) => (await list(email))[0],

    changeRole: (reviewerId, role, by, now) =>
      db.transaction().execute(async (trx) => {
        const before = await lockReviewer(trx, reviewerId)
        if (!before) return 'unknown'
        if (before.role === role) return 'done'
        if (role !== 'administrator' && before.isLastAdministrator) return 'last'
        await trx.updateTable('reviewer').set({ role }).where('id', '=', reviewerId).execute()
        const held = may(role, 'review') ? [] : await releaseAll(trx, reviewerId)
        await noteReleased(trx, held, by, now)
        const detail = { reviewer: reviewerId, from: before.role, to: role }
        await appendAudit(trx, { at: now, actor: by, action: 'roleChanged', detail })
        return 'done'
      }),

    disable: (reviewerId, by, now) =>
      db.transaction().execute(async (trx) => {
        const before = await lockReviewer(trx, reviewerId)
        if (!before) return 'unknown'
        if (before.isDisabled) return 'done'
        if (before.isLastAdministrator) return 'last'
        await trx.updateTable('reviewer').set({ disabled_at: now }).where('id', '=', reviewerId).execute()
        await endSessions(trx, reviewerId)
        await noteReleased(trx, await releaseAll(trx, reviewerId), by, now)
        const detail = { reviewer: reviewerId }
        await appendAudit(trx, { at: now, actor: by, action: 'reviewerDisabled', detail })
        return 'done'
      }),

    enable: (reviewerId, by, now) =>
      db.transaction().execute(async (trx): Promise<Administered> => {
        const before = await lockReviewer(trx, reviewerId)
        if (!before) return 'unknown'
        if (!before.isDisabled) return 'done'
        await trx.updateTable('reviewer').set({ disabled_at: null }).where('id', '=', reviewerId).execute()
        const detail = { reviewer: reviewerId }
        await appendAudit(trx, { at: now, actor: by, action: 'reviewerEnabled', detail })
        return 'done'
      }),
  }
}

export const endSessions = async (trx: Transaction<Database>, reviewerId: string): Promise<void> => {
  await trx
    .$extendTables<Pick<LoginTables, 'reviewer_session'>>()
    .deleteFrom('reviewer_session')
    .where('userId', '=', reviewerId)
    .execute()
}

/** Locks the administrators first, so that two of them cannot take the role from each other at the same instant. */
const lockReviewer = async (
  trx: Transaction<Database>,
  reviewerId: string,
): Promise<{ role: Role; isDisabled: boolean; isLastAdministrator: boolean } | undefined> => {
  const administrators = await trx
    .selectFrom('reviewer')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  const row = await trx
    .selectFrom('reviewer')
    .select(['role', 'disabled_at'])
    .where('id', '=', reviewerId)
    .forUpdate()
    .executeTakeFirst()
  return (
    row && {
      role: row.role,
      isDisabled: row.disabled_at !== null,
      isLastAdministrator: administrators.length === 1 && administrators[0]?.id === reviewerId,
    }
  )
}

/** Puts back all they hold, lapsed or not; gives the applications' ids. */
const releaseAll = async (trx: Transaction<Database>, reviewerId: string): Promise<readonly string[]> => {
  const next = advance('inReview', 'release')
  if (!next.ok) return []
  const rows = await trx
    .updateTable('application')
    .set({ state: next.value, version: sql`version + 1`, lease_until: null })
    .where('state', '=', 'inReview')
    .where('reviewer_id', '=', reviewerId)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

const noteReleased = async (
  trx: Transaction<Database>,
  applicationIds: readonly string[],
  by: string,
  now: Date,
): Promise<void> => {
  for (const applicationId of applicationIds)
    await appendAudit(trx, { at: now, actor: by, action: 'released', applicationId })
}

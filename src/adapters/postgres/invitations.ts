import type { Kysely, Transaction } from 'kysely'
import { type Invitation, invitationHours, type People } from '../../core/accounts.ts'
import type { Vault } from '../../core/ports.ts'
import { base64Url } from '../base64Url.ts'
import { appendAudit } from './audit.ts'
import type { LoginTables } from './loginTables.ts'
import { endSessions } from './people.ts'
import type { Database } from './schema.ts'

const columns = ['purpose', 'email', 'name', 'role', 'expires_at'] as const

/** One-time codes to join the desk, or to set password and second factor anew. Of a code only its keyed hash is kept. */
export const invitations = (
  db: Kysely<Database>,
  vault: Vault,
): Pick<
  People,
  'invitations' | 'invite' | 'inviteToReset' | 'withdrawInvitation' | 'findInvitation' | 'accept'
> => {
  const hashOf = (code: string): Promise<string> => vault.hash('reviewer.invitation', code)

  const store = async (
    trx: Transaction<Database>,
    invitation: Pick<Invitation, 'purpose' | 'email' | 'name' | 'role'>,
    by: string,
    now: Date,
  ): Promise<string> => {
    const code = newCode()
    const values = {
      ...invitation,
      token_hash: await hashOf(code),
      invited_by: by,
      created_at: now,
      expires_at: new Date(now.getTime() + invitationHours * 60 * 60_000),
    }
    await trx.deleteFrom('reviewer_invitation').where('expires_at', '<=', now).execute()
    await trx
      .insertInto('reviewer_invitation')
      .values(values)
      .onConflict((conflict) => conflict.column('email').doUpdateSet(values))
      .execute()
    return code
  }

  return {
    async invitations(now) {
      const rows = await db
        .selectFrom('reviewer_invitation')
        .select(columns)
        .where('expires_at', '>', now)
        .orderBy('created_at')
        .execute()
      return rows.map(invitationOf)
    },

    invite: (person, by, now) =>
      db.transaction().execute(async (trx) => {
        const email = person.email.toLowerCase()
        const known = await trx
          .selectFrom('reviewer')
          .select('id')
          .where('email', '=', email)
          .executeTakeFirst()
        if (known) return undefined
        const code = await store(trx, { ...person, purpose: 'join', email }, by, now)
        const detail = { role: person.role }
        await appendAudit(trx, { at: now, actor: by, action: 'reviewerInvited', detail })
        return code
      }),

    inviteToReset: (reviewerId, by, now) =>
      db.transaction().execute(async (trx) => {
        const reviewer = await trx
          .selectFrom('reviewer')
          .select(['email', 'name', 'role'])
          .where('id', '=', reviewerId)
          .where('disabled_at', 'is', null)
          .executeTakeFirst()
        if (!reviewer) return undefined
        const code = await store(trx, { ...reviewer, purpose: 'reset' }, by, now)
        const detail = { reviewer: reviewerId }
        await appendAudit(trx, { at: now, actor: by, action: 'resetLinkMade', detail })
        return code
      }),

    withdrawInvitation: (email, by, now) =>
      db.transaction().execute(async (trx) => {
        const withdrawn = await trx
          .deleteFrom('reviewer_invitation')
          .where('email', '=', email)
          .returning('purpose')
          .executeTakeFirst()
        if (withdrawn)
          await appendAudit(trx, { at: now, actor: by, action: 'invitationWithdrawn', detail: withdrawn })
      }),

    async findInvitation(code, now) {
      const row = await db
        .selectFrom('reviewer_invitation')
        .select(columns)
        .where('token_hash', '=', await hashOf(code))
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row && invitationOf(row)
    },

    accept: (code, passwordHash, now) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .deleteFrom('reviewer_invitation')
          .where('token_hash', '=', await hashOf(code))
          .where('expires_at', '>', now)
          .returning(columns)
          .executeTakeFirst()
        if (!row) return undefined
        const invitation = invitationOf(row)
        const reviewerId = await (invitation.purpose === 'join' ? join : reset)(
          trx,
          invitation,
          passwordHash,
          now,
        )
        if (reviewerId === undefined) return undefined
        const action = invitation.purpose === 'join' ? 'reviewerJoined' : 'reviewerReset'
        await appendAudit(trx, { at: now, actor: reviewerId, action })
        return { reviewerId, email: invitation.email }
      }),
  }
}

/** As better-auth makes one who has a password; undefined when the address was taken in the meantime. */
const join = async (
  trx: Transaction<Database>,
  { email, name, role }: Invitation,
  password: string,
  now: Date,
): Promise<string | undefined> => {
  const id = crypto.randomUUID()
  const made = await trx
    .$extendTables<{ reviewer: Database['reviewer'] & { emailVerified: boolean; updatedAt: Date } }>()
    .insertInto('reviewer')
    .values({ id, email, name, role, emailVerified: true, createdAt: now, updatedAt: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return undefined
  await trx
    .$extendTables<Pick<LoginTables, 'reviewer_login'>>()
    .insertInto('reviewer_login')
    .values({
      id: crypto.randomUUID(),
      accountId: id,
      providerId: 'credential',
      userId: id,
      password,
      updatedAt: now,
    })
    .execute()
  return id
}

/** Nothing that could be used before is of use afterwards. Undefined for one who was disabled in the meantime. */
const reset = async (
  trx: Transaction<Database>,
  { email }: Invitation,
  password: string,
  now: Date,
): Promise<string | undefined> => {
  const reviewer = await trx
    .updateTable('reviewer')
    .set({ twoFactorEnabled: false })
    .where('email', '=', email)
    .where('disabled_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!reviewer) return undefined
  const logins = trx.$extendTables<Pick<LoginTables, 'reviewer_login' | 'reviewer_two_factor'>>()
  await logins
    .updateTable('reviewer_login')
    .set({ password, updatedAt: now })
    .where('userId', '=', reviewer.id)
    .where('providerId', '=', 'credential')
    .execute()
  await logins.deleteFrom('reviewer_two_factor').where('userId', '=', reviewer.id).execute()
  await trx.deleteFrom('reviewer_passkey').where('reviewer_id', '=', reviewer.id).execute()
  await endSessions(trx, reviewer.id)
  return reviewer.id
}

const invitationOf = (row: Pick<Database['reviewer_invitation'], (typeof columns)[number]>): Invitation => ({
  purpose: row.purpose,
  email: row.email,
  name: row.name,
  role: row.role,
  expiresAt: row.expires_at,
})

/** 192 bits as base64url: 32 characters. */
const newCode = (): string => base64Url(crypto.getRandomValues(new Uint8Array(24)))

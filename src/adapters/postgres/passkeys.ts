import type { Kysely, Selectable } from 'kysely'
import { challengeMinutes, type Passkey, type Passkeys } from '../../core/accounts.ts'
import type { Vault } from '../../core/ports.ts'
import { appendAudit } from './audit.ts'
import type { LoginTables } from './loginTables.ts'
import type { Database } from './schema.ts'

export const passkeys = (db: Kysely<Database>, vault: Vault): Passkeys => {
  const hashOf = (challenge: string): Promise<string> => vault.hash('reviewer.passkey_challenge', challenge)
  return {
    async keepChallenge(challenge, reviewerId, now) {
      // here, as anyone at the door can have one made: what nobody answered does not pile up
      await db.deleteFrom('passkey_challenge').where('expires_at', '<=', now).execute()
      await db
        .insertInto('passkey_challenge')
        .values({
          challenge_hash: await hashOf(challenge),
          reviewer_id: reviewerId ?? null,
          expires_at: new Date(now.getTime() + challengeMinutes * 60_000),
        })
        .execute()
    },

    async takeChallenge(challenge, reviewerId, now) {
      const taken = await db
        .deleteFrom('passkey_challenge')
        .where('challenge_hash', '=', await hashOf(challenge))
        .returning(['reviewer_id', 'expires_at'])
        .executeTakeFirst()
      return taken !== undefined && taken.reviewer_id === (reviewerId ?? null) && taken.expires_at > now
    },

    async list(reviewerId) {
      const rows = await db
        .selectFrom('reviewer_passkey')
        .selectAll()
        .where('reviewer_id', '=', reviewerId)
        .orderBy('created_at')
        .execute()
      return rows.map(passkeyOf)
    },

    async find(credentialId) {
      const row = await db
        .selectFrom('reviewer_passkey')
        .selectAll()
        .where('credential_id', '=', credentialId)
        .executeTakeFirst()
      return row && passkeyOf(row)
    },

    add: (passkey, now) =>
      db.transaction().execute(async (trx) => {
        const added = await trx
          .insertInto('reviewer_passkey')
          .values({
            credential_id: passkey.credentialId,
            reviewer_id: passkey.reviewerId,
            name: passkey.name,
            public_key: passkey.publicKey,
            counter: passkey.counter,
            transports: [...passkey.transports],
            created_at: now,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('credential_id')
          .executeTakeFirst()
        if (added) await appendAudit(trx, { at: now, actor: passkey.reviewerId, action: 'passkeyAdded' })
        return added !== undefined
      }),

    async noteUse(credentialId, counter, now) {
      await db
        .updateTable('reviewer_passkey')
        .set({ counter, last_used_at: now })
        .where('credential_id', '=', credentialId)
        .execute()
    },

    async rename(reviewerId, credentialId, name) {
      await db
        .updateTable('reviewer_passkey')
        .set({ name })
        .where('credential_id', '=', credentialId)
        .where('reviewer_id', '=', reviewerId)
        .execute()
    },

    remove: (reviewerId, credentialId, now) =>
      db.transaction().execute(async (trx) => {
        // the reviewer's row first: two at the same instant could take the last two
        await trx.selectFrom('reviewer').select('id').where('id', '=', reviewerId).forUpdate().execute()
        const owned = await trx
          .selectFrom('reviewer_passkey')
          .select('credential_id')
          .where('reviewer_id', '=', reviewerId)
          .execute()
        if (!owned.some((row) => row.credential_id === credentialId)) return 'unknown'
        const app = await trx
          .$extendTables<Pick<LoginTables, 'reviewer_two_factor'>>()
          .selectFrom('reviewer_two_factor')
          .select('id')
          .where('userId', '=', reviewerId)
          .where('verified', '=', true)
          .executeTakeFirst()
        if (owned.length === 1 && !app) return 'last'
        await trx.deleteFrom('reviewer_passkey').where('credential_id', '=', credentialId).execute()
        await appendAudit(trx, { at: now, actor: reviewerId, action: 'passkeyRemoved' })
        return 'done'
      }),
  }
}

const passkeyOf = (row: Selectable<Database['reviewer_passkey']>): Passkey => ({
  credentialId: row.credential_id,
  reviewerId: row.reviewer_id,
  name: row.name,
  publicKey: new Uint8Array(row.public_key),
  counter: Number(row.counter),
  transports: row.transports,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at ?? undefined,
})

import { type Kysely, sql } from 'kysely'
import { type ApiAnswer, answerDays, type ApiAnswers } from '../../core/apiToken.ts'
import type { Desk } from '../../core/desk.ts'
import type { Vault } from '../../core/ports.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import { insideTransaction } from './insideTransaction.ts'
import type { Database } from './schema.ts'
import { hashedAs } from './sealing.ts'

/**
 * Answers by token and key. Because the work, the row and the answer are one transaction, a crash anywhere leaves
 * either all of them or none, and a repeat finds the answer or does the work for the first time. Who works on a key
 * holds a lock on it that ends with the transaction, so none is left behind by a process that died.
 */
export const apiAnswers = (
  db: Kysely<Database>,
  vault: Vault,
  openDesk: (db: Kysely<Database>) => Desk,
): ApiAnswers => ({
  async once({ tokenId, key, content }, now, work) {
    // keyed, because what was asked for can be personal
    const requestHash = await vault.hash(hashedAs.apiRequest, content)
    return db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ mine: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended(${`sealpass.api:${tokenId}:${key}`}, 0)) as mine
      `.execute(trx)
      if (rows[0]?.mine !== true) return { kind: 'inProgress' }
      const before = await trx
        .selectFrom('api_answer')
        .select(['request_hash', 'status', 'body'])
        .where('token_id', '=', tokenId)
        .where('idempotency_key', '=', key)
        // a row and its answer are stored at once
        .$narrowType<{ status: number }>()
        .executeTakeFirst()
      if (before && before.request_hash !== requestHash) return { kind: 'otherRequest' }
      if (before) return { kind: 'answered', answer: { status: before.status, body: before.body } }
      const answer: ApiAnswer = await work(openDesk(insideTransaction(trx)))
      await trx
        .insertInto('api_answer')
        .values({
          token_id: tokenId,
          idempotency_key: key,
          request_hash: requestHash,
          status: answer.status,
          body: JSON.stringify(answer.body),
          created_at: now,
        })
        .execute()
      return { kind: 'answered', answer }
    })
  },
})

/** Forgets answers whose time is over. */
export const removeOldAnswers = async (db: Kysely<Database>, now: Date): Promise<void> => {
  await db
    .deleteFrom('api_answer')
    .where('created_at', '<', new Date(now.getTime() - answerDays * dayLength))
    .execute()
}

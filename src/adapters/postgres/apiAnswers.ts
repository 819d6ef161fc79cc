import type { Kysely } from 'kysely'
import { type ApiAnswer, answerDays, type ApiAnswers } from '../../core/apiToken.ts'
import type { Desk } from '../../core/desk.ts'
import type { Vault } from '../../core/ports.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import { insideTransaction } from './insideTransaction.ts'
import type { Database } from './schema.ts'
import { hashedAs } from './sealing.ts'

/**
 * Answers by token and key. Because the work and the answer are one transaction, a crash anywhere leaves either both
 * of them or none, and a repeat finds the answer or does the work for the first time. Who works on a key holds the lock
 * of its row, which is there before; it ends with the transaction, so none is left behind by a process that died.
 */
export const apiAnswers = (
  db: Kysely<Database>,
  vault: Vault,
  openDesk: (db: Kysely<Database>) => Desk,
): ApiAnswers => ({
  async once({ tokenId, key, content }, now, work) {
    // keyed, because what was asked for can be personal
    const requestHash = await vault.hash(hashedAs.apiRequest, content)
    await db
      .insertInto('api_answer')
      .values({ token_id: tokenId, idempotency_key: key, request_hash: requestHash, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('api_answer')
        .select(['request_hash', 'status', 'body'])
        .where('token_id', '=', tokenId)
        .where('idempotency_key', '=', key)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      if (!row) return { kind: 'inProgress' }
      if (row.status !== null)
        return row.request_hash === requestHash
          ? { kind: 'answered', answer: { status: row.status, body: row.body } }
          : { kind: 'otherRequest' }
      // Nobody has answered it, or who tried was undone: what that asked for binds nobody.
      const answer: ApiAnswer = await work(openDesk(insideTransaction(trx)))
      await trx
        .updateTable('api_answer')
        .set({
          request_hash: requestHash,
          status: answer.status,
          body: JSON.stringify(answer.body),
          created_at: now,
        })
        .where('token_id', '=', tokenId)
        .where('idempotency_key', '=', key)
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

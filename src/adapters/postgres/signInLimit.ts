import { type Kysely, sql } from 'kysely'
import { freeTries, type SignInLimit, waitAfter } from '../../core/accounts.ts'
import type { Vault } from '../../core/ports.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import type { Database } from './schema.ts'

/** Wrong tries are forgotten when no other came for so long after the wait. */
const forgetMs = dayLength
/** No wait grows any more from here. */
const mostFailures = freeTries + 20

/** The wait itself is `waitAfter`'s; here it stands as a list, for a count that only the database knows. */
const waits = Array.from({ length: mostFailures + 1 }, (_, failures) => waitAfter(failures) / 1000)

export const signInLimit = (db: Kysely<Database>, vault: Vault): SignInLimit => {
  const hashOf = (key: string): Promise<string> => vault.hash('reviewer.sign_in', key)
  return {
    async attempt(key, now) {
      const keyHash = await hashOf(key)
      // PostgreSQL counts a list's places from 1
      const waitOf = (failures: ReturnType<typeof sql>) =>
        sql<Date>`${now}::timestamptz + make_interval(secs => (${waits}::float8[])[${failures} + 1])`
      const failures = sql`(case when known.forgotten_at <= ${now} then 1 else least(known.failures + 1, ${mostFailures}::int) end)`
      const { rows } = await sql<{ retry_at: Date }>`
        insert into sign_in_failure as known (key_hash, failures, retry_at, forgotten_at)
        values (${keyHash}, 1, ${now}, ${new Date(now.getTime() + forgetMs)})
        on conflict (key_hash) do update set
          failures = ${failures},
          retry_at = ${waitOf(failures)},
          forgotten_at = ${waitOf(failures)} + make_interval(secs => ${forgetMs / 1000})
        where known.retry_at <= ${now}
        returning retry_at
      `.execute(db)
      const counted = rows[0]
      if (counted) return { isHeard: true, nextAt: counted.retry_at > now ? counted.retry_at : undefined }
      const waiting = await db
        .selectFrom('sign_in_failure')
        .select('retry_at')
        .where('key_hash', '=', keyHash)
        .executeTakeFirst()
      // cleared in between by a right try: this one was not heard, and the next is at once
      return { isHeard: false, nextAt: waiting?.retry_at ?? now }
    },

    async clear(key) {
      await db
        .deleteFrom('sign_in_failure')
        .where('key_hash', '=', await hashOf(key))
        .execute()
    },
  }
}

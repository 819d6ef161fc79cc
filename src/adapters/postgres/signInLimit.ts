import { type Kysely, sql } from 'kysely'
import type { SignInLimit } from '../../core/desk.ts'
import type { Vault } from '../../core/ports.ts'
import type { Database } from './schema.ts'

/** Tries heard in one window; after them none is heard until the window ends. */
const maxTries = 5
const windowMinutes = 15

/** Counts before the password is looked at, so that tries at the same instant cannot outrun the count. */
export const signInLimit = (db: Kysely<Database>, vault: Vault): SignInLimit => {
  const hashOf = (key: string): Promise<string> => vault.hash('reviewer.sign_in', key)
  return {
    async attempt(key, now) {
      const windowEnd = new Date(now.getTime() + windowMinutes * 60_000)
      const { count, window_ends_at: retryAt } = await db
        .insertInto('guess')
        .values({ key_hash: await hashOf(key), count: 1, window_ends_at: windowEnd })
        .onConflict((conflict) =>
          conflict.column('key_hash').doUpdateSet({
            count: sql`case when guess.window_ends_at <= ${now} then 1 else least(guess.count + 1, 1000) end`,
            window_ends_at: sql`case when guess.window_ends_at <= ${now} then excluded.window_ends_at else guess.window_ends_at end`,
          }),
        )
        .returning(['count', 'window_ends_at'])
        .executeTakeFirstOrThrow()
      return count > maxTries ? retryAt : undefined
    },

    async clear(key) {
      await db
        .deleteFrom('guess')
        .where('key_hash', '=', await hashOf(key))
        .execute()
    },
  }
}

import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/** Far above any limit, and far below where the column ends. */
const mostCounted = 1_000_000

/** Counts one more under a key, from one on again once the window that the first opened is over. */
export const countInWindow = async (
  db: Kysely<Database>,
  { keyHash, windowMinutes }: { readonly keyHash: string; readonly windowMinutes: number },
  now: Date,
): Promise<{ readonly count: number; readonly windowEndsAt: Date }> => {
  const { count, window_ends_at: windowEndsAt } = await db
    .insertInto('guess')
    .values({
      key_hash: keyHash,
      count: 1,
      window_ends_at: new Date(now.getTime() + windowMinutes * 60_000),
    })
    .onConflict((conflict) =>
      conflict.column('key_hash').doUpdateSet({
        count: sql`case when guess.window_ends_at <= ${now} then 1 else least(guess.count + 1, ${mostCounted}::int) end`,
        window_ends_at: sql`case when guess.window_ends_at <= ${now} then excluded.window_ends_at else guess.window_ends_at end`,
      }),
    )
    .returning(['count', 'window_ends_at'])
    .executeTakeFirstOrThrow()
  return { count, windowEndsAt }
}

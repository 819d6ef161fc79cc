import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Database } from './schema.ts'

/** Of an application that waits for a decision. The states are literals, so that the partial index serves. */
export const isOpen: RawBuilder<SqlBool> = sql`application.state in ('submitted', 'inReview')`

/** Of one that nobody decided by its promised time (R12). */
export const isOverdue = (now: Date): RawBuilder<SqlBool> => sql`${isOpen} and promised_at <= ${now}`

export const countOverdue = async (db: Kysely<Database>, now: Date): Promise<number> => {
  const { count } = await db
    .selectFrom('application')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where(isOverdue(now))
    .executeTakeFirstOrThrow()
  return Number(count)
}

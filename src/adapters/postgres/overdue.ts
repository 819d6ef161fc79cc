import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/** How many applications nobody decided by their promised time (R12), by the index of what is open. */
export const countOverdue = async (db: Kysely<Database>, now: Date): Promise<number> => {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from application
    where state in ('submitted', 'inReview') and promised_at <= ${now}`.execute(db)
  return Number(rows[0]?.count)
}

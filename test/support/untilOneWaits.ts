import { setTimeout } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'

/** Until some connection to the database waits for a lock that another has. */
export const untilOneWaits = async <Tables>(db: Kysely<Tables>): Promise<void> => {
  for (;;) {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    if (rows.length > 0) return
    await setTimeout(5)
  }
}

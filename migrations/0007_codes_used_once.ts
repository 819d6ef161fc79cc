import { type Kysely, sql } from 'kysely'

/** A code of an authenticator app is good once. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table reviewer_two_factor
      -- of the last code accepted, counted in 30 seconds since 1970: no code of this step or before is taken again
      add column last_step integer not null default 0;
  `.execute(db)
}

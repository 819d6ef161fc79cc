import { type Kysely, sql } from 'kysely'

/** A unit's latest applications are read as they are shown, however many it has. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create index application_of_unit on application (unit_id, submitted_at desc nulls last, id);
    drop index application_unit;
  `.execute(db)
}

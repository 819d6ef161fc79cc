import { type Kysely, sql } from 'kysely'

/** The row that is locked by who adds a line to the audit log. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`insert into service (name, value) values ('audit_turn', '')`.execute(db)
}

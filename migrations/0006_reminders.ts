import { type Kysely, sql } from 'kysely'

/** Applicants whose scans are awaited are reminded, once for each time they are. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table application
      -- the version of which the chat was reminded last
      add column reminded_version integer;
    create index application_unreminded on application (id)
      where state in ('awaitingScans', 'scansRequested') and reminded_version is distinct from version;
  `.execute(db)
}

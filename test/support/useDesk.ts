import { sql } from 'kysely'
import { afterAll, beforeEach } from 'vitest'
import { type DeskFixture, openDeskFixture } from './deskFixture.ts'
import { deskRecords } from './deskRecords.ts'

/**
 * The desk for the tests of one file, on a database of its own, and what it leaves there. No test finds another's
 * applications or jobs; the audit log cannot be emptied, so tests look at the lines of their own application.
 */
export const useDesk = async (): Promise<
  { readonly fixture: DeskFixture } & ReturnType<typeof deskRecords>
> => {
  const fixture = await openDeskFixture()
  afterAll(async () => fixture.close())
  beforeEach(async () => {
    await fixture.db.deleteFrom('application').execute()
    await sql`delete from pgboss.job`.execute(fixture.db)
  })
  return { fixture, ...deskRecords(() => fixture) }
}

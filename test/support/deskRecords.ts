import type { Selectable } from 'kysely'
import type { Database } from '../../src/adapters/postgres/schema.ts'
import type { DeskFixture } from './deskFixture.ts'
import { tuesday } from './deskFixture.ts'

/** What the desk left in the database, of one application. */
export const deskRecords = (fixture: () => DeskFixture) => {
  const rowOf = (id: string): Promise<Selectable<Database['application']>> =>
    fixture().db.selectFrom('application').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  return {
    rowOf,

    /** Oldest first. */
    auditOf: (id: string) =>
      fixture()
        .db.selectFrom('audit')
        .select(['actor', 'action', 'detail'])
        .where('application_id', '=', id)
        .orderBy('seq')
        .execute(),

    /** Oldest first. */
    decisionsOf: (id: string) =>
      fixture()
        .db.selectFrom('decision')
        .selectAll()
        .where('application_id', '=', id)
        .orderBy('id')
        .execute(),

    /** Has the reviewer take it; gives the version they hold. */
    taken: async (id: string, reviewer = 'anna', now = tuesday): Promise<number> => {
      const taken = await fixture().desk.take(reviewer, id, now)
      if (!taken.ok) throw new Error(`${reviewer} could not take it: ${taken.problem.kind}`)
      return (await rowOf(id)).version
    },
  }
}

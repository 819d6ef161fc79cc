import { type Kysely, sql } from 'kysely'
import { DatabaseFault } from './database.ts'
import { newestMigration } from './newestMigration.ts'
import type { Database } from './schema.ts'

/**
 * Makes sure that the database has run the migrations that this version was built with, and none besides.
 * @throws DatabaseFault `alert` that says what to do, when it is older or newer.
 */
export const checkSchema = async (db: Kysely<Database>): Promise<void> => {
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name desc limit 1`.execute(db)
  const newest = rows[0]?.name ?? ''
  if (newest === newestMigration) return
  throw new DatabaseFault(
    'alert',
    undefined,
    newest > newestMigration
      ? `The database has run the migration ${newest}, which this version does not know. Deploy the version that has it.`
      : `The database has not run the migration ${newestMigration}. Start the jobs of this version, which run it.`,
  )
}

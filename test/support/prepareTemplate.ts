import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { prepareJobs } from '../../src/adapters/postgres/jobRunner.ts'
import { migrateToLatest } from '../../src/adapters/postgres/migrate.ts'

export const migrationsFolder = new URL('../../migrations/', import.meta.url)

/**
 * Fills the empty template that every test's database is copied from. Leaves no connection open: PostgreSQL copies
 * only a database that nobody uses.
 */
export const prepareTemplate = async (url: string): Promise<void> => {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 2 }) }),
  })
  try {
    await migrateToLatest(db, migrationsFolder)
  } finally {
    await db.destroy()
  }
  await prepareJobs(url)
}

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Kysely, sql } from 'kysely'
import { FileMigrationProvider, type Migration, Migrator, type MigrationProvider } from 'kysely/migration'
import { Fault } from '../../core/fault.ts'

/**
 * Brings the database to the newest schema: all pending migrations in one transaction, so that a failure leaves
 * nothing of them. Any number of instances may call it at once; Kysely's advisory lock lets one work and the others wait.
 * @param folder of the migrations, in the order of their file names; loaded as they are, TypeScript included.
 * @returns the names of the migrations that were run.
 * @throws Fault `alert` naming the migration that failed.
 */
export const migrateToLatest = async <Tables>(
  db: Kysely<Tables>,
  folder: URL,
): Promise<readonly string[]> => {
  const { error, results } = await new Migrator({ db, provider: migrationsIn(folder) }).migrateToLatest()
  if (error !== undefined) {
    const failed = results?.find(({ status }) => status === 'Error')
    const what = failed ? `Migration ${failed.migrationName} failed` : 'The migrations could not be run'
    throw new Fault('alert', `${what}: ${error instanceof Error ? error.message : 'no reason given'}`, {
      cause: error,
    })
  }
  return results?.map(({ migrationName }) => migrationName) ?? []
}

const migrationsIn = (folder: URL): MigrationProvider => {
  const files = new FileMigrationProvider({
    fs: { readdir },
    migrationFolder: fileURLToPath(folder),
    // What is joined here is imported: as a URL, because # and % in a path mean something else in a specifier.
    path: { join: (...parts) => pathToFileURL(join(...parts)).href },
  })
  return {
    getMigrations: async () =>
      Object.fromEntries(
        Object.entries(await files.getMigrations()).map(([name, { up }]) => [name, { up: unhurried(up) }]),
      ),
  }
}

/** An index of a large table takes longer than the service lets a statement take. */
const unhurried =
  (up: Migration['up']): Migration['up'] =>
  async (trx) => {
    await sql`set local statement_timeout = 0`.execute(trx)
    await up(trx)
  }

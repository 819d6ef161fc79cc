import type { Kysely } from 'kysely'
import type { Database } from '../../src/adapters/postgres/schema.ts'
import type { JobName } from '../../src/core/ports.ts'

/** Does something while there is no such queue, so that none of its jobs can be stored. */
export const withoutQueue = async (
  db: Kysely<Database>,
  name: JobName,
  work: () => Promise<unknown>,
): Promise<void> => {
  const queues = db.withTables<{ 'pgboss.queue': { name: string } }>()
  const rename = (from: string, to: string) =>
    queues.updateTable('pgboss.queue').set({ name: to }).where('name', '=', from).execute()
  await rename(name, 'gone')
  try {
    await work()
  } finally {
    await rename('gone', name)
  }
}

import { type Kysely, sql } from 'kysely'
import type { ObjectStore } from '../../core/ports.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import type { Database } from './schema.ts'

/** An offer to make a refused picture smaller stands for so long; after that it is to be sent once more. */
const keptDays = 2

/**
 * The object store for pictures on their way to inspection. Each is noted before it is put, so that one whose turn was
 * never taken, or that nobody came back to, is found again by `removeOldUploads`.
 */
export const uploads = (
  db: Kysely<Database>,
  objects: ObjectStore,
  host: { readonly now: () => Date },
): ObjectStore => ({
  async put(key, bytes) {
    await db
      .insertInto('upload')
      .values({ key, created_at: host.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await objects.put(key, bytes)
  },
  find: objects.find,
  remove: objects.remove,
})

/**
 * Removes up to `limit` uploads that are too old to be used and that no job is to inspect; the note goes last, so that
 * a crash only leaves it for the next call. Returns how many were removed: call again until 0.
 */
export const removeOldUploads = async (
  db: Kysely<Database>,
  objects: ObjectStore,
  now: Date,
  limit = 100,
): Promise<number> => {
  const before = new Date(now.getTime() - keptDays * dayLength)
  const { rows } = await sql<{ key: string }>`
    select key from upload
    where created_at < ${before} and key not in (
      select data -> 'picture' ->> 'key' from pgboss.job
      where name in ('inspect', 'inspectFailed') and state in ('created', 'retry', 'active')
        and data -> 'picture' ? 'key'
    )
    order by created_at limit ${limit}`.execute(db)
  for (const { key } of rows) {
    await objects.remove(key)
    await db.deleteFrom('upload').where('key', '=', key).execute()
  }
  return rows.length
}

import type { Kysely } from 'kysely'
import type { ObjectStore } from '../../core/ports.ts'
import type { Database } from './schema.ts'

/**
 * Removes the objects of up to `limit` cleared scans and forgets their keys; the list is the table itself, so a
 * crash only leaves them for the next call. Returns how many were removed: call again until 0.
 */
export const removeClearedScans = async (
  db: Kysely<Database>,
  objects: ObjectStore,
  limit = 100,
): Promise<number> => {
  const cleared = await db
    .selectFrom('scan')
    .select(['id', 'object_key'])
    .where('state', '=', 'cleared')
    .where('object_key', 'is not', null)
    .limit(limit)
    .execute()
  for (const { id, object_key } of cleared) {
    if (object_key !== null) await objects.remove(object_key)
    await db.updateTable('scan').set({ object_key: null }).where('id', '=', id).execute()
  }
  return cleared.length
}

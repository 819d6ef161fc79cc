import type { Kysely } from 'kysely'
import type { ObjectStore } from '../../core/ports.ts'
import type { CopyKeys } from '../../core/useCases/scanStore.ts'
import type { Database } from './schema.ts'

/** What is left of a scan that is cleared: nothing that was read from it, or by which its picture is known again. */
export const clearedScan = { state: 'cleared', reading: null, sha256_hash: null, likeness: null } as const

/**
 * Removes the objects of up to `limit` cleared scans, copies included, and forgets their keys; the list is the table
 * itself, so a crash only leaves them for the next call. Returns how many were removed: call again until 0.
 */
export const removeClearedScans = async (
  db: Kysely<Database>,
  objects: ObjectStore,
  limit = 100,
): Promise<number> => {
  const cleared = await db
    .selectFrom('scan')
    .select(['id', 'object_key', 'copies'])
    .where('state', '=', 'cleared')
    .where('object_key', 'is not', null)
    .limit(limit)
    .execute()
  for (const { id, object_key, copies } of cleared) {
    for (const key of Object.values(copies as CopyKeys)) await objects.remove(key)
    if (object_key !== null) await objects.remove(object_key)
    await db.updateTable('scan').set({ object_key: null, copies: '{}' }).where('id', '=', id).execute()
  }
  return cleared.length
}

import type { Kysely } from 'kysely'
import type { ObjectStore } from '../../core/ports.ts'
import { type AuditHead, type AuditVerdict, verifyAudit } from './audit.ts'
import type { Database } from './schema.ts'

/** Outside the database, so that who owns only that cannot cut the log off or compute its chain anew unseen. */
const objectKey = 'audit/head'

/** So many lines are verified in a few seconds; the next look goes on from there. */
const linesAtOnce = 100_000

/** The last line that was noted down; undefined when none was yet. */
export const findAuditHead = async (objects: ObjectStore): Promise<AuditHead | undefined> => {
  const noted = await objects.find(objectKey)
  return noted && (JSON.parse(new TextDecoder().decode(noted)) as AuditHead)
}

/**
 * Verifies what was written since the last line noted down, and notes the new last one. A broken chain moves nothing:
 * the note of before is what it is proven by.
 */
export const keepAuditHead = async (db: Kysely<Database>, objects: ObjectStore): Promise<AuditVerdict> => {
  const from = await findAuditHead(objects)
  const verdict = await verifyAudit(db, { ...(from && { from }), limit: linesAtOnce })
  if (verdict.intact && verdict.lastHash !== undefined && verdict.lastHash !== from?.hash) {
    const head: AuditHead = { seq: String(verdict.lines), hash: verdict.lastHash }
    await objects.put(objectKey, new TextEncoder().encode(JSON.stringify(head)))
  }
  return verdict
}

import type { Kysely } from 'kysely'
import type { ObjectStore } from '../../core/ports.ts'
import { appendAudit, type AuditHead, type AuditVerdict, verifyAudit } from './audit.ts'
import type { Database } from './schema.ts'

/** Outside the database, so that who owns only that cannot cut the log off or compute its chain anew unseen. */
const objectKey = 'audit/head'

/** So many lines are verified in a few seconds; the next look goes on from there. */
const linesAtOnce = 100_000

/** How often a service that runs looks, in milliseconds: lines younger than this can be cut off unseen. */
export const auditHeadMs = 60_000

/** A log whose first line is older, in milliseconds, has been noted, unless the service has never run since. */
const unnotedMs = 60 * 60_000

/** The last line that was noted down. */
export interface AuditNote extends AuditHead {
  /** When it was noted, ISO 8601. */
  readonly at: string
}

/** Undefined when none was noted yet, or the note was removed: `isNoteMissing` tells these apart. */
export const findAuditHead = async (objects: ObjectStore): Promise<AuditNote | undefined> => {
  const noted = await objects.find(objectKey)
  return noted && (JSON.parse(new TextDecoder().decode(noted)) as AuditNote)
}

/** Whether a log without a note has had time for one. */
export const isNoteMissing = async (db: Kysely<Database>, now: Date): Promise<boolean> => {
  const first = await db.selectFrom('audit').select('at').orderBy('seq').limit(1).executeTakeFirst()
  return first !== undefined && first.at.getTime() < now.getTime() - unnotedMs
}

/**
 * Verifies what was written since the last line noted down, and notes the new last one. A broken chain moves nothing:
 * the note of before is what it is proven by. Where that is missing the log begins to be noted anew, and a line of it
 * says so from then on.
 */
export const keepAuditHead = async (
  db: Kysely<Database>,
  objects: ObjectStore,
  now: Date,
): Promise<AuditVerdict & { readonly noteMissing: boolean }> => {
  const from = await findAuditHead(objects)
  const noteMissing = !from && (await isNoteMissing(db, now))
  const verdict = await verifyAudit(db, { ...(from && { from }), limit: linesAtOnce })
  if (verdict.intact && verdict.lastHash !== undefined && verdict.lastHash !== from?.hash) {
    const note: AuditNote = { seq: String(verdict.lines), hash: verdict.lastHash, at: now.toISOString() }
    await objects.put(objectKey, new TextEncoder().encode(JSON.stringify(note)))
    if (noteMissing)
      await db
        .transaction()
        .execute((trx) => appendAudit(trx, { at: now, actor: 'service', action: 'auditNoteMissing' }))
  }
  return { ...verdict, noteMissing }
}

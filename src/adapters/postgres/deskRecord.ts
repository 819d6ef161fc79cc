import type { Kysely } from 'kysely'
import type { Desk } from '../../core/desk.ts'
import { maskForRecord } from '../../core/deskMask.ts'
import type { PastDecision } from '../../core/deskReview.ts'
import type { Vault } from '../../core/ports.ts'
import { appendAudit } from './audit.ts'
import { readDecisions, readHistory } from './deskPast.ts'
import { openValues } from './deskReview.ts'
import type { Database } from './schema.ts'

/** An application as auditors read it. */
export const deskRecord = (db: Kysely<Database>, vault: Vault): Pick<Desk, 'record'> => ({
  record: (actor, applicationId, now) =>
    db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('application')
        .selectAll()
        .where('id', '=', applicationId)
        .executeTakeFirst()
      if (!row) return undefined
      const { full_name: unitName } = await trx
        .selectFrom('unit')
        .select('full_name')
        .where('id', '=', row.unit_id)
        .executeTakeFirstOrThrow()
      const record = {
        applicationId,
        unitName,
        state: row.state,
        values: row.values === null ? undefined : maskForRecord(await openValues(vault, row)),
        submittedAt: row.submitted_at ?? undefined,
        promisedAt: row.promised_at ?? undefined,
        decisions: (await readDecisions(trx, vault, applicationId)).map(withoutNotes),
        history: await readHistory(trx, applicationId),
      }
      await appendAudit(trx, { at: now, actor, action: 'recordSeen', applicationId })
      return record
    }),
})

/** Reviewers write them freely, and may name people. */
const withoutNotes = ({ decision, ...past }: PastDecision): PastDecision => ({
  ...past,
  decision:
    decision.kind === 'reject'
      ? { ...decision, internalNote: '', note: '' }
      : decision.kind === 'requestScans'
        ? { ...decision, internalNote: '', scans: decision.scans.map((scan) => ({ ...scan, note: '' })) }
        : { ...decision, internalNote: '' },
})

import type { Kysely, Selectable, Transaction } from 'kysely'
import { advance } from '../../core/application.ts'
import { type Desk, leaseFrom, type Unheld } from '../../core/desk.ts'
import { maxNoteLength } from '../../core/deskReasons.ts'
import { areFourEyes } from '../../core/fourEyes.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { appendAudit } from './audit.ts'
import type { Database } from './schema.ts'

export type ApplicationRow = Selectable<Database['application']>

export const lockApplication = (
  trx: Transaction<Database>,
  applicationId: string,
): Promise<ApplicationRow | undefined> =>
  trx.selectFrom('application').selectAll().where('id', '=', applicationId).forUpdate().executeTakeFirst()

/** Locks the application's row, if this reviewer holds it. */
export const lockHeld = async (
  trx: Transaction<Database>,
  reviewerId: string,
  applicationId: string,
  now: Date,
): Promise<Result<ApplicationRow, Unheld>> => {
  const row = await lockApplication(trx, applicationId)
  return row ? heldBy(reviewerId, row, now) : fail({ kind: 'notNow' })
}

export const heldBy = (
  reviewerId: string,
  row: ApplicationRow,
  now: Date,
): Result<ApplicationRow, Unheld> => {
  const { first_approver: first } = row
  if (first !== null && !areFourEyes(first, reviewerId) && advance(row.state, 'claim').ok)
    return fail({ kind: 'secondReviewerNeeded' })
  if (row.state !== 'inReview') return fail({ kind: 'notNow' })
  if (row.reviewer_id !== reviewerId) return fail({ kind: 'heldByAnother' })
  return row.lease_until === null || row.lease_until <= now ? fail({ kind: 'leaseLapsed' }) : ok(row)
}

export const extendLease = async (
  trx: Transaction<Database>,
  applicationId: string,
  now: Date,
): Promise<Date> => {
  const leaseUntil = leaseFrom(now)
  await trx
    .updateTable('application')
    .set({ lease_until: leaseUntil })
    .where('id', '=', applicationId)
    .execute()
  return leaseUntil
}

/** What a reviewer holds, kept and given back. */
export const deskHold = (db: Kysely<Database>): Pick<Desk, 'renew' | 'release' | 'releaseOf'> => ({
  renew: (reviewerId, applicationId, now) =>
    db.transaction().execute(async (trx) => {
      const held = await lockHeld(trx, reviewerId, applicationId, now)
      return held.ok ? ok(await extendLease(trx, applicationId, now)) : held
    }),

  release: (reviewerId, applicationId, now) =>
    db.transaction().execute(async (trx) => {
      const held = await lockHeld(trx, reviewerId, applicationId, now)
      if (!held.ok) return held
      const released = await putBack(trx, held.value)
      if (!released.ok) return released
      await appendAudit(trx, { at: now, actor: reviewerId, action: 'released', applicationId })
      return ok(undefined)
    }),

  releaseOf: (supervisorId, applicationId, reason, now) =>
    db.transaction().execute(async (trx) => {
      if (reason.trim() === '') return fail({ kind: 'reasonRequired' })
      if (reason.length > maxNoteLength) return fail({ kind: 'tooLong', max: maxNoteLength })
      const row = await lockApplication(trx, applicationId)
      if (!row) return fail({ kind: 'notNow' })
      const released = await putBack(trx, row)
      if (!released.ok) return released
      await appendAudit(trx, {
        at: now,
        actor: supervisorId,
        action: 'takenAway',
        applicationId,
        detail: { from: row.reviewer_id, reason: reason.trim() },
      })
      return ok(undefined)
    }),
})

const putBack = async (
  trx: Transaction<Database>,
  { id, state, version }: ApplicationRow,
): Promise<Result<void, { readonly kind: 'notNow' }>> => {
  const next = advance(state, 'release')
  if (!next.ok) return next
  await trx
    .updateTable('application')
    .set({ state: next.value, version: version + 1, lease_until: null })
    .where('id', '=', id)
    .execute()
  return ok(undefined)
}

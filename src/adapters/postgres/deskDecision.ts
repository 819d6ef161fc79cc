import { type Kysely, sql, type Transaction, type Updateable } from 'kysely'
import { advance } from '../../core/application.ts'
import { type Decision, type Desk, wordRejection, wordRequest } from '../../core/desk.ts'
import type { ProblemOf } from '../../core/problem.ts'
import type { Vault } from '../../core/ports.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { appendAudit, type AuditEntry } from './audit.ts'
import { type ApplicationRow, lockApplication, lockHeld } from './deskHold.ts'
import { openValues } from './deskReview.ts'
import { enqueue } from './jobs.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/** What each decision writes of its own; the version, state and audit are common to all three. */
interface Outcome {
  readonly application: Updateable<Database['application']>
  /** What the decision says, in full; sealed. */
  readonly detail: unknown
  /** What the audit log may show of it: nothing personal. */
  readonly audit: NonNullable<AuditEntry['detail']>
}

const auditAction = {
  approve: 'approved',
  requestScans: 'scansRequested',
  reject: 'rejected',
} as const satisfies Record<Decision['kind'], string>

export const deskDecision = (db: Kysely<Database>, vault: Vault): Pick<Desk, 'decide' | 'retryDelivery'> => {
  const approve = async (
    trx: Transaction<Database>,
    row: ApplicationRow,
    { accountId }: Extract<Decision, { kind: 'approve' }>,
  ): Promise<Result<Outcome, ProblemOf<'accountRequired'>>> => {
    const account = await trx
      .selectFrom('account')
      .select(['id', 'name'])
      // as text: what a form posts need not be a number
      .where(sql`id::text`, '=', accountId)
      .where('unit_id', '=', row.unit_id)
      .executeTakeFirst()
    if (!account) return fail({ kind: 'accountRequired' })
    const values = await openValues(vault, row)
    const changesHolder = values.reason === 'personnelChange'
    if (changesHolder)
      await trx
        .updateTable('account')
        .set({
          holder_name: await vault.seal(
            values.applicantName,
            sealedIn.accountHolderName(row.unit_id, account.name),
          ),
          holder_mobile: await vault.seal(
            values.mobile,
            sealedIn.accountHolderMobile(row.unit_id, account.name),
          ),
        })
        .where('id', '=', account.id)
        .execute()
    return ok({
      application: { account_id: account.id },
      detail: { accountId: account.id, changesHolder },
      audit: { accountId: account.id, changesHolder },
    })
  }

  const requestScans = async (
    trx: Transaction<Database>,
    row: ApplicationRow,
    { scans }: Extract<Decision, { kind: 'requestScans' }>,
  ): Promise<Result<Outcome, ProblemOf<'reasonRequired' | 'tooLong'>>> => {
    const requested = wordRequest(scans, row.language)
    if (!requested.ok) return requested
    await trx
      .updateTable('scan')
      .set({ state: 'replaced' })
      .where('application_id', '=', row.id)
      .where('state', '=', 'sent')
      .where(
        'kind',
        'in',
        scans.map(({ kind }) => kind),
      )
      .execute()
    return ok({
      application: {
        requested: await vault.seal(JSON.stringify(requested.value), sealedIn.applicationRequested(row.id)),
      },
      detail: { scans },
      audit: Object.fromEntries(scans.map(({ kind, reasons }) => [kind, reasons])),
    })
  }

  const reject = async (
    row: ApplicationRow,
    decision: Extract<Decision, { kind: 'reject' }>,
  ): Promise<Result<Outcome, ProblemOf<'reasonRequired' | 'tooLong'>>> => {
    const reason = wordRejection(decision, row.language)
    if (!reason.ok) return reason
    return ok({
      application: {
        decision_reason: await vault.seal(reason.value, sealedIn.applicationDecisionReason(row.id)),
      },
      detail: { reasons: decision.reasons, note: decision.note },
      audit: { reasons: decision.reasons },
    })
  }

  const outcomeOf = (
    trx: Transaction<Database>,
    row: ApplicationRow,
    decision: Decision,
  ): Promise<Result<Outcome, ProblemOf<'accountRequired' | 'reasonRequired' | 'tooLong'>>> => {
    if (decision.kind === 'approve') return approve(trx, row, decision)
    return decision.kind === 'reject' ? reject(row, decision) : requestScans(trx, row, decision)
  }

  return {
    decide: (reviewerId, applicationId, version, decision, now) =>
      db.transaction().execute(async (trx) => {
        const held = await lockHeld(trx, reviewerId, applicationId, now)
        if (!held.ok) return held
        const row = held.value
        if (row.version !== version) return fail({ kind: 'staleVersion' })
        const next = advance(row.state, decision.kind)
        if (!next.ok) return next
        const outcome = await outcomeOf(trx, row, decision)
        if (!outcome.ok) return outcome
        await trx
          .updateTable('application')
          .set({
            ...outcome.value.application,
            state: next.value,
            version: version + 1,
            lease_until: null,
            decided_at: now,
          })
          .where('id', '=', applicationId)
          .execute()
        await trx
          .insertInto('decision')
          .values({
            application_id: applicationId,
            reviewer_id: reviewerId,
            state: 'applied',
            kind: decision.kind,
            detail: await vault.seal(
              JSON.stringify(outcome.value.detail),
              sealedIn.decisionDetail(applicationId),
            ),
            decided_at: now,
          })
          .execute()
        await enqueue(trx, 'tellChat', { applicationId, version: version + 1 })
        if (decision.kind === 'approve') await enqueue(trx, 'deliverCredential', { applicationId })
        await appendAudit(trx, {
          at: now,
          actor: reviewerId,
          action: auditAction[decision.kind],
          applicationId,
          detail: outcome.value.audit,
        })
        return ok(undefined)
      }),

    retryDelivery: (reviewerId, applicationId, now) =>
      db.transaction().execute(async (trx) => {
        const row = await lockApplication(trx, applicationId)
        if (!row) return fail({ kind: 'notNow' })
        const next = advance(row.state, 'retryDelivery')
        if (!next.ok) return next
        await trx
          .updateTable('application')
          .set({ state: next.value, version: row.version + 1 })
          .where('id', '=', applicationId)
          .execute()
        await enqueue(trx, 'deliverCredential', { applicationId })
        await appendAudit(trx, { at: now, actor: reviewerId, action: 'deliveryRetried', applicationId })
        return ok(undefined)
      }),
  }
}

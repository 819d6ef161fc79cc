import type { Kysely, Transaction, Updateable } from 'kysely'
import { advance, type ApplicationEvent, type ApplicationValues } from '../../core/application.ts'
import { type Verdict, wordRejection, wordRequest } from '../../core/deskDecision.ts'
import { Fault } from '../../core/fault.ts'
import { areFourEyes } from '../../core/fourEyes.ts'
import type { Jobs, Vault } from '../../core/ports.ts'
import { workingTimeBetween } from '../../core/promisedTime.ts'
import { appendAudit, type AuditEntry } from './audit.ts'
import { readFourEyes } from './deskFourEyes.ts'
import { type ApplicationRow, lockApplication } from './deskHold.ts'
import { auditedVerdict, findPending, openDecision } from './deskPending.ts'
import { openValues } from './deskReview.ts'
import { enqueue } from './jobs.ts'
import { samePictures } from './scanFingerprint.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/** What a decision does when it takes effect; the version, the decision's row and the audit are common to all. */
interface Effect {
  readonly event: Extract<ApplicationEvent, 'approve' | 'requestScans' | 'reject' | 'returnForSecond'>
  readonly application: Updateable<Database['application']>
  readonly audit: Required<Pick<AuditEntry, 'action' | 'detail'>>
}

interface DecisionOn<Kind extends Verdict['kind']> {
  readonly row: ApplicationRow
  readonly reviewerId: string
  readonly decidedAt: Date
  readonly verdict: Extract<Verdict, { kind: Kind }>
}

/** A first approval stands for nothing any more. */
const withoutFirst = { first_approver: null, first_account_id: null } as const

/**
 * Has a pending decision take effect (R13–R15), all of it in one transaction; one that was undone or applied before is
 * left as it is, and of one whose application was withdrawn there is nothing left. A job that comes before its time, as clocks differ, comes again.
 */
export const applyDecision =
  (db: Kysely<Database>, vault: Vault) =>
  ({ applicationId, decisionId }: Jobs['applyDecision'], now: Date): Promise<void> =>
    db.transaction().execute(async (trx) => {
      const row = await lockApplication(trx, applicationId)
      const pending = await findPending(trx, applicationId)
      if (!row || pending?.id !== decisionId) return
      const early = pending.takes_effect_at.getTime() - now.getTime()
      if (early > 0) {
        const job = { applicationId, decisionId }
        return enqueue(trx, 'applyDecision', job, { afterSeconds: Math.ceil(early / 1_000) })
      }
      const { reviewer_id: reviewerId, decided_at: decidedAt } = pending
      const decision = await openDecision(vault, pending)
      const { event, application, audit } = await effectOf(trx, vault, {
        row,
        reviewerId,
        decidedAt,
        verdict: decision,
      })
      const next = advance(row.state, event)
      if (!next.ok) throw new Fault('alert', `A decision is pending on an application that is ${row.state}.`)
      const version = row.version + 1
      await trx
        .updateTable('application')
        .set({ ...application, state: next.value, version })
        .where('id', '=', applicationId)
        .execute()
      await trx.updateTable('decision').set({ state: 'applied' }).where('id', '=', decisionId).execute()
      if (event !== 'returnForSecond') {
        await storeOutcome(trx, { row, reviewerId, decidedAt, verdict: decision }, decisionId)
        await enqueue(trx, 'tellChat', { applicationId, version })
      }
      if (event === 'approve') await enqueue(trx, 'deliverCredential', { applicationId })
      await appendAudit(trx, { at: now, actor: reviewerId, applicationId, ...audit })
    })

const effectOf = (
  trx: Transaction<Database>,
  vault: Vault,
  { verdict, ...on }: DecisionOn<Verdict['kind']>,
): Promise<Effect> => {
  switch (verdict.kind) {
    case 'approve':
      return approve(trx, vault, { ...on, verdict })
    case 'requestScans':
      return requestScans(trx, vault, { ...on, verdict })
    case 'reject':
      return reject(vault, { ...on, verdict })
  }
}

const approve = async (
  trx: Transaction<Database>,
  vault: Vault,
  { row, reviewerId, decidedAt, verdict }: DecisionOn<'approve'>,
): Promise<Effect> => {
  const account = await trx
    .selectFrom('account')
    .select(['id', 'name', 'holder_mobile'])
    .where('id', '=', verdict.accountId)
    .executeTakeFirstOrThrow()
  const values = await openValues(vault, row)
  const fourEyesOf = await readFourEyes(trx, vault, row, values, () => isPictureElsewhere(trx, row.id))
  const rules = await fourEyesOf(account)
  const isSecond =
    row.first_approver !== null &&
    areFourEyes(row.first_approver, reviewerId) &&
    row.first_account_id === verdict.accountId
  if (rules.length > 0 && !isSecond)
    return {
      event: 'returnForSecond',
      application: { first_approver: reviewerId, first_account_id: account.id },
      audit: { action: 'firstApproved', detail: { accountId: account.id, rules } },
    }
  const changesHolder = values.reason === 'personnelChange'
  if (changesHolder) await recordHolder(trx, vault, row.unit_id, account, values)
  return {
    event: 'approve',
    application: { account_id: account.id, decided_at: decidedAt },
    audit: { action: 'approved', detail: { ...auditedVerdict(verdict), changesHolder } },
  }
}

const isPictureElsewhere = async (trx: Transaction<Database>, applicationId: string): Promise<boolean> => {
  const scans = await trx
    .selectFrom('scan')
    .select(['id', 'kind'])
    .where('application_id', '=', applicationId)
    .where('state', '=', 'sent')
    .execute()
  for (const { id, kind } of scans)
    if ((await samePictures(trx, { id, kind, applicationId })).length > 0) return true
  return false
}

/** The new account holder of a personnel change (R14). */
const recordHolder = async (
  trx: Transaction<Database>,
  vault: Vault,
  unitId: string,
  { id, name }: { readonly id: string; readonly name: string },
  { applicantName, mobile }: ApplicationValues,
): Promise<void> => {
  await trx
    .updateTable('account')
    .set({
      holder_name: await vault.seal(applicantName, sealedIn.accountHolderName(unitId, name)),
      holder_mobile: await vault.seal(mobile, sealedIn.accountHolderMobile(unitId, name)),
    })
    .where('id', '=', id)
    .execute()
}

/** Sets the scans aside, and stops the promise's clock where it stands. */
const requestScans = async (
  trx: Transaction<Database>,
  vault: Vault,
  { row, reviewerId, decidedAt, verdict }: DecisionOn<'requestScans'>,
): Promise<Effect> => {
  const requested = wordRequest(verdict.scans, row.language)
  if (!requested.ok) throw new Fault('alert', 'A pending request for scans has no reasons.')
  await trx
    .updateTable('scan')
    .set({ state: 'replaced' })
    .where('application_id', '=', row.id)
    .where('state', '=', 'sent')
    .where(
      'kind',
      'in',
      verdict.scans.map(({ kind }) => kind),
    )
    .execute()
  return {
    event: 'requestScans',
    application: {
      ...withoutFirst,
      requested: await vault.seal(JSON.stringify(requested.value), sealedIn.applicationRequested(row.id)),
      asked_by: reviewerId,
      promise_left: row.promised_at === null ? null : workingTimeBetween(decidedAt, row.promised_at),
      decided_at: decidedAt,
    },
    audit: { action: 'scansRequested', detail: auditedVerdict(verdict) },
  }
}

const reject = async (vault: Vault, { row, decidedAt, verdict }: DecisionOn<'reject'>): Promise<Effect> => {
  const reason = wordRejection(verdict, row.language)
  if (!reason.ok) throw new Fault('alert', 'A pending rejection has no reason.')
  return {
    event: 'reject',
    application: {
      ...withoutFirst,
      decision_reason: await vault.seal(reason.value, sealedIn.applicationDecisionReason(row.id)),
      decided_at: decidedAt,
    },
    audit: { action: 'rejected', detail: auditedVerdict(verdict) },
  }
}

/** What figures are drawn from, without anything personal. */
const storeOutcome = async (
  trx: Transaction<Database>,
  { row, reviewerId, decidedAt, verdict }: DecisionOn<Verdict['kind']>,
  decisionId: string,
): Promise<void> => {
  const { submitted_at: submittedAt, promised_at: promisedAt } = row
  if (!submittedAt || !promisedAt) throw new Fault('alert', 'An application in review was never submitted.')
  const askedBefore = await trx
    .selectFrom('decision')
    .select('id')
    .where('application_id', '=', row.id)
    .where('kind', '=', 'requestScans')
    .where('state', '=', 'applied')
    .where('id', '<>', decisionId)
    .limit(1)
    .executeTakeFirst()
  await trx
    .insertInto('outcome')
    .values({
      decision_id: decisionId,
      application_id: row.id,
      reviewer_id: reviewerId,
      kind: verdict.kind,
      reasons: reasonsOf(verdict),
      scans: verdict.kind === 'requestScans' ? verdict.scans.map(({ kind }) => kind) : [],
      submitted_at: submittedAt,
      promised_at: promisedAt,
      decided_at: decidedAt,
      is_first_try: askedBefore === undefined,
    })
    .execute()
}

/** Ids of the catalogue; a scan's after the scan, as both have reasons of the same id: `idCard.unreadable`. */
const reasonsOf = (verdict: Verdict): string[] => {
  switch (verdict.kind) {
    case 'approve':
      return []
    case 'requestScans':
      return verdict.scans.flatMap(({ kind, reasons }) => reasons.map((reason) => `${kind}.${reason}`))
    case 'reject':
      return [...verdict.reasons]
  }
}

import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import { advance } from '../../core/application.ts'
import { type Desk, leaseFrom, type Undecided } from '../../core/desk.ts'
import {
  checkDecision,
  type Decision,
  type PendingDecision,
  takesEffectAt,
  undoSeconds,
  type Verdict,
} from '../../core/deskDecision.ts'
import type { Vault } from '../../core/ports.ts'
import type { Change } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { appendAudit } from './audit.ts'
import { type ApplicationRow, heldBy, lockApplication } from './deskHold.ts'
import { enqueue } from './jobs.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

type DecisionRow = Selectable<Database['decision']>

/** What was decided; of one from before there were checklists and internal notes, without them. */
export const openDecision = async (
  vault: Vault,
  { application_id: applicationId, kind, detail }: Pick<DecisionRow, 'application_id' | 'kind' | 'detail'>,
): Promise<Decision> => {
  const said = JSON.parse(await vault.openText(detail, sealedIn.decisionDetail(applicationId))) as Verdict
  return { checklist: [], internalNote: '', ...said, kind } as Decision
}

/** Of a locked application, so that it is still pending while the transaction lasts. */
export const findPending = (
  trx: Transaction<Database>,
  applicationId: string,
): Promise<(DecisionRow & { takes_effect_at: Date }) | undefined> =>
  trx
    .selectFrom('decision')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('state', '=', 'pending')
    .$narrowType<{ takes_effect_at: Date }>()
    .executeTakeFirst()

/** What the audit log may show of a decision: nothing personal. */
export const auditedVerdict = (verdict: Verdict): Readonly<Record<string, unknown>> => {
  switch (verdict.kind) {
    case 'approve':
      return { accountId: verdict.accountId }
    case 'requestScans':
      return Object.fromEntries(verdict.scans.map(({ kind, reasons }) => [kind, reasons]))
    case 'reject':
      return { reasons: verdict.reasons }
  }
}

const tooLate = { kind: 'tooLateToUndo' } as const

/** Actions that only look. */
const looks = ['opened', 'scanSeen', 'revealed', 'recordSeen']

const changesSince = async (
  db: Kysely<Database>,
  ...[reviewerId, applicationId, version]: Parameters<Desk['changesSince']>
): Promise<readonly Change[] | undefined> => {
  const { rows } = await sql<{ seen: boolean; at: Date; action: string }>`
    select action = 'opened' and actor = ${reviewerId} and detail ->> 'version' = ${String(version)} as seen,
      at, action
    from audit where application_id = ${applicationId} order by seq`.execute(db)
  const lastSeen = rows.findLastIndex(({ seen }) => seen)
  if (lastSeen < 0) return undefined
  return rows
    .slice(lastSeen + 1)
    .filter(({ action }) => !looks.includes(action))
    .map(({ at, action }) => ({ at, action }))
}

export const deskPending = (
  db: Kysely<Database>,
  vault: Vault,
): Pick<Desk, 'decide' | 'changesSince' | 'undo' | 'undoable'> => {
  /** Whether this very decision is pending already: a form sent twice. */
  const findRepeated = async (
    trx: Transaction<Database>,
    reviewerId: string,
    row: ApplicationRow,
    version: number,
    decision: Decision,
  ): Promise<PendingDecision | undefined> => {
    if (row.state !== 'decided' || row.reviewer_id !== reviewerId || row.version !== version + 1)
      return undefined
    const pending = await findPending(trx, row.id)
    if (!pending) return undefined
    const before = await vault.openText(pending.detail, sealedIn.decisionDetail(row.id))
    return before === JSON.stringify(decision)
      ? { applicationId: row.id, kind: decision.kind, takesEffectAt: pending.takes_effect_at }
      : undefined
  }

  const store = async (
    trx: Transaction<Database>,
    reviewerId: string,
    row: ApplicationRow,
    decision: Decision,
    now: Date,
  ): Promise<Result<PendingDecision, Undecided>> => {
    const next = advance(row.state, 'decide')
    if (!next.ok) return next
    const applicationId = row.id
    await trx
      .updateTable('application')
      .set({ state: next.value, version: row.version + 1, lease_until: null })
      .where('id', '=', applicationId)
      .execute()
    const { id: decisionId } = await trx
      .insertInto('decision')
      .values({
        application_id: applicationId,
        reviewer_id: reviewerId,
        state: 'pending',
        kind: decision.kind,
        detail: await vault.seal(JSON.stringify(decision), sealedIn.decisionDetail(applicationId)),
        checklist: JSON.stringify(Object.fromEntries(decision.checklist.map((item) => [item, true]))),
        decided_at: now,
        takes_effect_at: takesEffectAt(now),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await enqueue(trx, 'applyDecision', { applicationId, decisionId }, { afterSeconds: undoSeconds })
    await appendAudit(trx, {
      at: now,
      actor: reviewerId,
      action: 'decided',
      applicationId,
      detail: { kind: decision.kind, checklist: decision.checklist, ...auditedVerdict(decision) },
    })
    return ok({ applicationId, kind: decision.kind, takesEffectAt: takesEffectAt(now) })
  }

  return {
    decide: (reviewerId, applicationId, version, decision, now) =>
      db.transaction().execute(async (trx) => {
        const row = await lockApplication(trx, applicationId)
        if (!row) return fail({ kind: 'notNow' })
        const repeated = await findRepeated(trx, reviewerId, row, version, decision)
        if (repeated) return ok(repeated)
        const held = heldBy(reviewerId, row, now)
        if (row.version !== version && (held.ok || held.problem.kind === 'notNow')) {
          const changes = await changesSince(trx, reviewerId, applicationId, version)
          // To whom it was never shown it is told as little as to anyone.
          if (held.ok || changes) return fail({ kind: 'staleVersion', changes: changes ?? [] })
        }
        if (!held.ok) return held
        const checked = checkDecision(decision)
        if (!checked.ok) return checked
        if (decision.kind === 'approve' && !(await isOfUnit(trx, decision.accountId, row.unit_id)))
          return fail({ kind: 'accountRequired' })
        return store(trx, reviewerId, row, decision, now)
      }),

    changesSince: (...seen) => changesSince(db, ...seen),

    undo: (reviewerId, applicationId, now) =>
      db.transaction().execute(async (trx) => {
        const row = await lockApplication(trx, applicationId)
        const next = row ? advance(row.state, 'undo') : fail(tooLate)
        const pending = await findPending(trx, applicationId)
        if (!next.ok || pending?.reviewer_id !== reviewerId || pending.takes_effect_at <= now)
          return fail(tooLate)
        await trx.updateTable('decision').set({ state: 'undone' }).where('id', '=', pending.id).execute()
        await trx
          .updateTable('application')
          .set(({ eb }) => ({
            state: next.value,
            version: eb('version', '+', 1),
            lease_until: leaseFrom(now),
          }))
          .where('id', '=', applicationId)
          .execute()
        await appendAudit(trx, {
          at: now,
          actor: reviewerId,
          action: 'undone',
          applicationId,
          detail: { kind: pending.kind },
        })
        return ok(undefined)
      }),

    async undoable(reviewerId, now) {
      const rows = await db
        .selectFrom('decision')
        .select(['application_id', 'kind', 'takes_effect_at'])
        // a literal, so that the partial index serves
        .where(sql<boolean>`state = 'pending'`)
        .where('reviewer_id', '=', reviewerId)
        .where('takes_effect_at', '>', now)
        .orderBy('takes_effect_at', 'desc')
        .$narrowType<{ takes_effect_at: Date }>()
        .execute()
      return rows.map((row) => ({
        applicationId: row.application_id,
        kind: row.kind,
        takesEffectAt: row.takes_effect_at,
      }))
    },
  }
}

const isOfUnit = async (trx: Transaction<Database>, accountId: string, unitId: string): Promise<boolean> =>
  (await trx
    .selectFrom('account')
    .select('id')
    // as text: what a form posts need not be a number
    .where(sql`id::text`, '=', accountId)
    .where('unit_id', '=', unitId)
    .executeTakeFirst()) !== undefined

import { type Kysely, type RawBuilder, sql, type SqlBool, type Transaction } from 'kysely'
import { isToken, tokenActor } from '../../core/apiToken.ts'
import type { ApplicationState } from '../../core/application.ts'
import { type Desk, leaseFrom, returnedMinutes, soonDueMinutes } from '../../core/desk.ts'
import { fail, ok } from '../../core/result.ts'
import { appendAudit } from './audit.ts'
import { extendLease, lockHeld } from './deskHold.ts'
import { enqueue } from './jobs.ts'
import type { Database } from './schema.ts'

/** An application that was taken, as it was before. */
interface Taken {
  readonly id: string
  readonly version: number
  readonly before: ApplicationState
  readonly first_approver: string | null
}

const minutesFrom = (now: Date, minutes: number): Date => new Date(now.getTime() + minutes * 60_000)

/** Of what came back lately to another reviewer who is at the desk, and is not due soon. */
const isLeftToAnother = (reviewerId: string, now: Date): RawBuilder<SqlBool> => {
  const lately = minutesFrom(now, -returnedMinutes)
  return sql`(asked_by is not null and asked_by <> ${reviewerId} and submitted_at > ${lately}
    and promised_at > ${minutesFrom(now, soonDueMinutes)}
    and (select at from audit where actor = asked_by order by seq desc limit 1) > ${lately})`
}

/** What nobody holds, and this reviewer may take: not where a first approval and theirs are no four eyes. */
const free = (reviewerId: string, now: Date) => {
  const isAllowed = isToken(reviewerId)
    ? sql`(first_approver is null or not starts_with(first_approver, ${tokenActor}))`
    : sql`first_approver is distinct from ${reviewerId}`
  const submitted = sql`state = 'submitted' and ${isAllowed}`
  return {
    returned: sql`${submitted} and asked_by = ${reviewerId}`,
    submitted,
    unclaimed: sql`${submitted} and ${isLeftToAnother(reviewerId, now)} is not true`,
    lapsed: sql`state = 'inReview' and lease_until <= ${now} and ${isAllowed}`,
  }
}

/**
 * Takes the most urgent application nobody holds, in one statement: what comes back to this reviewer, else what is
 * submitted, and not left to another, or in review with a lapsed lease. Others' locked rows are skipped, so takers never wait for each other and
 * never meet. Each part reads the head of its own index, whatever the number of applications.
 */
const claimMostUrgent = (reviewerId: string, now: Date): RawBuilder<Taken> => {
  const { returned, unclaimed, lapsed } = free(reviewerId, now)
  return sql<Taken>`
    with returned as (
      select id, state, promised_at from application where ${returned}
      order by promised_at, id limit 1 for update skip locked
    ), submitted as (
      select id, state, promised_at from application where ${unclaimed} and not exists (select from returned)
      order by promised_at, id limit 1 for update skip locked
    ), lapsed as (
      select id, state, promised_at from application where ${lapsed} and not exists (select from returned)
      order by promised_at, id limit 1 for update skip locked
    ), picked as materialized (
      select id, state from (table returned union all table submitted union all table lapsed) as free
      order by promised_at, id limit 1
    )
    update application set ${claimed(reviewerId, now)}
    from picked where application.id = picked.id
    returning application.id, application.version, picked.state as before, first_approver`
}

const claimNamed = (reviewerId: string, applicationId: string, now: Date): RawBuilder<Taken> => {
  const { submitted, lapsed } = free(reviewerId, now)
  return sql<Taken>`
    with picked as materialized (
      select id, state from application
      where id = ${applicationId} and ((${submitted}) or (${lapsed}))
      for update
    )
    update application set ${claimed(reviewerId, now)}
    from picked where application.id = picked.id
    returning application.id, application.version, picked.state as before, first_approver`
}

/** It comes back to who asked for its scans once: put back by them it is anyone's. */
const claimed = (reviewerId: string, now: Date): RawBuilder<unknown> =>
  sql`state = 'inReview', version = application.version + 1, reviewer_id = ${reviewerId},
    lease_until = ${leaseFrom(now)}, asked_by = null`

/** Tells who waits, and the audit log, of what was taken. */
const note = async (
  trx: Transaction<Database>,
  reviewerId: string,
  { id: applicationId, version, before, first_approver: firstApprover }: Taken,
  now: Date,
): Promise<void> => {
  // One whose lease lapsed, or that a first reviewer approved, was in review before: its applicant has been told.
  if (before === 'submitted' && firstApprover === null)
    await enqueue(trx, 'tellChat', { applicationId, version })
  await appendAudit(trx, { at: now, actor: reviewerId, action: 'claimed', applicationId })
}

/** How often a taker looks again when all that is free was locked by others at that instant. */
const takeAttempts = 20
/** And how long it waits before that, in milliseconds: others' transactions end within a few. */
const takePause = 5

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, takePause))

/** Whether anything is free that another taker's transaction may be holding for the moment. */
const isAnyFree = async (db: Kysely<Database>, reviewerId: string, now: Date): Promise<boolean> => {
  const { unclaimed, lapsed } = free(reviewerId, now)
  const { rows } = await sql<{ free: boolean }>`
    select exists (select from application where ${unclaimed})
      or exists (select from application where ${lapsed}) as free`.execute(db)
  return rows[0]?.free === true
}

/** Another lease for what the reviewer holds already, or why it cannot be taken. */
const keepOrRefuse = async (
  trx: Transaction<Database>,
  reviewerId: string,
  applicationId: string,
  now: Date,
): ReturnType<Desk['take']> => {
  const held = await lockHeld(trx, reviewerId, applicationId, now)
  if (!held.ok)
    return fail({ kind: held.problem.kind === 'leaseLapsed' ? 'heldByAnother' : held.problem.kind })
  await extendLease(trx, applicationId, now)
  return ok(undefined)
}

/** `wait` is called before a taker looks again. */
export const deskTake = (db: Kysely<Database>, wait = pause): Pick<Desk, 'takeNext' | 'take'> => ({
  takeNext: async (reviewerId, now) => {
    for (let attempt = 0; attempt < takeAttempts; attempt++) {
      const id = await db.transaction().execute(async (trx) => {
        const [taken] = (await claimMostUrgent(reviewerId, now).execute(trx)).rows
        if (taken) await note(trx, reviewerId, taken, now)
        return taken?.id
      })
      if (id !== undefined) return ok(id)
      if (!(await isAnyFree(db, reviewerId, now))) break
      await wait()
    }
    return fail({ kind: 'queueEmpty' })
  },

  take: (reviewerId, applicationId, now) =>
    db.transaction().execute(async (trx) => {
      const [taken] = (await claimNamed(reviewerId, applicationId, now).execute(trx)).rows
      if (!taken) return keepOrRefuse(trx, reviewerId, applicationId, now)
      await note(trx, reviewerId, taken, now)
      return ok(undefined)
    }),
})

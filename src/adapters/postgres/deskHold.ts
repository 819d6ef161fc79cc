import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import { advance } from '../../core/application.ts'
import { type Desk, leaseFrom, type Unheld } from '../../core/desk.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { appendAudit } from './audit.ts'
import { enqueue } from './jobs.ts'
import type { Database } from './schema.ts'

export type ApplicationRow = Selectable<Database['application']>

export const lockApplication = (
  trx: Transaction<Database>,
  applicationId: string,
): Promise<ApplicationRow | undefined> =>
  trx.selectFrom('application').selectAll().where('id', '=', applicationId).forUpdate().executeTakeFirst()

const isLapsed = (row: ApplicationRow, now: Date): boolean =>
  row.lease_until === null || row.lease_until <= now

/** Locks the application's row, if this reviewer holds it. */
export const lockHeld = async (
  trx: Transaction<Database>,
  reviewerId: string,
  applicationId: string,
  now: Date,
): Promise<Result<ApplicationRow, Unheld>> => {
  const row = await lockApplication(trx, applicationId)
  if (row?.state !== 'inReview') return fail({ kind: 'notNow' })
  if (row.reviewer_id !== reviewerId) return fail({ kind: 'heldByAnother' })
  return isLapsed(row, now) ? fail({ kind: 'leaseLapsed' }) : ok(row)
}

/**
 * The most urgent application nobody holds, locked: submitted, or in review with a lapsed lease. Others' locked
 * rows are skipped, so takers never wait for each other and never meet. Each half reads the head of its own index.
 */
const lockMostUrgent = async (
  trx: Transaction<Database>,
  now: Date,
): Promise<Pick<ApplicationRow, 'id' | 'state'> | undefined> => {
  const { rows } = await sql<Pick<ApplicationRow, 'id' | 'state'>>`
    with submitted as (
      select id, state, promised_at from application
      where state = 'submitted'
      order by promised_at, id limit 1 for update skip locked
    ), lapsed as (
      select id, state, promised_at from application
      where state = 'inReview' and lease_until <= ${now}
      order by promised_at, id limit 1 for update skip locked
    )
    select id, state from (table submitted union all table lapsed) as free
    order by promised_at, id limit 1
  `.execute(trx)
  return rows[0]
}

/** Whether anything is free that another taker's transaction may be holding for the moment. */
const anyFree = async (db: Kysely<Database>, now: Date): Promise<boolean> => {
  const { rows } = await sql<{ free: boolean }>`
    select exists (select from application where state = 'submitted')
      or exists (select from application where state = 'inReview' and lease_until <= ${now}) as free
  `.execute(db)
  return rows[0]?.free === true
}

/** How often a taker looks again when all that is free was locked by others at that instant. */
const takeAttempts = 20

const extendLease = async (trx: Transaction<Database>, applicationId: string, now: Date): Promise<Date> => {
  const leaseUntil = leaseFrom(now)
  await trx
    .updateTable('application')
    .set({ lease_until: leaseUntil })
    .where('id', '=', applicationId)
    .execute()
  return leaseUntil
}

export const deskHold = (db: Kysely<Database>): Pick<Desk, 'take' | 'renew' | 'release'> => {
  const claim = async (
    trx: Transaction<Database>,
    reviewerId: string,
    { id, state }: Pick<ApplicationRow, 'id' | 'state'>,
    now: Date,
  ): Promise<Result<string, { readonly kind: 'notNow' }>> => {
    const next = advance(state, 'claim')
    if (!next.ok) return next
    const { version } = await trx
      .updateTable('application')
      .set(({ eb }) => ({
        state: next.value,
        version: eb('version', '+', 1),
        reviewer_id: reviewerId,
        lease_until: leaseFrom(now),
      }))
      .where('id', '=', id)
      .returning('version')
      .executeTakeFirstOrThrow()
    // one whose lease lapsed was in review before: its applicant has been told
    if (state !== next.value) await enqueue(trx, 'tellChat', { applicationId: id, version })
    await appendAudit(trx, { at: now, actor: reviewerId, action: 'claimed', applicationId: id })
    return ok(id)
  }

  const takeNamed = (reviewerId: string, now: Date, applicationId: string): ReturnType<Desk['take']> =>
    db.transaction().execute(async (trx) => {
      const row = await lockApplication(trx, applicationId)
      if (row === undefined) return fail({ kind: 'notNow' })
      if (row.state === 'inReview' && !isLapsed(row, now)) {
        if (row.reviewer_id !== reviewerId) return fail({ kind: 'heldByAnother' })
        await extendLease(trx, applicationId, now)
        return ok(applicationId)
      }
      return claim(trx, reviewerId, row, now)
    })

  return {
    async take(reviewerId, now, applicationId) {
      if (applicationId !== undefined) return takeNamed(reviewerId, now, applicationId)
      for (let attempt = 0; attempt < takeAttempts; attempt++) {
        const taken = await db.transaction().execute(async (trx) => {
          const next = await lockMostUrgent(trx, now)
          return next && claim(trx, reviewerId, next, now)
        })
        if (taken) return taken
        if (!(await anyFree(db, now))) break
      }
      return fail({ kind: 'queueEmpty' })
    },

    renew: (reviewerId, applicationId, now) =>
      db.transaction().execute(async (trx) => {
        const held = await lockHeld(trx, reviewerId, applicationId, now)
        return held.ok ? ok(await extendLease(trx, applicationId, now)) : held
      }),

    release: (reviewerId, applicationId, now) =>
      db.transaction().execute(async (trx) => {
        const held = await lockHeld(trx, reviewerId, applicationId, now)
        if (!held.ok) return held
        const next = advance(held.value.state, 'release')
        if (!next.ok) return next
        await trx
          .updateTable('application')
          .set(({ eb }) => ({ state: next.value, version: eb('version', '+', 1), lease_until: null }))
          .where('id', '=', applicationId)
          .execute()
        await appendAudit(trx, { at: now, actor: reviewerId, action: 'released', applicationId })
        return ok(undefined)
      }),
  }
}

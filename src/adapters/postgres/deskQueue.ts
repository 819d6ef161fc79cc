import { type Expression, type Kysely, sql, type SqlBool } from 'kysely'
import { advance } from '../../core/application.ts'
import { type Desk, endOfToday, openParts, type QueuePart, queueParts } from '../../core/desk.ts'
import { actorName } from './actorName.ts'
import { isOpen, isOverdue } from './overdue.ts'
import type { Database } from './schema.ts'

/** What belongs to each part. */
const conditions = (reviewerId: string, now: Date): Record<QueuePart, Expression<SqlBool>> => {
  const tomorrow = endOfToday(now)
  return {
    overdue: isOverdue(now),
    dueToday: sql`${isOpen} and promised_at > ${now} and promised_at < ${tomorrow}`,
    later: sql`${isOpen} and promised_at > ${now} and promised_at >= ${tomorrow}`,
    mine: sql`application.state = 'inReview' and reviewer_id = ${reviewerId} and lease_until > ${now}`,
    waiting: sql`application.state = 'scansRequested'`,
    undeliverable: sql`application.state = 'undeliverable'`,
  }
}

export const deskQueue = (db: Kysely<Database>): Pick<Desk, 'count' | 'list'> => ({
  async count(reviewerId, now) {
    const where = conditions(reviewerId, now)
    const counts = await db
      .selectNoFrom((eb) =>
        queueParts.map((part) =>
          eb
            .selectFrom('application')
            .select(({ fn }) => fn.countAll<string>().as('count'))
            .where(where[part])
            .$asScalar()
            .$notNull()
            .as(part),
        ),
      )
      .executeTakeFirstOrThrow()
    return Object.fromEntries(queueParts.map((part) => [part, Number(counts[part])])) as Record<
      QueuePart,
      number
    >
  },

  async list(part, { reviewerId, now, limit, after }) {
    const toReviewer = sql<SqlBool>`application.state = 'submitted' and asked_by = ${reviewerId}`
    const others = sql<SqlBool>`(application.state <> 'submitted' or asked_by is distinct from ${reviewerId})`
    const query = db
      .selectFrom('application')
      .innerJoin('unit', 'unit.id', 'application.unit_id')
      .select([
        'application.id',
        'unit.full_name',
        'application.state',
        'promised_at',
        'promise_left',
        'lease_until',
        'reviewer_id',
        'first_approver',
        actorName('application.reviewer_id').as('holder_name'),
        actorName('application.first_approver').as('first_name'),
      ])
      .where(conditions(reviewerId, now)[part])
      .orderBy('promised_at')
      .orderBy('application.id')
      // no part holds an application that was never submitted
      .$narrowType<{ promised_at: Date }>()
    /** Each by an index of its own, from where the page before ended. */
    const read = async (isReturned: boolean, most: number) => {
      const rows = await query
        .where(isReturned ? toReviewer : others)
        .$if(after?.isReturned === isReturned, (rest) =>
          rest.where(
            sql<SqlBool>`(promised_at, application.id) > (${after?.promisedAt}, ${after?.applicationId}::uuid)`,
          ),
        )
        .limit(most)
        .execute()
      return rows.map((row) => ({ ...row, isReturned }))
    }
    const hasReturned = openParts.some((open) => open === part) && after?.isReturned !== false
    const returned = hasReturned ? await read(true, limit) : []
    const rows = [...returned, ...(await read(false, limit - returned.length))]
    return rows.map((row) => ({
      applicationId: row.id,
      unitName: row.full_name,
      isReturned: row.isReturned,
      state: row.state,
      promisedAt: row.promised_at,
      promiseLeft: row.promise_left === null ? undefined : Number(row.promise_left),
      held:
        row.state === 'inReview' && row.lease_until && row.reviewer_id !== null
          ? { by: { id: row.reviewer_id, name: row.holder_name ?? row.reviewer_id }, until: row.lease_until }
          : undefined,
      firstApprover:
        row.first_approver === null || !advance(row.state, 'claim').ok
          ? undefined
          : { id: row.first_approver, name: row.first_name ?? row.first_approver },
    }))
  },
})

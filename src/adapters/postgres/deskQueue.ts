import { type Expression, type Kysely, sql, type SqlBool } from 'kysely'
import { advance } from '../../core/application.ts'
import { type Desk, endOfToday, type QueuePart, queueParts } from '../../core/desk.ts'
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
    const rows = await db
      .selectFrom('application')
      .innerJoin('unit', 'unit.id', 'application.unit_id')
      .select([
        'application.id',
        'unit.full_name',
        'application.state',
        'promised_at',
        'lease_until',
        'reviewer_id',
        'first_approver',
        actorName('application.reviewer_id').as('holder_name'),
        actorName('application.first_approver').as('first_name'),
      ])
      .where(conditions(reviewerId, now)[part])
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(promised_at, application.id) > (${after?.promisedAt}, ${after?.applicationId}::uuid)`,
        ),
      )
      .orderBy('promised_at')
      .orderBy('application.id')
      .limit(limit)
      // no part holds an application that was never submitted
      .$narrowType<{ promised_at: Date }>()
      .execute()
    return rows.map((row) => ({
      applicationId: row.id,
      unitName: row.full_name,
      state: row.state,
      promisedAt: row.promised_at,
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

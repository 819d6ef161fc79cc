import { type Kysely, sql } from 'kysely'
import { enqueue } from './jobs.ts'
import type { Database } from './schema.ts'

/** In minutes, past the time to undo: longer than a runner that is at work takes. */
const lostAfter = 10
const batch = 100

/**
 * Has decisions take effect whose time came and whose job is gone, as one that failed for good: their applications stay
 * `decided`, where nobody can take them. Returns how many; call again until 0. Twice for one decision does no harm.
 */
export const retryLostDecisions = async (db: Kysely<Database>, now: Date): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const before = new Date(now.getTime() - lostAfter * 60_000)
    // a literal, so that the partial index serves
    const { rows } = await sql<{ id: string; application_id: string }>`
      select id, application_id from decision
      where state = 'pending' and takes_effect_at < ${before} and not exists (
        select from pgboss.job
        where name = 'applyDecision' and job.state in ('created', 'retry', 'active')
          and data ->> 'decisionId' = decision.id::text
      )
      order by takes_effect_at limit ${batch} for update skip locked`.execute(trx)
    for (const { id: decisionId, application_id: applicationId } of rows)
      await enqueue(trx, 'applyDecision', { applicationId, decisionId })
    return rows.length
  })

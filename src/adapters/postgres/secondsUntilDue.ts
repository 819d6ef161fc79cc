import { type Kysely, sql } from 'kysely'
import { portableJobNames } from './jobs.ts'
import type { Database } from './schema.ts'

/**
 * In how many seconds the first job, message or webhook's delivery that waits is due: 0 for one that is due by now,
 * undefined when none waits. What somebody has in hand does not count, nor jobs that need another host than this.
 */
export const secondsUntilDue = async (db: Kysely<Database>, now: Date): Promise<number | undefined> => {
  const { rows } = await sql<{ seconds: number | null }>`
    select least(
      (
        select extract(epoch from min(first.start_after) - now())
        from unnest(${portableJobNames}::text[]) as queue(name),
          unnest('{created,retry}'::pgboss.job_state[]) as waiting(state),
          lateral (
            select start_after from pgboss.job
            where job.name = queue.name and job.state = waiting.state and not blocked
            order by start_after limit 1
          ) as first
      ),
      (
        select extract(epoch from next_attempt_at - ${now}::timestamptz)
        from message
        where state = 'pending' and not exists (
          select from message as earlier
          where earlier.chat_id = message.chat_id and earlier.state = 'pending' and earlier.id < message.id
        )
        order by next_attempt_at, id limit 1
      ),
      (
        select extract(epoch from next_attempt_at - ${now}::timestamptz)
        from webhook_delivery where state = 'pending'
        order by next_attempt_at limit 1
      )
    )::float8 as seconds`.execute(db)
  const seconds = rows[0]?.seconds ?? undefined
  return seconds && Math.max(0, seconds)
}

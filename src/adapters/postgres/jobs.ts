import { sql, type Transaction } from 'kysely'
import type { JobName, Jobs } from '../../core/ports.ts'
import { mayNotify } from './database.ts'
import type { Database } from './schema.ts'

/** Jobs that failed for good are kept here, for an operator to look at and to move back. */
export const failedQueue = 'failed'

/** The queues; each comes after the one its failed jobs go to. */
export const jobNames = [
  'inspectFailed',
  'inspect',
  'readCard',
  'applyDecision',
  'deliverCredential',
  'tellChat',
  'remindChat',
] as const satisfies readonly JobName[]

/** Those that every host can run. */
export const portableJobNames = jobNames.filter((name) => name !== 'readCard')

/**
 * Stores a job in the caller's transaction: it runs after the commit, or never. An `inspect` job whose `jobId` was
 * stored before is not stored again. The jobs about a chat are a group. With `afterSeconds` it runs not before, by the
 * database's clock. Who listens is notified, unless the handle's connections are lent.
 *
 * Written as one statement of our own, as pg-boss documents for those who enqueue without an instance of it: a
 * turn then costs no second connection and no started instance. A test holds the row against the one pg-boss writes.
 */
export const enqueue = async <Name extends JobName>(
  trx: Transaction<Database>,
  name: Name,
  data: Jobs[Name],
  { afterSeconds = 0 }: { readonly afterSeconds?: number } = {},
): Promise<void> => {
  const id = 'jobId' in data ? data.jobId : crypto.randomUUID()
  const group = 'chatId' in data ? data.chatId : null
  const told = mayNotify(trx)
    ? sql`pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), name)`
    : sql`name`
  // The outer join makes an unknown queue fail on a null, where a plain one would store nothing in silence.
  await sql`
    with stored as (
      insert into pgboss.job (id, name, data, start_after, expire_seconds, deletion_seconds, keep_until, retry_limit, retry_delay,
        retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds, group_id)
      select ${id}::uuid, wanted.name, ${JSON.stringify(data)}::jsonb,
        now() + ${afterSeconds}::float8 * interval '1s', expire_seconds, deletion_seconds,
        now() + retention_seconds * interval '1s', retry_limit, retry_delay, retry_backoff, retry_delay_max, policy,
        dead_letter, heartbeat_seconds, ${group}::text
      from (select ${name}::text as name) as wanted left join pgboss.queue on queue.name = wanted.name
      on conflict do nothing
      returning name
    )
    select ${told} from stored`.execute(trx)
}

/** How many pictures of a chat are being inspected, or wait for it, or for another try. */
export const countInspections = async (trx: Transaction<Database>, chatId: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pgboss.job
    where name = 'inspect' and state in ('created', 'retry', 'active') and group_id = ${chatId}`.execute(trx)
  return rows[0]?.count ?? 0
}

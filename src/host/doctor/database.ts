import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { sql, type Transaction } from 'kysely'
import { DatabaseFault, openDatabase } from '../../adapters/postgres/database.ts'
import { findFingerprint } from '../../adapters/postgres/keyCheck.ts'
import type { Database } from '../../adapters/postgres/schema.ts'
import { Fault } from '../../core/fault.ts'
import type { Host } from '../../core/ports.ts'
import { checkDatabase } from '../checkDatabase.ts'
import { type Backlog, judgeBacklog, outboxPatienceMinutes } from './backlog.ts'
import type { ClockReading } from './clock.ts'
import type { SoundConfig } from './configuration.ts'
import { findEmbedded } from './embeddedAddress.ts'
import { fault, faultOf, fine, type Finding, unseen, warning } from './finding.ts'
import { judgeMigrations } from './migrations.ts'

export interface DatabaseLook {
  readonly findings: readonly Finding[]
  readonly clock: ClockReading | undefined
  /** By which key the database is sealed (`keyCheck.ts`); `none` yet, or `unknown` because it was not reached. */
  readonly fingerprint: { readonly of: string } | 'none' | 'unknown'
}

/** Looks at the database without changing it: no table is made, no migration run, no server started. */
export const lookAtDatabase = async (
  { config, stands }: SoundConfig,
  { migrations, host }: { readonly migrations: URL; readonly host: Pick<Host, 'now'> },
): Promise<DatabaseLook> => {
  if (!stands('DATABASE_URL'))
    return blind(unseen('database', 'DATABASE_URL is at fault'), 'DATABASE_URL is at fault')
  const address = config.DATABASE_URL ?? (await findEmbedded(resolve(config.DATA_DIR)).catch(asFinding))
  if (address === 'missing')
    return blind(
      warning('database', 'There is no database in DATA_DIR yet.', 'Start the service: it makes one.'),
      'there is no database yet',
    )
  if (address === 'stopped') return blind(notRunning, 'the database does not run')
  if (typeof address === 'object' && 'verdict' in address) return blind(address, notReached)

  const db = openDatabase(typeof address === 'string' ? address : address.url, { maxConnections: 1 })
  try {
    await checkDatabase(db)
    // Read only, so that not even a mistake of ours changes what is looked at.
    return await db
      .transaction()
      .setAccessMode('read only')
      .execute(async (trx) => look(trx, migrations, host))
  } catch (error) {
    const embeddedIsGone = config.DATABASE_URL === undefined && error instanceof Fault
    return blind(embeddedIsGone ? notRunning : asFinding(error), notReached)
  } finally {
    await db.destroy()
  }
}

const notReached = 'the database was not reached'
const notRunning = fault(
  'database',
  'The embedded database does not run.',
  'Start the service, and ask again.',
)

/** A DatabaseFault may name the host, which in a mistyped address is a part of the password. */
const asFinding = (error: unknown): Finding =>
  error instanceof DatabaseFault
    ? fault(
        'database',
        `The database did not answer as it should (${error.code ?? 'no code'}).`,
        'See its log.',
      )
    : faultOf('database', error)

const blind = (finding: Finding, because: string): DatabaseLook => ({
  findings: [finding, unseen('migrations', because), ...backlogUnseen(because)],
  clock: undefined,
  fingerprint: 'unknown',
})

const backlogUnseen = (because: string): readonly Finding[] =>
  (['jobs', 'outbox', 'promises'] as const).map((check) => unseen(check, because))

const look = async (
  trx: Transaction<Database>,
  migrations: URL,
  host: Pick<Host, 'now'>,
): Promise<DatabaseLook> => {
  const before = host.now().getTime()
  const { version, theirs, has } = await ask(trx)
  const ours = { earliest: before, latest: host.now().getTime() }
  const run = has.migrations ? await runMigrations(trx) : []
  // The first migration makes every table that is asked for here.
  const isNew = run.length === 0
  const sealedBy = isNew ? undefined : await findFingerprint(trx)
  return {
    findings: [
      fine('database', `PostgreSQL ${version} answers, in UTF-8, and lets the service make its tables.`),
      judgeMigrations(await migrationsIn(migrations), run),
      ...(isNew
        ? backlogUnseen('no migration has run yet')
        : judgeBacklog(await countBacklog(trx, { hasJobs: has.jobs, now: theirs }))),
    ],
    clock: { whose: 'the database', theirs: { earliest: theirs.getTime(), latest: theirs.getTime() }, ours },
    fingerprint: sealedBy === undefined ? 'none' : { of: sealedBy },
  }
}

const ask = async (trx: Transaction<Database>) => {
  const { rows } = await sql<{ version: string; theirs: Date; migrations: boolean; jobs: boolean }>`
    select split_part(current_setting('server_version'), ' ', 1) as version, clock_timestamp() as theirs,
      to_regclass('kysely_migration') is not null as migrations, to_regclass('pgboss.job') is not null as jobs`.execute(
    trx,
  )
  const [row] = rows
  if (!row) throw new Fault('alert', 'The database answers a question for one row with none.')
  return { version: row.version, theirs: row.theirs, has: { migrations: row.migrations, jobs: row.jobs } }
}

const runMigrations = async (trx: Transaction<Database>): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(trx)
  return rows.map(({ name }) => name)
}

const migrationsIn = async (folder: URL): Promise<readonly string[]> =>
  (await readdir(folder))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted()

const countBacklog = async (
  trx: Transaction<Database>,
  { hasJobs, now }: { readonly hasJobs: boolean; readonly now: Date },
): Promise<Backlog> => {
  const late = new Date(now.getTime() - outboxPatienceMinutes * 60_000)
  const { rows } = await sql<{ late: string; oldest: Date | null; overdue: string }>`
    select late.count as late, late.oldest, overdue.count as overdue
    from (
      select count(*), min(created_at) as oldest from message
      where state = 'pending' and created_at < ${late}
    ) as late, (
      select count(*) from application where state in ('submitted', 'inReview') and promised_at < ${now}
    ) as overdue`.execute(trx)
  const failed = hasJobs
    ? await sql<{ count: string }>`select count(*) from pgboss.job where name = 'failed'`.execute(trx)
    : undefined
  const [row] = rows
  return {
    failedJobs: failed && Number(failed.rows[0]?.count ?? 0),
    lateMessages: Number(row?.late ?? 0),
    oldestMinutes: row?.oldest ? Math.floor((now.getTime() - row.oldest.getTime()) / 60_000) : 0,
    overdue: Number(row?.overdue ?? 0),
  }
}

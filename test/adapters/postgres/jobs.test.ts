import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../../src/adapters/postgres/database.ts'
import { jobRunner, prepareJobs } from '../../../src/adapters/postgres/jobRunner.ts'
import { countInspections, enqueue } from '../../../src/adapters/postgres/jobs.ts'
import type { Database } from '../../../src/adapters/postgres/schema.ts'
import { Fault } from '../../../src/core/fault.ts'
import type { JobHandlers, JobRunner, Jobs } from '../../../src/core/ports.ts'
import { type Fixture, openFixture, storedJobs } from './fixture.ts'

let fixture: Fixture
let runner: JobRunner
let reported: { readonly error: unknown; readonly name: string | undefined }[]
let ran: unknown[]
const handlers: JobHandlers = {
  inspect: async (job) => void ran.push(job),
  inspectFailed: async (job) => void ran.push({ failed: job }),
  readCard: async (job) => void ran.push(job),
  applyDecision: async (job) => void ran.push(job),
  deliverCredential: async (job) => void ran.push(job),
  tellChat: async (job) => void ran.push(job),
  remindChat: async (job) => void ran.push(job),
}
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())
beforeEach(async () => {
  await sql`delete from pgboss.job`.execute(fixture.db)
  ran = []
  reported = []
  runner = jobRunner(fixture.url, (error, job) => reported.push({ error, name: job?.name }))
})
afterEach(() => runner.stop())

const tell = async (
  db: Kysely<Database>,
  version: number,
): Promise<{ applicationId: string; version: number }> => {
  const job = { applicationId: randomUUID(), version }
  await db.transaction().execute((trx) => enqueue(trx, 'tellChat', job))
  return job
}

/** A picture of this chat, to be inspected. */
const inspection = (chatId: string): Jobs['inspect'] => ({
  jobId: randomUUID(),
  channel: 'telegram',
  chatId,
  applicationId: randomUUID(),
  kind: 'form',
  picture: { source: 'telegram', fileId: 'f' },
  convert: false,
})

/** Lets jobs that wait for their next try be due. */
const passTime = (): Promise<unknown> =>
  sql`update pgboss.job set start_after = now() - interval '1 s' where state = 'retry'`.execute(fixture.db)

it('runs what was stored in a transaction that committed, and nothing of one that did not', async () => {
  const undone = fixture.db.transaction().execute(async (trx) => {
    await enqueue(trx, 'deliverCredential', { applicationId: randomUUID() })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  const job = await tell(fixture.db, 3)
  expect(await runner.runDue(handlers)).toBe(1)
  expect(ran).toEqual([job])
  expect(await runner.runDue(handlers)).toBe(0)
})

it.each([
  ['tellChat', { applicationId: randomUUID(), version: 1 }, {}],
  ['inspect', inspection('telegram:1'), { group: { id: 'telegram:1' } }],
] as const)('stores a job of %s as pg-boss itself would', async (name, data, options) => {
  await fixture.db.transaction().execute((trx) => enqueue(trx, name, data))
  const boss = new PgBoss({
    connectionString: fixture.url,
    supervise: false,
    schedule: false,
    migrate: false,
  })
  await boss.start()
  await boss.send(name, data, options)
  await boss.stop({ graceful: false })
  const { rows } = await sql<{ job: Record<string, unknown> }>`
    select to_jsonb(job) - 'id' - 'created_on' - 'start_after' - 'keep_until'
      || jsonb_build_object('kept', date_trunc('hour', keep_until - created_on)) as job
    from pgboss.job order by created_on`.execute(fixture.db)
  expect(rows).toHaveLength(2)
  expect(rows[0]).toEqual(rows[1])
  expect(rows[0]?.job).toMatchObject({ retry_backoff: true, retry_delay_max: 300 })
})

it('runs a job no sooner than it was asked to', async () => {
  const job = { applicationId: randomUUID(), decisionId: '1' }
  await fixture.db.transaction().execute((trx) => enqueue(trx, 'applyDecision', job, { afterSeconds: 60 }))
  expect(await runner.runDue(handlers)).toBe(0)
  await sql`update pgboss.job set start_after = start_after - interval '60 s'`.execute(fixture.db)
  expect(await runner.runDue(handlers)).toBe(1)
  expect(ran).toEqual([job])
})

it('refuses a job whose queue was never made', async () => {
  const unknown = fixture.db
    .transaction()
    .execute((trx) => enqueue(trx, 'nothing' as 'tellChat', { applicationId: randomUUID(), version: 1 }))
  await expect(unknown).rejects.toMatchObject({ name: 'Fault', kind: 'alert' })
})

it('stores an inspection once, however often its job id is given', async () => {
  const job = inspection('telegram:1')
  for (let time = 0; time < 2; time += 1)
    await fixture.db.transaction().execute((trx) => enqueue(trx, 'inspect', job))
  expect(await runner.runDue(handlers)).toBe(1)
  expect(ran).toEqual([job])
})

it('wakes a running process at once, which does not poll for half a minute', async () => {
  await runner.start(handlers)
  // The first may be found by the look around at the start.
  for (const version of [1, 2, 3]) {
    const job = await tell(fixture.db, version)
    await expect.poll(() => ran.at(-1), { timeout: 8_000 }).toEqual(job)
  }
})

it('is not told of what comes by a lent connection, and finds it all the same', async () => {
  const lent = openDatabase(fixture.url, { lent: true })
  const listener = new Client({ connectionString: fixture.url })
  await listener.connect()
  const heard: (string | undefined)[] = []
  listener.on('notification', ({ payload }) => heard.push(payload))
  await listener.query(`listen ${listener.escapeIdentifier(await jobsChannel())}`)
  const quiet = await tell(lent, 1)
  const told = await tell(fixture.db, 2)
  await expect.poll(() => heard).toEqual(['tellChat'])
  expect(await runner.runDue(handlers)).toBe(2)
  expect(new Set(ran)).toEqual(new Set([quiet, told]))
  await listener.end()
  await lent.destroy()
})

/** Where pg-boss listens. */
const jobsChannel = async (): Promise<string> => {
  const { rows } = await sql<{ channel: string }>`
    select 'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24) as channel`.execute(fixture.db)
  return rows[0]?.channel ?? ''
}

it('takes two connections at most to run what is due', async () => {
  const connections = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int from pg_stat_activity
      where datname = current_database() and application_name = 'pgboss'`.execute(fixture.db)
    return rows[0]?.count ?? 0
  }
  await Promise.all(Array.from({ length: 4 }, async (_, version) => tell(fixture.db, version)))
  const counts: number[] = []
  let left = 4
  const all = Promise.withResolvers<void>()
  await runner.runDue({
    tellChat: async () => {
      left -= 1
      if (left === 0) all.resolve()
      await all.promise
      counts.push(await connections())
    },
  })
  expect(await connections()).toBeLessThanOrEqual(2)
  expect(counts).toHaveLength(4)
  expect(Math.max(...counts)).toBeLessThanOrEqual(2)
  expect(Math.max(...counts)).toBeGreaterThan(0)
})

const send = async (chatId: string): Promise<string> => {
  const job = inspection(chatId)
  await fixture.db.transaction().execute((trx) => enqueue(trx, 'inspect', job))
  return job.jobId
}

it('goes on with what came while all of it was at work, without being told again', async () => {
  const gate = Promise.withResolvers<void>()
  const working: JobHandlers = {
    ...handlers,
    tellChat: async (job) => {
      await gate.promise
      ran.push(job)
    },
  }
  await runner.start(working)
  await Promise.all(Array.from({ length: 12 }, (_, version) => tell(fixture.db, version)))
  gate.resolve()
  await expect.poll(() => ran.length, { timeout: 8_000 }).toBe(12)
})

it('inspects one picture of a chat at a time, each once, and those of others beside them', async () => {
  const [flooding, other] = ['telegram:1', 'telegram:2']
  const events: string[] = []
  const gates = new Map<string, PromiseWithResolvers<void>>()
  const inspecting: JobHandlers = {
    ...handlers,
    inspect: async ({ chatId, jobId }) => {
      const gate = Promise.withResolvers<void>()
      gates.set(jobId, gate)
      events.push(`${chatId} begins`)
      await gate.promise
      events.push(`${chatId} ends`)
    },
  }
  const flood: string[] = []
  for (let count = 0; count < 6; count += 1) flood.push(await send(flooding))
  const late = await send(other)
  await runner.start(inspecting)
  await expect.poll(() => gates.has(late), { timeout: 8_000 }).toBe(true)
  expect(events.toSorted()).toEqual([`${flooding} begins`, `${other} begins`])
  gates.get(late)?.resolve()
  const order: string[] = []
  for (const _ of flood) {
    await expect.poll(() => gates.size, { timeout: 8_000 }).toBe(order.length + 2)
    const begun = [...gates.keys()].filter((id) => id !== late)
    order.push(begun.at(-1) ?? '')
    gates.get(begun.at(-1) ?? '')?.resolve()
  }
  expect(order.toSorted()).toEqual(flood.toSorted())
  await expect.poll(() => events.filter((event) => event.endsWith('ends')).length).toBe(7)
  const of = events.filter((event) => event.startsWith(flooding))
  expect(of).toEqual(flood.flatMap(() => [`${flooding} begins`, `${flooding} ends`]))
})

it('inspects a chat’s next picture although a process died over the one before', async () => {
  const [lost, next] = [await send('telegram:1'), await send('telegram:1')]
  await sql`update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()
    where id = ${lost}::uuid`.execute(fixture.db)
  await runner.start(handlers)
  await expect.poll(() => ran, { timeout: 8_000 }).toMatchObject([{ jobId: next }])
})

it('counts the pictures of a chat that are in hand, and no others', async () => {
  const inHand = (chatId: string) => fixture.db.transaction().execute((trx) => countInspections(trx, chatId))
  await send('telegram:2')
  for (let count = 0; count < 3; count += 1) await send('telegram:1')
  expect(await inHand('telegram:1')).toBe(3)
  const failing: JobHandlers = {
    ...handlers,
    inspect: async () => {
      expect(await inHand('telegram:2')).toBe(1)
      throw new Fault('retry', 'the files are away')
    },
  }
  await runner.runDue({ inspect: failing.inspect }, { atOnce: 1, limit: 1 })
  expect(await inHand('telegram:2')).toBe(1)
  await passTime()
  await runner.runDue(handlers)
  expect(await inHand('telegram:1')).toBe(0)
  expect(await inHand('telegram:2')).toBe(0)
})

it('tries again what threw, waiting, and stores nothing of an error that may quote anything', async () => {
  await tell(fixture.db, 1)
  const failures: (() => Error)[] = [
    () => new Fault('retry', 'gateway down'),
    () => new Error('诸葛明月 13800138066'),
  ]
  const failing: JobHandlers = {
    ...handlers,
    tellChat: async (job) => {
      const failure = failures.shift()
      if (failure) throw failure()
      ran.push(job)
    },
  }
  expect(await runner.runDue(failing)).toBe(1)
  expect(await runner.runDue(failing)).toBe(0)
  await passTime()
  expect(await runner.runDue(failing)).toBe(1)
  const { rows } = await sql<{ text: string }>`select job::text as text from pgboss.job`.execute(fixture.db)
  expect(rows[0]?.text).toContain('see the log')
  expect(rows[0]?.text).not.toMatch(/诸葛|1380013/u)
  await passTime()
  expect(await runner.runDue(failing)).toBe(1)
  expect(ran).toHaveLength(1)
  expect(reported).toMatchObject([
    { name: 'tellChat', error: { message: 'gateway down' } },
    { name: 'tellChat', error: { message: '诸葛明月 13800138066' } },
  ])
})

it('keeps what failed for good', async () => {
  const job = await tell(fixture.db, 1)
  await sql`update pgboss.job set retry_limit = 0`.execute(fixture.db)
  const failing: JobHandlers = {
    ...handlers,
    tellChat: async () => {
      throw new Fault('alert', 'broken')
    },
  }
  expect(await runner.runDue(failing)).toBe(1)
  expect(await storedJobs(fixture.db)).toMatchObject([
    { name: 'tellChat', state: 'failed', data: job },
    { name: 'failed', state: 'created', data: job },
  ])
})

it('has the chat told of an inspection that failed for good', async () => {
  const job = inspection('telegram:1')
  await fixture.db.transaction().execute((trx) => enqueue(trx, 'inspect', job))
  await sql`update pgboss.job set retry_limit = 0`.execute(fixture.db)
  const failing: JobHandlers = {
    ...handlers,
    inspect: async () => {
      throw new Fault('retry', 'the files are away')
    },
  }
  await runner.runDue(failing)
  await runner.runDue(failing)
  expect(ran).toEqual([{ failed: job }])
})

it('runs again what a process that died had in hand', async () => {
  const job = await tell(fixture.db, 1)
  const died = new PgBoss({
    connectionString: fixture.url,
    supervise: false,
    schedule: false,
    migrate: false,
  })
  await died.start()
  expect(await died.fetch('tellChat')).toHaveLength(1)
  await died.stop({ graceful: false })
  expect(await runner.runDue(handlers)).toBe(0)
  await sql`update pgboss.job set heartbeat_on = now() - interval '1 min'`.execute(fixture.db)
  await sql`update pgboss.queue set monitor_claim_on = null, monitor_on = null`.execute(fixture.db)
  await runner.runDue(handlers)
  await passTime()
  await runner.runDue(handlers)
  expect(ran).toEqual([job])
})

it('can be prepared again, by several at once, with jobs waiting', async () => {
  const job = await tell(fixture.db, 1)
  await Promise.all([prepareJobs(fixture.url), prepareJobs(fixture.url)])
  await runner.runDue(handlers)
  expect(ran).toEqual([job])
})

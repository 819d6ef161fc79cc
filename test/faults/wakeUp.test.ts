import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { enqueue } from '../../src/adapters/postgres/jobs.ts'
import { wakeUp } from '../../src/host/workers/wakeUp.ts'
import { type Fixture, openFixture } from '../adapters/postgres/fixture.ts'

let fixture: Fixture
let sent: number[]
let warned: string[]
let isQueueAway: boolean
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())
beforeEach(async () => {
  await sql`delete from pgboss.job`.execute(fixture.db)
  // A wake-up of the test before is none of this one's.
  fixture.host.time = new Date(fixture.host.time.getTime() + 60_000)
  sent = []
  warned = []
  isQueueAway = false
})

const JOBS = {
  send: async (_message: object, { delaySeconds }: { readonly delaySeconds: number }): Promise<void> => {
    if (isQueueAway) throw new Error('the queue is away')
    sent.push(delaySeconds)
  },
}
const wake = async (options?: { readonly unlessDue: boolean }): Promise<void> => {
  const log = {
    info: () => undefined,
    warn: (_about: object, text: string) => void warned.push(text),
    error: () => undefined,
  }
  await wakeUp({ JOBS }, { db: fixture.db, parts: { host: fixture.host, log } }, options)
}

const enqueueIn = async (afterSeconds: number): Promise<void> => {
  const job = { applicationId: randomUUID(), version: 1 }
  await fixture.db.transaction().execute((trx) => enqueue(trx, 'tellChat', job, { afterSeconds }))
}

it('sends another wake-up where the queue did not take the first', async () => {
  await enqueueIn(0)
  isQueueAway = true
  await wake()
  expect(warned).toEqual(['no consumer was woken: the cron finds what is due'])
  isQueueAway = false
  await wake()
  await wake()
  expect(sent).toEqual([0, 1])
})

it('wakes a run that found nothing for what is due next, never for what it could not take', async () => {
  await enqueueIn(0)
  await wake({ unlessDue: true })
  expect(sent).toEqual([])
  await sql`update pgboss.job set start_after = now() + interval '30 s'`.execute(fixture.db)
  await wake({ unlessDue: true })
  expect(sent).toEqual([30])
  await sql`update pgboss.job set start_after = now() + interval '70 s'`.execute(fixture.db)
  await wake()
  expect(sent).toEqual([30])
})

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { enqueue } from '../../../src/adapters/postgres/jobs.ts'
import { secondsUntilDue } from '../../../src/adapters/postgres/secondsUntilDue.ts'
import { type Fixture, later, now, openFixture, take } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())
beforeEach(async () => {
  await sql`delete from pgboss.job`.execute(fixture.db)
  await fixture.db.deleteFrom('message').execute()
})

const until = async (): Promise<number | undefined> => secondsUntilDue(fixture.db, now)
const tell = async (): Promise<void> =>
  fixture.db
    .transaction()
    .execute((trx) => enqueue(trx, 'tellChat', { applicationId: randomUUID(), version: 1 }))
const say = async (chatId: string, text: string): Promise<unknown> =>
  take(fixture, chatId, { messages: [{ type: 'text', text }] })

it('is nothing while nothing waits', async () => {
  expect(await until()).toBeUndefined()
})

it('is at once for a job that is due, later for one to be tried again, and nothing for one in hand', async () => {
  await tell()
  expect(await until()).toBe(0)
  await sql`update pgboss.job set state = 'retry', start_after = now() + interval '20 s'`.execute(fixture.db)
  expect(Math.round((await until()) ?? 0)).toBe(20)
  await sql`update pgboss.job set state = 'active'`.execute(fixture.db)
  expect(await until()).toBeUndefined()
})

it('does not wait for what another host has to do', async () => {
  await fixture.db.transaction().execute((trx) => enqueue(trx, 'readCard', { scanId: randomUUID() }))
  expect(await until()).toBeUndefined()
})

it('is when the first message of a chat may leave, and what follows in that chat is no sooner', async () => {
  const chatId = `telegram:${randomUUID()}`
  await say(chatId, 'first')
  await fixture.db
    .updateTable('message')
    .set({ next_attempt_at: later(30) })
    .execute()
  await say(chatId, 'second')
  expect(await until()).toBe(30)
  await say(`telegram:${randomUUID()}`, 'another’s')
  expect(await until()).toBe(0)
})

it('is that of a webhook’s next try', async () => {
  const webhookId = randomUUID()
  const eventId = randomUUID()
  await fixture.db
    .insertInto('webhook')
    .values({
      id: webhookId,
      url: 'https://example.org/',
      secret: new Uint8Array([1]),
      is_on: true,
      created_by: 'zhou',
      created_at: now,
    })
    .execute()
  await fixture.db
    .insertInto('webhook_event')
    .values({ id: eventId, application_id: randomUUID(), state: 'submitted', at: now })
    .execute()
  await fixture.db
    .insertInto('webhook_delivery')
    .values({ event_id: eventId, webhook_id: webhookId, state: 'pending', next_attempt_at: later(30) })
    .execute()
  expect(await until()).toBe(30)
  await fixture.db.deleteFrom('webhook').execute()
  expect(await until()).toBeUndefined()
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { countOverdue } from '../../../src/adapters/postgres/overdue.ts'
import { remindWaiting } from '../../../src/adapters/postgres/reminders.ts'
import { toTellStore } from '../../../src/adapters/postgres/toTell.ts'
import type { Incoming } from '../../../src/core/chat.ts'
import { remindChat } from '../../../src/core/useCases/remindChat.ts'
import { compose, type Fixture, now, openFixture, storedJobs } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

/** Noon in Shanghai, so many days after the forms were made. */
const noonAfter = (days: number): Date => new Date(Date.parse('2026-03-02T04:00:00Z') + days * 86_400_000)

const reminded = async (): Promise<readonly unknown[]> =>
  (await storedJobs(fixture.db)).filter(({ name }) => name === 'remindChat').map(({ data }) => data)

it('reminds once of what was awaited for three days, and again when it is awaited anew', async () => {
  const id = (await compose(fixture, 'web:waiting')).applicationId
  const other = (await compose(fixture, 'web:sent')).applicationId
  await fixture.db
    .updateTable('application')
    .set({ state: 'submitted', submitted_at: now, promised_at: now })
    .where('id', '=', other)
    .execute()
  expect(await remindWaiting(fixture.db, noonAfter(3))).toBe(0)
  expect(await remindWaiting(fixture.db, noonAfter(4))).toBe(1)
  expect(await reminded()).toEqual([{ applicationId: id, version: 1 }])
  expect(await remindWaiting(fixture.db, noonAfter(5))).toBe(0)
  await fixture.db
    .updateTable('application')
    .set({ state: 'scansRequested', version: 7, decided_at: noonAfter(6) })
    .where('id', '=', id)
    .execute()
  expect(await remindWaiting(fixture.db, noonAfter(8))).toBe(0)
  // two sweeps at once remind once
  const both = await Promise.all([9, 10].map(async (days) => remindWaiting(fixture.db, noonAfter(days))))
  expect(both.reduce((sum, count) => sum + count, 0)).toBe(1)
  expect(await reminded()).toContainEqual({ applicationId: id, version: 7 })
  const audited = await fixture.db
    .selectFrom('audit')
    .select(['actor', 'application_id', 'detail'])
    .where('action', '=', 'reminded')
    .execute()
  expect(audited).toEqual([1, 7].map(() => ({ actor: 'service', application_id: id, detail: {} })))
})

it('tells the chat that is there, unless the application has moved on', async () => {
  const id = (await compose(fixture, 'web:there')).applicationId
  const turns: Incoming[] = []
  const remind = remindChat({
    store: toTellStore(fixture.db),
    takeTurn: async (incoming) => turns.push(incoming),
  })
  await remind({ applicationId: id, version: 1 })
  await remind({ applicationId: id, version: 2 })
  expect(turns).toEqual([
    expect.objectContaining({
      updateId: `reminder:${id}:1`,
      input: { type: 'news', news: { type: 'reminder' } },
    }),
  ])
})

it('counts what nobody decided by the promised time', async () => {
  expect(await countOverdue(fixture.db, now)).toBe(1)
  expect(await countOverdue(fixture.db, new Date(now.getTime() - 1))).toBe(0)
})

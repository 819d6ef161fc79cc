import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { toTellStore } from '../../../src/adapters/postgres/toTell.ts'
import type { ApplicationState } from '../../../src/core/application.ts'
import type { Incoming } from '../../../src/core/chat.ts'
import { tellChat } from '../../../src/core/useCases/tellChat.ts'
import { compose, type Fixture, now, openFixture, take } from './fixture.ts'

let fixture: Fixture
let chatId: string
let applicationId: string
let told: Incoming[]
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())
beforeEach(async () => {
  chatId = `telegram:${randomUUID()}`
  ;({ applicationId } = await compose(fixture, chatId))
  told = []
})

const tell = (version: number): Promise<void> =>
  tellChat({
    store: toTellStore(fixture.db),
    takeTurn: async (incoming) => void told.push(incoming),
  })({ applicationId, version })

const move = (state: ApplicationState, version: number): Promise<unknown> =>
  fixture.db.updateTable('application').set({ state, version }).where('id', '=', applicationId).execute()

it.each(['inReview', 'scansRequested', 'approved', 'rejected', 'undeliverable'] as const)(
  'tells the chat that its application is %s',
  async (state) => {
    await move(state, 4)
    await tell(4)
    expect(told).toEqual([
      {
        channel: 'telegram',
        chatId,
        language: 'zh-CN',
        updateId: `news:${applicationId}:4`,
        input: { type: 'news', news: { type: state } },
      },
    ])
  },
)

it('tells by what the credential was sent', async () => {
  await fixture.db
    .insertInto('credential')
    .values({
      application_id: applicationId,
      account_id: fixture.accountId,
      state: 'sent',
      round: 1,
      step: 'mail',
      tries: 1,
      sent_by: 'mail',
      made_at: now,
      sent_at: now,
    })
    .execute()
  await move('delivered', 6)
  await tell(6)
  expect(told).toMatchObject([{ input: { news: { type: 'delivered', by: 'mail' } } }])
})

it('says nothing of a version that is past, nor of what the chat did itself', async () => {
  await move('approved', 5)
  await tell(4)
  for (const state of ['awaitingScans', 'submitted', 'withdrawn'] as const) {
    await move(state, 6)
    await tell(6)
  }
  expect(told).toEqual([])
})

it('tells the chat that came to the application last, and none once that has left', async () => {
  const other = `web:${randomUUID()}`
  await take(fixture, other, { language: 'en', effects: [{ type: 'follow', applicationId }] })
  await move('approved', 3)
  await tell(3)
  expect(told).toMatchObject([{ chatId: other, channel: 'web', language: 'en' }])
  await compose(fixture, other)
  await tell(3)
  expect(told).toHaveLength(1)
})

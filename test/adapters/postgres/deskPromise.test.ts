import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { turnStore } from '../../../src/adapters/postgres/turns.ts'
import type { ChatApplication, Effect } from '../../../src/core/turn.ts'
import { decided, minutesAfter, tuesday } from '../../support/deskFixture.ts'
import { useDesk } from '../../support/useDesk.ts'

const { fixture, rowOf, auditOf, decisionsOf, taken } = await useDesk()

const chatId = 'telegram:1'

/** Its chat takes a turn with these effects; gives the application as the turn saw it. */
const turn = async (
  applicationId: string,
  effects: readonly Effect[],
  at = tuesday,
): Promise<ChatApplication | undefined> => {
  const { db, vault } = fixture
  const language = 'zh-CN'
  const state = new Uint8Array()
  await db
    .insertInto('chat')
    .values({ id: chatId, channel: 'telegram', language, state, version: 0, updated_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db.updateTable('chat').set({ application_id: applicationId }).where('id', '=', chatId).execute()
  let seen: ChatApplication | undefined
  await turnStore(db, vault).take(
    { channel: 'telegram', updateId: randomUUID(), chatId },
    at,
    async ({ application }) => {
      seen = application
      return { language, state: {}, effects, messages: [] }
    },
  )
  return seen
}

const askAgain = async (id: string): Promise<void> => {
  const request = decided({
    kind: 'requestScans',
    scans: [{ kind: 'form', reasons: ['cutOff'], note: '' }],
  } as const)
  await fixture.desk.decide('anna', id, await taken(id), request, tuesday)
  await fixture.takeEffect()
}

test('asking for a scan again stops the promise, and sending it starts what was left', async () => {
  const { desk, seed } = fixture
  const { id } = await seed({ row: { promised_at: minutesAfter(tuesday, 90) } })
  await askAgain(id)
  expect(await rowOf(id)).toMatchObject({ asked_by: 'anna', promise_left: String(90 * 60_000) })
  expect((await turn(id, []))?.promiseLeft).toBe(90 * 60_000)

  const back = minutesAfter(tuesday, 600)
  const promisedAt = minutesAfter(back, 90)
  await turn(id, [{ type: 'advance', event: 'submit', promisedAt }], back)
  expect(await rowOf(id)).toMatchObject({
    state: 'submitted',
    promised_at: promisedAt,
    promise_left: null,
    asked_by: 'anna',
  })
  expect((await turn(id, []))?.promiseLeft).toBeUndefined()
  const sooner = await seed({ row: { promised_at: minutesAfter(back, 30) } })
  expect(await desk.takeNext('anna', back)).toEqual({ ok: true, value: id })
  expect((await rowOf(id)).asked_by).toBeNull()
  expect(await desk.takeNext('anna', back)).toEqual({ ok: true, value: sooner.id })
})

test('a promise that was missed already is stored as what it lacks', async () => {
  const { id } = await fixture.seed({ row: { promised_at: minutesAfter(tuesday, -30) } })
  await askAgain(id)
  expect((await rowOf(id)).promise_left).toBe(String(-30 * 60_000))
})

test('the second time round is no first try in the figures', async () => {
  const { desk, seed, db } = fixture
  const { id, accountId } = await seed()
  await askAgain(id)
  await turn(id, [{ type: 'advance', event: 'submit', promisedAt: minutesAfter(tuesday, 60) }])
  await desk.decide('bert', id, await taken(id, 'bert'), decided({ kind: 'approve', accountId }), tuesday)
  await fixture.takeEffect()
  const outcomes = await db
    .selectFrom('outcome')
    .select(['kind', 'is_first_try'])
    .where('application_id', '=', id)
    .orderBy('decision_id')
    .execute()
  expect(outcomes).toEqual([
    { kind: 'requestScans', is_first_try: true },
    { kind: 'approve', is_first_try: false },
  ])
})

test('what is withdrawn while its decision is pending takes that with it', async () => {
  const { desk, seed } = fixture
  const { id, accountId } = await seed()
  await desk.decide('anna', id, await taken(id), decided({ kind: 'approve', accountId }), tuesday)
  await turn(id, [{ type: 'advance', event: 'withdraw' }])
  expect(await fixture.takeEffect()).toBe(1)
  expect((await rowOf(id)).state).toBe('withdrawn')
  expect(await decisionsOf(id)).toEqual([])
  expect((await auditOf(id)).at(-1)).toEqual({
    actor: 'applicant',
    action: 'withdrawn',
    detail: { decision: 'dropped' },
  })
  expect(await desk.undo('anna', id, tuesday)).toMatchObject({ problem: { kind: 'tooLateToUndo' } })
})

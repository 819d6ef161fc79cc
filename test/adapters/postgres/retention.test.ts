import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appendAudit, verifyAudit } from '../../../src/adapters/postgres/audit.ts'
import { removeClearedScans } from '../../../src/adapters/postgres/clearedScans.ts'
import { eraseExpired } from '../../../src/adapters/postgres/retention.ts'
import type { ApplicationState } from '../../../src/core/application.ts'
import type { ObjectStore } from '../../../src/core/ports.ts'
import { memoryObjects } from '../../support/memoryObjects.ts'
import { untilOneWaits } from '../../support/untilOneWaits.ts'
import { compose, type Fixture, later, now, openFixture, reviseEffect, take } from './fixture.ts'

const retentionDays = 180
const days = (count: number): Date => later(count * 86_400)

let fixture: Fixture
let objects: ObjectStore
beforeAll(async () => {
  fixture = await openFixture()
  objects = memoryObjects()
})
afterAll(() => fixture.drop())

const newChat = (): string => `web:${randomUUID()}`

/** An application composed `now` in a chat that does not speak again, with both scans, brought to a state. */
const applicationIn = async (
  state: ApplicationState,
  decidedAt: Date | null,
): Promise<{ readonly id: string; readonly chatId: string; readonly scanKey: string }> => {
  const chatId = newChat()
  const { applicationId: id } = await compose(fixture, chatId)
  const scanId = randomUUID()
  const scanKey = `scan/${scanId}`
  await objects.put(scanKey, new Uint8Array([1]))
  await fixture.db
    .insertInto('scan')
    .values({
      id: scanId,
      application_id: id,
      kind: 'form',
      state: 'sent',
      object_key: scanKey,
      sha256_hash: scanId,
      bytes: 1,
      width: 1,
      height: 1,
      warnings: '[]',
      created_at: now,
    })
    .execute()
  await fixture.db
    .insertInto('decision')
    .values({
      application_id: id,
      reviewer_id: 'r',
      kind: 'reject',
      state: 'applied',
      detail: new Uint8Array([1]),
      decided_at: now,
    })
    .execute()
  await fixture.db
    .updateTable('application')
    .set({ state, decided_at: decidedAt })
    .where('id', '=', id)
    .execute()
  return { id, chatId, scanKey }
}

/** Whether anything personal of the application is left. */
const isKept = async ({ id, scanKey }: { id: string; scanKey: string }): Promise<boolean> => {
  const row = await fixture.db
    .selectFrom('application')
    .select(['values', 'id_number_hash', 'mobile_hash'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const [forms, decisions] = await Promise.all(
    (['form_revision', 'decision'] as const).map(async (table) =>
      fixture.db.selectFrom(table).select('application_id').where('application_id', '=', id).execute(),
    ),
  )
  const left = [
    ...Object.values(row).map((value) => value !== null),
    forms?.length !== 0,
    decisions?.length !== 0,
    (await objects.find(scanKey)) !== undefined,
  ]
  expect(new Set(left).size).toBe(1)
  return left[0] ?? false
}

const hasChat = async (chatId: string): Promise<boolean> =>
  (await fixture.db.selectFrom('chat').select('id').where('id', '=', chatId).executeTakeFirst()) !== undefined

const expire = async (at: Date): Promise<void> => {
  await eraseExpired(fixture.db, at, retentionDays)
  while ((await removeClearedScans(fixture.db, objects)) > 0);
}

it('erases what its time is over for, objects included, and leaves all else', async () => {
  const expired = [
    await applicationIn('delivered', now),
    await applicationIn('rejected', now),
    await applicationIn('awaitingScans', null),
    await applicationIn('scansRequested', now),
  ]
  const kept = [
    await applicationIn('delivered', days(1)),
    await applicationIn('submitted', null),
    await applicationIn('inReview', null),
    await applicationIn('approved', now),
    await applicationIn('undeliverable', now),
    await applicationIn('scansRequested', days(1)),
  ]
  const corrected = await applicationIn('awaitingScans', null)
  await fixture.db
    .updateTable('scan')
    .set({ kind: 'idCard' })
    .where('application_id', '=', corrected.id)
    .execute()
  await take(fixture, corrected.chatId, { effects: [reviseEffect(fixture)] }, { at: days(1) })
  const withoutApplication = newChat()
  await take(fixture, withoutApplication, { messages: [{ type: 'text', text: '您好' }] })

  await expire(days(retentionDays))
  for (const one of [...expired, ...kept, corrected]) {
    expect(await isKept(one)).toBe(true)
    expect(await hasChat(one.chatId)).toBe(true)
  }

  await expire(days(retentionDays + 0.5))
  for (const one of expired) {
    expect(await isKept(one)).toBe(false)
    expect(await hasChat(one.chatId)).toBe(false)
  }
  for (const one of [...kept, corrected]) {
    expect(await isKept(one)).toBe(true)
    expect(await hasChat(one.chatId)).toBe(true)
  }
  expect(await hasChat(withoutApplication)).toBe(false)
  expect(await fixture.db.selectFrom('message').select('id').execute()).toEqual([])

  const erased = await fixture.db
    .selectFrom('audit')
    .select(['application_id', 'actor', 'detail'])
    .where('action', '=', 'erased')
    .execute()
  expect(erased).toHaveLength(expired.length)
  expect(new Set(erased.map(({ application_id: id }) => id))).toEqual(new Set(expired.map(({ id }) => id)))
  expect(new Set(erased.map(({ actor, detail }) => JSON.stringify([actor, detail])))).toEqual(
    new Set(['["retention",{}]']),
  )
  expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true })

  await expire(days(retentionDays + 0.5))
  expect(
    await fixture.db.selectFrom('audit').select('seq').where('action', '=', 'erased').execute(),
  ).toHaveLength(expired.length)
})

it('withdraws an application whose form is erased before it was sent, as it can be sent no more', async () => {
  const { id, chatId } = await applicationIn('awaitingScans', null)
  await take(fixture, chatId, {}, { at: days(retentionDays) })
  await expire(days(retentionDays + 1))
  let seen: unknown
  await take(
    fixture,
    chatId,
    async ({ application }) => {
      seen = application
      return {}
    },
    { at: days(retentionDays + 1) },
  )
  expect(seen).toMatchObject({ id, state: 'withdrawn', version: 2, formNumber: '' })
})

it('forgets the ids of updates that cannot come again, and guesses that limit nothing any more', async () => {
  const at = days(300)
  const [chatId, updateId] = [newChat(), randomUUID()]
  const formNumber = '12345678901234567891'
  const guessing = { effects: [{ type: 'countGuess' as const, formNumber }] }
  await take(fixture, chatId, guessing, { at, updateId })
  const count = async (table: 'guess' | 'chat_update'): Promise<number> =>
    (await fixture.db.selectFrom(table).selectAll().execute()).length
  await expire(days(300 + 1 / 48))
  expect([await count('guess'), await count('chat_update')]).toEqual([2, 1])
  await expire(days(300 + 1 / 24))
  expect(await count('guess')).toBe(1)
  await expire(days(301))
  expect(await count('guess')).toBe(0)
  expect(await take(fixture, chatId, {}, { at, updateId })).toBe('seen')
  await expire(days(308.5))
  expect(await count('chat_update')).toBe(0)
})

it('has the lock of the log last, so that it waits for who holds a webhook and then wants that lock', async () => {
  const { id } = await fixture.db
    .insertInto('webhook')
    .values({
      id: randomUUID(),
      url: 'https://example.org/',
      secret: new Uint8Array([1]),
      is_on: true,
      created_by: 'r',
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const ended = []
  for (const state of ['delivered', 'awaitingScans', 'delivered', 'awaitingScans'] as const)
    ended.push(await applicationIn(state, state === 'delivered' ? now : null))
  const removing = await fixture.db.startTransaction().execute()
  await removing.deleteFrom('webhook').where('id', '=', id).execute()
  const erasing = expire(days(retentionDays + 1))
  await untilOneWaits(fixture.db)
  await appendAudit(removing, { at: now, actor: 'r', action: 'webhookRemoved' })
  await removing.commit().execute()
  await erasing
  for (const one of ended) expect(await isKept(one)).toBe(false)
})

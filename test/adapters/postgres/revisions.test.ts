import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyAudit } from '../../../src/adapters/postgres/audit.ts'
import type { ScanKind } from '../../../src/core/application.ts'
import type { ChatApplication, Filled } from '../../../src/core/turn.ts'
import { compose, type Fixture, later, now, openFixture, reviseEffect, take, values } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

const newChat = (): string => `telegram:${randomUUID()}`

const seenBy = async (
  chatId: string,
): Promise<{ application: ChatApplication | undefined; filled: Filled | undefined }> => {
  let seen: { application: ChatApplication | undefined; filled: Filled | undefined } | undefined
  await take(fixture, chatId, async ({ application }, lookUps) => {
    seen = { application, filled: await lookUps.filled() }
    return {}
  })
  if (!seen) throw new Error('the turn was not decided')
  return seen
}

const storeScan = async (
  applicationId: string,
  kind: ScanKind,
  state: 'chosen' | 'sent',
): Promise<string> => {
  const id = randomUUID()
  await fixture.db
    .insertInto('scan')
    .values({
      id,
      application_id: applicationId,
      kind,
      state,
      object_key: `scan/${id}`,
      sha256_hash: id,
      bytes: 1,
      width: 1,
      height: 1,
      warnings: '[]',
      created_at: now,
    })
    .execute()
  return id
}

it('makes another form of the same application, with what it was filled in with anew', async () => {
  const chatId = newChat()
  const { applicationId, formNumber } = await compose(fixture, chatId)
  const unit = { id: fixture.unit.id, fullName: fixture.unit.name, state: 'registered' }
  expect((await seenBy(chatId)).filled).toMatchObject({ unit, values })
  const revised = reviseEffect(fixture)
  await take(fixture, chatId, { effects: [revised] }, { at: later(60) })
  const { application, filled } = await seenBy(chatId)
  expect(application).toMatchObject({
    id: applicationId,
    state: 'awaitingScans',
    version: 2,
    formNumber: revised.formNumber,
  })
  expect(filled).toMatchObject({ unit, values: revised.values })
  expect(revised.formNumber).not.toBe(formNumber)
  const rows = await fixture.db
    .selectFrom('form_revision')
    .select(['revision', 'composed_at'])
    .where('application_id', '=', applicationId)
    .orderBy('revision')
    .execute()
  expect(rows).toEqual([
    { revision: 1, composed_at: now },
    { revision: 2, composed_at: later(60) },
  ])
})

it('finds the application by its new personal values, and no longer by the old', async () => {
  const chatId = newChat()
  const { applicationId } = await compose(fixture, chatId)
  const hashes = async () =>
    fixture.db
      .selectFrom('application')
      .select(['id_number_hash', 'mobile_hash'])
      .where('id', '=', applicationId)
      .executeTakeFirstOrThrow()
  const before = await hashes()
  await take(fixture, chatId, { effects: [reviseEffect(fixture)] })
  const after = await hashes()
  expect(after.id_number_hash).toBe(before.id_number_hash)
  expect(after.mobile_hash).not.toBe(before.mobile_hash)
})

it.each([
  [{ mobile: '+8613900139066' }, false],
  [{ idNumber: '110101190001010006' }, true],
  [{ idType: 'passport', idNumber: 'E12345678' }, true],
] as const)('of %j clears the scans it makes void, chosen or sent', async (changes, voidsCard) => {
  const chatId = newChat()
  const { applicationId } = await compose(fixture, chatId)
  const scans = {
    form: await storeScan(applicationId, 'form', 'sent'),
    again: await storeScan(applicationId, 'form', 'chosen'),
    card: await storeScan(applicationId, 'idCard', 'sent'),
  }
  await take(fixture, chatId, { effects: [reviseEffect(fixture, changes)] })
  const rows = await fixture.db
    .selectFrom('scan')
    .select(['id', 'state'])
    .where('application_id', '=', applicationId)
    .execute()
  const states = Object.fromEntries(rows.map(({ id, state }) => [id, state]))
  expect(states).toEqual({
    [scans.form]: 'cleared',
    [scans.again]: 'cleared',
    [scans.card]: voidsCard ? 'cleared' : 'sent',
  })
})

it('is refused once the application is submitted, and changes nothing', async () => {
  const chatId = newChat()
  const { formNumber } = await compose(fixture, chatId)
  await take(fixture, chatId, { effects: [{ type: 'advance', event: 'submit', promisedAt: later(86_400) }] })
  await expect(take(fixture, chatId, { effects: [reviseEffect(fixture)] })).rejects.toMatchObject({
    kind: 'alert',
  })
  expect((await seenBy(chatId)).application).toMatchObject({ formNumber, state: 'submitted' })
})

it('is audited by the names of what changed, without the values', async () => {
  const chatId = newChat()
  const { applicationId } = await compose(fixture, chatId)
  await take(fixture, chatId, { effects: [reviseEffect(fixture)] })
  const lines = await fixture.db
    .selectFrom('audit')
    .select(['actor', 'action', 'detail'])
    .where('application_id', '=', applicationId)
    .execute()
  expect(lines).toEqual([
    { actor: 'applicant', action: 'revised', detail: { revision: 2, changed: ['mobile'] } },
  ])
  expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true })
})

it('offers nothing to correct once the application is erased', async () => {
  const chatId = newChat()
  await compose(fixture, chatId)
  await take(fixture, chatId, { effects: [{ type: 'advance', event: 'withdraw' }] })
  expect((await seenBy(chatId)).filled).toBeUndefined()
})

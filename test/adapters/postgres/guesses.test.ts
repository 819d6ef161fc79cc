import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FormMatch } from '../../../src/core/turn.ts'
import { compose, type Fixture, later, now, openFixture, reviseEffect, take } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

const newChat = (): string => `telegram:${randomUUID()}`

/** As the conversation does: a wrong pair is counted in the turn that looked it up. */
const guess = async (chatId: string, unitName: string, formNumber: string, at = now): Promise<FormMatch> => {
  let match: FormMatch | undefined
  await take(
    fixture,
    chatId,
    async (_, lookUp) => {
      match = await lookUp.form(unitName, formNumber)
      return { effects: match.type === 'noMatch' ? [{ type: 'countGuess', formNumber }] : [] }
    },
    { at },
  )
  if (!match) throw new Error('nothing was looked up')
  return match
}

it('finds an application by its number and the unit’s name, however that is written', async () => {
  const { applicationId, formNumber } = await compose(fixture, newChat())
  const match = {
    type: 'match',
    application: { id: applicationId, formNumber, state: 'awaitingScans', idType: 'idCard' },
    isSuperseded: false,
  }
  expect(await guess(newChat(), fixture.unit.name, formNumber)).toMatchObject(match)
  expect(await guess(newChat(), ' 青嵐大學(測試) 圖書館', formNumber)).toMatchObject(match)
})

it('knows the number of an earlier form as superseded, by the name of the unit it was made for', async () => {
  const chatId = newChat()
  const { applicationId, formNumber } = await compose(fixture, chatId)
  const other = await fixture.db
    .insertInto('unit')
    .values({ full_name: '另一大学', name_key: '另一大学', bigrams: [], state: 'registered' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const revised = { ...reviseEffect(fixture), unitId: other.id }
  await take(fixture, chatId, { effects: [revised] })
  const application = { id: applicationId, unitName: '另一大学', formNumber: revised.formNumber }
  expect(await guess(newChat(), fixture.unit.name, formNumber)).toMatchObject({
    type: 'match',
    application,
    isSuperseded: true,
  })
  expect(await guess(newChat(), '另一大学', revised.formNumber)).toMatchObject({
    application,
    isSuperseded: false,
  })
  expect(await guess(newChat(), '另一大学', formNumber)).toEqual({ type: 'noMatch' })
  expect(await guess(newChat(), fixture.unit.name, revised.formNumber)).toEqual({ type: 'noMatch' })
})

it('gives one answer for a wrong name, a wrong number, and no name at all', async () => {
  const { formNumber } = await compose(fixture, newChat())
  const answers = [
    await guess(newChat(), '别的大学', formNumber),
    await guess(newChat(), fixture.unit.name, '12345678901234567890'),
    await guess(newChat(), '', '12345678901234567891'),
  ]
  expect(answers).toEqual(answers.map(() => ({ type: 'noMatch' })))
})

it('lets a chat guess five times an hour, whatever the numbers, and then not even rightly', async () => {
  const chatId = newChat()
  const { applicationId, formNumber } = await compose(fixture, newChat())
  for (let count = 0; count < 5; count += 1)
    expect(await guess(chatId, '错', `1000000000000000000${count}`, later(count))).toEqual({
      type: 'noMatch',
    })
  const retryAt = later(3600)
  expect(await guess(chatId, fixture.unit.name, formNumber, later(10))).toEqual({ type: 'limited', retryAt })
  expect(await guess(chatId, fixture.unit.name, formNumber, later(3599))).toEqual({
    type: 'limited',
    retryAt,
  })
  expect(await guess(chatId, fixture.unit.name, formNumber, retryAt)).toMatchObject({
    type: 'match',
    application: { id: applicationId },
  })
})

it('lets a form number be guessed ten times a day, over all chats, whether a form has it or not', async () => {
  const { formNumber } = await compose(fixture, newChat())
  for (const number of [formNumber, '99999999999999999999']) {
    for (let count = 0; count < 10; count += 1)
      expect(await guess(newChat(), '错', number)).toEqual({ type: 'noMatch' })
    const limited = { type: 'limited', retryAt: later(86_400) }
    expect(await guess(newChat(), '错', number)).toEqual(limited)
  }
})

it('keeps no form number in the clear beside a guess', async () => {
  await guess(newChat(), '错', '55555555555555555555')
  const rows = await fixture.db.selectFrom('guess').selectAll().execute()
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain('55555555555555555555')
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DeskApp, openDeskApp } from '../support/deskApp.ts'
import { type DeskBrowser, enrol } from '../support/deskBrowser.ts'
import { minutesAfter, tuesday } from '../support/deskFixture.ts'

let desk: DeskApp
let browser: DeskBrowser
let reviewerId: string
beforeAll(async () => {
  desk = await openDeskApp()
  const email = 'anna@example.org'
  const made = await desk.auth.createReviewer({ email, name: '周敏' })
  browser = (await enrol(desk.app, { email, password: made?.password ?? '' })).browser
  const { id } = await desk.fixture.db
    .selectFrom('reviewer')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  reviewerId = id
})
afterAll(async () => desk.close())

type Row = NonNullable<NonNullable<Parameters<DeskApp['fixture']['seed']>[0]>['row']>

/** What the page of an application that the reviewer does not hold offers, and says. */
const shown = async (row: Row, language = 'zh-CN') => {
  const { id } = await desk.fixture.seed({ row })
  const answer = await browser.get(`/desk/applications/${id}`, { 'accept-language': language })
  const page = await answer.text()
  return { page, status: answer.status, canTake: page.includes(`action="/desk/applications/${id}/take"`) }
}

test('what is free can be taken from its page, which leads a reviewer to no record', async () => {
  const { page, ...free } = await shown({})
  expect(free).toEqual({ status: 409, canTake: true })
  expect(page).not.toContain('/record')
  const lapsed: Row = { state: 'inReview', reviewer_id: reviewerId, lease_until: tuesday }
  expect(await shown(lapsed)).toMatchObject({ status: 409, canTake: true })
})

test('what another holds cannot', async () => {
  const held: Row = { state: 'inReview', reviewer_id: 'bert', lease_until: minutesAfter(tuesday, 5) }
  expect(await shown(held)).toMatchObject({ status: 409, canTake: false })
})

test.each([
  ['zh-CN', '您已作出第一次通过，须由另一位审核员复核。'],
  ['en', 'You approved this application first, so another reviewer decides on it now.'],
])('who approved it first is not offered it, and is told why (%s)', async (language, why) => {
  const waiting: Row = { first_approver: reviewerId }
  const held: Row = {
    ...waiting,
    state: 'inReview',
    reviewer_id: 'bert',
    lease_until: minutesAfter(tuesday, 5),
  }
  for (const row of [waiting, held]) {
    const { page, ...answer } = await shown(row, language)
    expect(answer).toEqual({ status: 409, canTake: false })
    expect(page).toContain(why)
  }
})

test('once it is decided, who approved it first is told that, as anyone is', async () => {
  const { page } = await shown({ first_approver: reviewerId, state: 'approved' })
  expect(page).toContain('这件申请目前不在审核中')
})

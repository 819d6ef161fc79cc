import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { minutesAfter, tuesday } from '../support/deskFixture.ts'
import { deskRecords } from '../support/deskRecords.ts'
import { type DeskSite, openDeskSite } from '../support/deskSite.ts'
import { faultsOf } from '../support/pageFaults.ts'

let site: DeskSite
let browser: Browser
beforeAll(async () => {
  site = await openDeskSite()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})
const { rowOf, auditOf } = deskRecords(() => site.fixture)

const queueOf = async (cookies: DeskSite['cookies']): Promise<Page> => {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } })
  await context.addCookies([...cookies])
  const page = await context.newPage()
  await page.goto(`${site.url}/desk`)
  return page
}

const takeNext = async (page: Page): Promise<void> => page.getByRole('button', { name: '领取下一件' }).click()

/** Ticks the whole checklist, approves for the account that is chosen, and lets the time to undo pass. */
const approve = async (page: Page): Promise<void> => {
  for (const box of await page.locator('[name=checklist]').all()) await box.check()
  await page.getByRole('button', { name: '通过并发送密码' }).click()
  await page.getByRole('button', { name: '撤销' }).waitFor()
  expect(await site.fixture.takeEffect(minutesAfter(tuesday, 1))).toBe(1)
}

test('where four eyes are needed, the first approval waits for another reviewer’s, who sees whose it was', async () => {
  const { fixture } = site
  await fixture.db
    .updateTable('four_eyes_rule')
    .set({ is_on: true })
    .where('rule', '=', 'personnelChange')
    .execute()
  const { id, accountId } = await fixture.seed({ values: { reason: 'personnelChange' } })
  const stateOf = async () => (await rowOf(id)).state

  const first = await queueOf(site.cookies)
  await takeNext(first)
  await first.getByText('通过后须由另一位审核员复核').waitFor()
  expect(await faultsOf(first)).toEqual([])
  await approve(first)
  expect(await stateOf()).toBe('submitted')
  await first.goto(`${site.url}/desk`)
  await first.getByText('您已一审，待他人复核').waitFor()
  expect(await faultsOf(first)).toEqual([])
  // neither by its line, nor as the next, nor by its address
  expect(await first.getByRole('button', { name: /^领取:/u }).count()).toBe(0)
  await takeNext(first)
  await first.locator('.notice').waitFor()
  expect(await stateOf()).toBe('submitted')
  await first.goto(`${site.url}/desk/applications/${id}`)
  await first.getByText('您已作出第一次通过，须由另一位审核员复核。').waitFor()
  expect(await first.getByRole('button', { name: '领取这件申请' }).count()).toBe(0)
  expect(await first.locator('[name=checklist]').count()).toBe(0)
  expect(await stateOf()).toBe('submitted')

  const second = await queueOf(await site.signedIn('李维', 'li.wei.second@example.org'))
  await second.getByText('周敏 已一审，待复核').waitFor()
  await takeNext(second)
  await second.getByText('周敏 已第一次通过').waitFor()
  expect(await second.getByText('第一审选择').count()).toBe(1)
  expect(await faultsOf(second)).toEqual([])
  await approve(second)
  expect(await rowOf(id)).toMatchObject({ state: 'approved', account_id: accountId })
  const done = (await auditOf(id)).filter(({ action }) => ['firstApproved', 'approved'].includes(action))
  expect(done.map(({ action }) => action)).toEqual(['firstApproved', 'approved'])
  expect(new Set(done.map(({ actor }) => actor)).size).toBe(2)
})

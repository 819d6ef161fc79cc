import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { minutesAfter, tuesday } from '../support/deskFixture.ts'
import { type DeskSite, openDeskSite } from '../support/deskSite.ts'
import { faultsOf } from '../support/pageFaults.ts'
import { totp } from '../support/totp.ts'

let site: DeskSite
let browser: Browser

beforeAll(async () => {
  site = await openDeskSite()
})
afterAll(async () => site.close())
beforeEach(async () => {
  browser = await openBrowser()
  await site.fixture.db.deleteFrom('application').execute()
})

afterEach(async () => browser.close())

const newPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({ locale: 'zh-CN', ...options })
  await context.addCookies(site.cookies)
  return context.newPage()
}

/** Collects what the browser refused to load or run. */
const listen = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/u.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

test('a new reviewer signs in and enrols, on pages without a fault', async () => {
  const page = await newPage()
  await page.context().clearCookies()
  const complaints = listen(page)
  await page.goto(`${site.url}/desk`)
  expect(await faultsOf(page)).toEqual([])
  await page.getByLabel('电子邮箱').fill(site.newcomer.email)
  await page.getByLabel('密码').fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByLabel('密码').fill(site.newcomer.password)
  await page.keyboard.press('Enter')
  const secret = await page.locator('.secret').textContent()
  expect(await faultsOf(page)).toEqual([])
  await page.getByLabel('验证码').fill(totp(secret ?? '', new Date()))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '队列' }).waitFor()
  expect(complaints).toEqual([])
})

test.each(['zh-CN', 'en'])('queue, application and refusals are without a fault in %s', async (locale) => {
  const { seed } = site.fixture
  await seed({ row: { promised_at: minutesAfter(tuesday, -20) }, values: { reason: 'personnelChange' } })
  await seed({
    unitName: '新疆克孜勒苏柯尔克孜自治州科学技术情报与国际合作交流研究所（集团）有限责任公司',
    row: {
      promised_at: minutesAfter(tuesday, -10),
      state: 'inReview',
      reviewer_id: 'another',
      lease_until: minutesAfter(tuesday, 5),
    },
  })
  const { id: failed } = await seed({ row: { state: 'undeliverable' } })
  const page = await newPage({ locale })
  const complaints = listen(page)
  await page.goto(`${site.url}/desk`)
  expect(await faultsOf(page)).toEqual([])
  await page.locator('form[action="/desk/next"] button').click()
  await page.locator('[data-countdown]').waitFor()
  await page.locator('.history summary').click()
  expect(await faultsOf(page)).toEqual([])
  await page.locator('form.reject button').click()
  await page.locator('.notice.refused').waitFor()
  expect(await faultsOf(page)).toEqual([])
  for (const path of ['?part=mine', '?part=undeliverable', '?part=later', `/applications/${failed}`]) {
    await page.goto(`${site.url}/desk${path}`)
    expect([path, await faultsOf(page)]).toEqual([path, []])
  }
  expect(complaints).toEqual([])
})

test('all of it works with scripts off', async () => {
  const { id } = await site.fixture.seed()
  const page = await newPage({ javaScriptEnabled: false })
  await page.goto(`${site.url}/desk`)
  await page.getByRole('button', { name: '领取下一件' }).click()
  await page.getByRole('button', { name: '延长 10 分钟' }).click()
  await page.getByLabel('公章不清晰').check()
  await page.getByRole('button', { name: '要求填表人重传' }).click()
  await page.getByRole('button', { name: '撤销' }).waitFor()
  expect(await site.fixture.stateOf(id)).toBe('decided')
})

test('the lease is counted down and renewed in place, and what was typed stays', async () => {
  const { id } = await site.fixture.seed()
  const page = await newPage()
  await page.clock.install()
  await page.goto(`${site.url}/desk`)
  await page.getByRole('button', { name: '领取下一件' }).click()
  const left = page.locator('[data-left]')
  await left.waitFor()
  await page.clock.runFor(61_000)
  await expect.poll(async () => left.textContent()).toMatch(/^8:5\d$/u)
  await page.locator('[name=rejectNote]').fill('材料不符')
  await page.getByRole('button', { name: '延长 10 分钟' }).click()
  await page.clock.runFor(2_000)
  await expect.poll(async () => left.textContent()).toMatch(/^(?:10:00|9:5\d)$/u)
  expect(await page.locator('[name=rejectNote]').inputValue()).toBe('材料不符')

  // the desk gives it to another: the next renewal is refused, and no decision can be sent any more
  await site.fixture.db
    .updateTable('application')
    .set({ reviewer_id: 'another' })
    .where('id', '=', id)
    .execute()
  await page.clock.runFor(6 * 60_000)
  await page.getByText('保留时间已过').waitFor()
  expect(await page.getByRole('button', { name: '拒绝申请' }).isDisabled()).toBe(true)
})

test('the lease is renewed unasked in a tab that is not looked at, until its reviewer has been away for an hour', async () => {
  await site.fixture.seed()
  const page = await newPage()
  await page.addInitScript("Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })")
  await page.clock.install()
  await page.goto(`${site.url}/desk`)
  await page.getByRole('button', { name: '领取下一件' }).click()
  const left = page.locator('[data-left]')
  await left.waitFor()
  for (let minutes = 6; minutes < 60; minutes += 6) {
    // not `runFor`: the answer may come in the midst of what it still has to run, and that is counted down then
    await page.clock.fastForward(6 * 60_000)
    await expect.poll(async () => left.textContent()).toMatch(/^(?:10:00|9:5\d)$/u)
  }
  // past the hour: nothing is asked for any more
  await page.clock.fastForward(7 * 60_000)
  await expect.poll(async () => left.textContent()).toMatch(/^2:\d\d$/u)
  await page.clock.fastForward(3 * 60_000)
  await page.getByText('保留时间已过').waitFor()
})

test('a lapse and taking again leave disabled what could not be sent before', async () => {
  const { accountId } = await site.fixture.seed()
  await site.fixture.db.deleteFrom('account').where('id', '=', accountId).execute()
  const page = await newPage()
  await page.clock.install()
  await page.goto(`${site.url}/desk`)
  await page.getByRole('button', { name: '领取下一件' }).click()
  await page.locator('[data-left]').waitFor()
  const [approve, reject] = ['通过并发送密码', '拒绝申请'].map((name) => page.getByRole('button', { name }))
  expect(await approve?.isDisabled()).toBe(true)
  await page.context().setOffline(true)
  await page.clock.runFor(11 * 60_000)
  await page.getByText('保留时间已过').waitFor()
  expect(await reject?.isDisabled()).toBe(true)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: '重新领取' }).click()
  await page.getByText('已重新领取').waitFor()
  expect([await approve?.isDisabled(), await reject?.isDisabled()]).toEqual([true, false])
})

test('a double click takes one application', async () => {
  for (let count = 0; count < 3; count += 1) await site.fixture.seed()
  const page = await newPage()
  await page.goto(`${site.url}/desk`)
  await page.getByRole('button', { name: '领取下一件' }).dblclick()
  await page.locator('[data-lease]').waitFor()
  const held = await site.fixture.db
    .selectFrom('application')
    .select('id')
    .where('state', '=', 'inReview')
    .execute()
  expect(held).toHaveLength(1)
})

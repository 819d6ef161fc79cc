import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { appendAudit } from '../../src/adapters/postgres/audit.ts'
import { openBrowser } from '../support/browser.ts'
import { minutesAfter, tuesday } from '../support/deskFixture.ts'
import { type DeskSite, openDeskSite } from '../support/deskSite.ts'
import { faultsOf } from '../support/pageFaults.ts'
import { screenshot } from '../support/screenshot.ts'

let site: DeskSite
let browser: Browser

beforeAll(async () => {
  site = await openDeskSite()
  await site.fixture.db.updateTable('reviewer').set({ role: 'supervisor' }).execute()
  const { id: reviewerId } = await site.fixture.db
    .selectFrom('reviewer')
    .select('id')
    .executeTakeFirstOrThrow()
  for (let day = 0; day < 28; day += 1)
    for (let count = 0; count <= day % 7; count += 1) {
      const decidedAt = minutesAfter(tuesday, -day * 24 * 60 - count)
      const minutes = 30 + 45 * (day % 5) + 10 * count
      await append('submitted', minutesAfter(decidedAt, -minutes))
      await site.fixture.db
        .insertInto('outcome')
        .values({
          decision_id: String(day * 10 + count),
          application_id: crypto.randomUUID(),
          reviewer_id: reviewerId,
          kind: count === 3 ? 'requestScans' : 'approve',
          reasons: count === 3 ? ['form.sealUnclear'] : [],
          scans: count === 3 ? ['form'] : [],
          submitted_at: minutesAfter(decidedAt, -minutes),
          promised_at: minutesAfter(decidedAt, 200 - minutes),
          decided_at: decidedAt,
          is_first_try: count < 5,
        })
        .execute()
    }
})
afterAll(async () => site.close())
beforeEach(async () => {
  browser = await openBrowser()
})
afterEach(async () => browser.close())

const newPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({ locale: 'zh-CN', ...options })
  await context.addCookies(site.cookies)
  return context.newPage()
}

const append = async (action: string, at = tuesday): Promise<void> =>
  site.fixture.db.transaction().execute((trx) => appendAudit(trx, { at, actor: 'applicant', action }))

test.each(['zh-CN', 'en'])('figures and log are without a fault in %s', async (locale) => {
  await append('submitted')
  const page = await newPage({ locale })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${site.url}/desk/figures`)
  await page.locator('[data-plot] canvas').nth(2).waitFor()
  if (locale === 'zh-CN') await screenshot(page, 'desk-figures')
  // a line was drawn in the seal's red, and not only the axes
  const inked = await page.evaluate<number>(`(() => {
    const canvas = document.querySelector('[data-plot=flow] canvas')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    let count = 0
    for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 200 && data[at] - data[at + 2] > 60) count += 1
    return count
  })()`)
  expect(inked).toBeGreaterThan(200)
  expect(await faultsOf(page)).toEqual([])
  await page.goto(`${site.url}/desk/audit`)
  if (locale === 'zh-CN') await screenshot(page, 'desk-audit')
  await page.locator('select[name=action]').selectOption('submitted')
  await page.locator('form.filter button').click()
  await page.locator('table.log').waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('tables and the log are downloaded as files that say what the pages and the database do', async () => {
  const page = await newPage()
  const downloaded = async (link: Locator): Promise<{ readonly name: string; readonly text: string }> => {
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
  }
  const linesOf = (text: string): readonly string[] => text.trimEnd().split(/\r?\n/u)

  await page.goto(`${site.url}/desk/figures?from=2026-11-01&to=2026-11-24`)
  const days = await downloaded(page.locator('a[href*="/days.csv"]'))
  expect(days.name).toBe('days-2026-11-01-2026-11-24.csv')
  const [head, ...rows] = linesOf(days.text)
  expect(head).toMatch(/^\uFEFF"day","submitted","decided",/u)
  const shown = await page
    .locator('table#days tbody tr')
    .evaluateAll((lines) =>
      lines.map((line) => [...line.children].slice(0, 3).map((cell) => cell.textContent)),
    )
  expect(shown).toHaveLength(24)
  expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual(
    shown.map(([day, ...counts]) => [`"${day}"`, ...counts]),
  )
  const asked = await downloaded(page.locator('a[href*="/reasons-by-day.csv"]'))
  expect(linesOf(asked.text)[1]).toBe('"2026-11-04","requestScans","form.sealUnclear",1')

  await page.goto(`${site.url}/desk/audit?action=submitted&from=2026-11-01&to=2026-11-20`)
  const exported = await downloaded(page.getByRole('link', { name: '导出（JSON Lines）' }))
  expect(exported.name).toBe('audit.jsonl')
  const lines = linesOf(exported.text).map((line) => JSON.parse(line) as unknown)
  const kept = await site.fixture.db
    .selectFrom('audit')
    .select(['seq', 'action', 'hash'])
    .where('action', '=', 'submitted')
    .where('at', '>=', new Date('2026-10-31T16:00:00Z'))
    .where('at', '<', new Date('2026-11-20T16:00:00Z'))
    .orderBy('seq')
    .execute()
  expect(kept.length).toBeGreaterThan(40)
  expect(lines).toMatchObject(kept)
  expect(lines).toHaveLength(kept.length)
})

test('an application appears in the queue by itself, and again after the connection was lost', async () => {
  const page = await newPage()
  for (const [minutes, unitName] of [
    [25, '江南样例理工学院'],
    [190, '样例省地质调查研究院'],
    [300, '样例师范大学附属中学'],
  ] as const)
    await site.fixture.seed({ unitName, row: { promised_at: minutesAfter(tuesday, minutes) } })
  await page.goto(`${site.url}/desk?part=dueToday`)
  await page.locator('[data-live]').first().waitFor()
  await site.fixture.seed({ unitName: '先到的样例学院' })
  await append('submitted')
  await page.getByText('先到的样例学院').waitFor()
  const link = page.getByRole('button', { name: /先到的样例学院/u })
  await link.focus()
  await page.context().setOffline(true)
  await page.getByText('连接已断开').waitFor()
  await site.fixture.seed({ unitName: '后到的样例学院' })
  await append('submitted')
  await page.context().setOffline(false)
  await page.getByText('后到的样例学院').waitFor()
  await screenshot(page, 'desk-queue')
  // who was about to press a button still is
  expect(await link.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
})

test('a page whose session is over says so, and keeps what it shows', async () => {
  const page = await newPage()
  await site.fixture.seed({ unitName: '仍然看得见的样例学院' })
  await page.goto(`${site.url}/desk?part=dueToday`)
  await page.getByText('仍然看得见的样例学院').waitFor()
  await page.context().clearCookies()
  await append('submitted')
  await page.getByText('您已退出登录').waitFor()
  expect(await page.getByText('仍然看得见的样例学院').isVisible()).toBe(true)
})

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { shortcuts } from '../../src/http/desk/shortcuts/shortcuts.ts'
import { openBrowser } from '../support/browser.ts'
import { minutesAfter, tuesday } from '../support/deskFixture.ts'
import { type DeskSite, openDeskSite } from '../support/deskSite.ts'

let site: DeskSite
let head: DeskSite['cookies']
let headId: string
let browser: Browser

beforeAll(async () => {
  site = await openDeskSite()
  const email = 'head@example.org'
  head = await site.signedIn('陈主管', email, 'supervisor')
  ;({ id: headId } = await site.fixture.db
    .selectFrom('reviewer')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow())
})
afterAll(async () => site.close())
beforeEach(async () => {
  browser = await openBrowser()
  await site.fixture.db.deleteFrom('application').execute()
})
afterEach(async () => browser.close())

const open = async (path: string): Promise<Page> => {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } })
  await context.addCookies([...head])
  const page = await context.newPage()
  await page.goto(`${site.url}${path}`)
  return page
}

const heldUntil = (by: string) => ({
  state: 'inReview' as const,
  reviewer_id: by,
  lease_until: minutesAfter(tuesday, 5),
})

const listed = new Set<string>()
for (const shortcut of shortcuts) {
  listed.add(shortcut.key)
  if ('and' in shortcut) listed.add(shortcut.and)
  if ('upTo' in shortcut)
    for (let digit = Number(shortcut.key); digit <= Number(shortcut.upTo); digit += 1)
      listed.add(String(digit))
}

/** What can be pressed on a page and bears no key of the list, by where it leads or what it is called. */
const unkeyed = async (page: Page): Promise<readonly string[]> => {
  const found = await page.evaluate<readonly { readonly key: string; readonly name: string }[]>(`
    Array.from(document.querySelectorAll('main :is(a, button, input:not([type=hidden]), summary)'))
      .filter((each) => !each.closest('dialog'))
      .map((each) => ({
        key: each.dataset.key ??
          (each.matches('[data-step]') ? 'j' : each.matches('[data-crop]') ? 'g'
            : each.matches('button:not([type])') ? each.closest('form[data-decision]')?.dataset.decision : '') ?? '',
        name: each.matches('summary') ? 'summary' : each.getAttribute('href') ?? (each.name || each.textContent.trim()),
      }))`)
  expect(found.length).toBeGreaterThan(1)
  return [...new Set(found.filter(({ key }) => !listed.has(key)).map(({ name }) => name))]
}

const partsBeyond = (...parts: readonly string[]) => parts.map((part) => `/desk?part=${part}`)

test('whatever can be pressed has a key of the list, but for what is named here', async () => {
  const { seed } = site.fixture
  const { id: free } = await seed()
  const { id: others } = await seed({ row: heldUntil('another') })
  const { id: own } = await seed({ row: heldUntil(headId) })
  await seed({ row: { state: 'undeliverable' } })
  const queue = await open('/desk?part=dueToday')
  // the parts further away, and the one shown
  expect(await unkeyed(queue)).toEqual(partsBeyond('dueToday', 'mine', 'waiting', 'undeliverable'))
  await queue.goto(`${site.url}/desk?part=undeliverable`)
  expect(await unkeyed(queue)).toEqual(partsBeyond('overdue', 'dueToday', 'later', 'mine', 'undeliverable'))
  for (const [path, but] of [
    // where `a`, `s` and `r` lead, what `a` and `d` lead to and arrows choose, and what folds away
    [`/desk/applications/${own}`, ['#decision', 'account', 'summary']],
    [`/desk/applications/${free}`, []],
    [`/desk/applications/${others}`, []],
    [`/desk/applications/${others}/take-away`, []],
  ] as const)
    expect([path, await unkeyed(await open(path))]).toEqual([path, but])
})

test('the lines and parts of the queue, by keys alone', async () => {
  const { seed } = site.fixture
  await seed({ unitName: '甲大学', row: { promised_at: minutesAfter(tuesday, 10) } })
  await seed({ unitName: '乙大学', row: { promised_at: minutesAfter(tuesday, 20), ...heldUntil('another') } })
  await seed({ unitName: '丙大学', row: { promised_at: minutesAfter(tuesday, 30) } })
  const page = await open('/desk?part=overdue')
  await page.keyboard.press(']')
  await page.getByRole('rowheader', { name: '甲大学' }).waitFor()
  const focused = async () =>
    page.evaluate<string | null>('document.activeElement.getAttribute("aria-label")')
  const walked: (string | null)[] = []
  for (const key of ['j', 'j', 'j', 'j', 'k', 'k']) {
    await page.keyboard.press(key)
    walked.push(await focused())
  }
  expect(walked).toEqual([
    '领取: 甲大学',
    '收回: 乙大学',
    '领取: 丙大学',
    '领取: 甲大学',
    '领取: 丙大学',
    '收回: 乙大学',
  ])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '收回正在审核的申请' }).waitFor()
  await page.keyboard.press('x')
  await page.keyboard.type('请假 x')
  await page.keyboard.press('Tab')
  await page.keyboard.press('x')
  await page.getByText('已收回，申请回到队列。').waitFor()
  await page.keyboard.press('[')
  await page.getByText('这里没有申请。').waitFor()
})

test('a page of what is not held: taken by its key, and left by its key', async () => {
  const { id } = await site.fixture.seed()
  const page = await open(`/desk/applications/${id}`)
  await page.keyboard.press('q')
  await page.getByRole('heading', { name: '队列' }).waitFor()
  await page.goBack()
  await page.keyboard.press('e')
  await page.locator('[data-lease]').waitFor()
  expect(new URL(page.url()).pathname).toBe(`/desk/applications/${id}`)
})

test('digits tick the reasons of the form and the group that the keyboard is in, else the checklist', async () => {
  const { id } = await site.fixture.seed({ row: heldUntil(headId) })
  const page = await open(`/desk/applications/${id}`)
  const ticked = async () =>
    page.evaluate<readonly string[]>(
      `Array.from(document.querySelectorAll('[data-decision] [type=checkbox]:checked'), ({ name, value }) => name + ' ' + value)`,
    )
  await page.keyboard.press('2')
  expect(await ticked()).toEqual(['checklist sealIsUnits'])
  await page.keyboard.press('2')
  await page.keyboard.press('s')
  for (const key of ['7', 'd', '1', '7']) await page.keyboard.press(key)
  expect(await ticked()).toEqual(['form unreadable', 'idCard backSide'])
  await page.keyboard.press('r')
  for (const key of ['5', '6']) await page.keyboard.press(key)
  expect(await ticked()).toEqual(['form unreadable', 'idCard backSide', 'reject repeated'])
  await page.locator('[name=rejectNote]').press('1')
  expect(await ticked()).toHaveLength(3)
})

test('putting back asks first when a decision was begun, and only then', async () => {
  const { id } = await site.fixture.seed({ row: heldUntil(headId) })
  const page = await open(`/desk/applications/${id}`)
  const asked: string[] = []
  let answer = false
  page.on('dialog', (dialog) => {
    asked.push(dialog.message())
    void (answer ? dialog.accept() : dialog.dismiss())
  })
  await page.locator('[name=rejectNote]').fill('材料不符')
  await page.locator('h1').click()
  await page.keyboard.press('x')
  expect(await page.locator('[name=rejectNote]').inputValue()).toBe('材料不符')
  expect(asked).toEqual(['退回队列吗？您填写的内容将不保留。'])
  answer = true
  await page.keyboard.press('x')
  await page.getByText('已退回队列').waitFor()

  await page.keyboard.press('n')
  await page.locator('[data-lease]').waitFor()
  await page.keyboard.press('x')
  await page.getByText('已退回队列').waitFor()
  expect(asked).toHaveLength(2)
})

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { minutesAfter, tuesday } from '../support/deskFixture.ts'
import { type DeskSite, openDeskSite } from '../support/deskSite.ts'
import { faultsOf } from '../support/pageFaults.ts'
import { screenshot } from '../support/screenshot.ts'
import { openRealScans, type RealScans } from '../support/realScans.ts'

let scans: RealScans
let site: DeskSite
let second: DeskSite['cookies']
let head: DeskSite['cookies']
let browser: Browser
/** What the desk believes the time is. */
let now = tuesday

beforeAll(async () => {
  scans = await openRealScans()
  site = await openDeskSite({ now: () => now, watermark: scans.watermark })
  second = await site.signedIn('李维', 'li.wei.second@example.org')
  head = await site.signedIn('陈主管', 'head@example.org', 'supervisor')
})
afterAll(async () => {
  await site.close()
  await scans.close()
})
beforeEach(async () => {
  now = tuesday
  browser = await openBrowser()
  await site.fixture.db.deleteFrom('application').execute()
})
afterEach(async () => browser.close())

const complaints: string[] = []

const newPage = async (options: BrowserContextOptions = {}, cookies = site.cookies): Promise<Page> => {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 1280, height: 900 },
    ...options,
  })
  await context.addCookies([...cookies])
  const page = await context.newPage()
  complaints.length = 0
  page.on('console', (message) => {
    if (/Content Security Policy/u.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return page
}

const unitName = '北京样例大学'

/** An application with pictures that were really made, in the queue. */
const seedReal = async () => {
  const seeded = await site.fixture.seed({ unitName })
  await scans.file(site.fixture, seeded, unitName)
  return seeded
}

const stateOf = async (id: string) => site.fixture.stateOf(id)

/** Takes an application on a page whose clock the test moves. */
const holdByTheClock = async () => {
  const { id } = await site.fixture.seed()
  const page = await newPage()
  await page.clock.install()
  await page.goto(`${site.url}/desk`)
  await page.keyboard.press('n')
  await page.locator('[data-left]').waitFor()
  return { id, page }
}

const isLive = (page: Page) => page.locator('.stage.live canvas').nth(1).waitFor()

test('from the queue to a decision and back, by the keyboard alone', async () => {
  const { id } = await seedReal()
  const page = await newPage()
  await page.goto(`${site.url}/desk`)
  await page.keyboard.press('n')
  await isLive(page)
  const views = async () =>
    site.fixture.db
      .selectFrom('audit')
      .select('seq')
      .where('application_id', '=', id)
      .where('action', '=', 'scanSeen')
      .execute()
  // the viewer draws on the pictures the page has loaded: two views, not four
  expect(await views()).toHaveLength(2)

  await page.keyboard.press('f')
  const chosen = page.locator('figure.chosen')
  await expect.poll(async () => chosen.getAttribute('data-scan')).toBe('form')
  for (const key of ['+', '+', 't', 'ArrowLeft', '-', '0']) await page.keyboard.press(key)
  const marks = chosen.locator('.seen')
  expect(await marks.count()).toBe(3)
  await page.keyboard.press('m')
  await expect.poll(async () => marks.count()).toBe(0)
  await page.keyboard.press('f')
  await expect.poll(async () => chosen.getAttribute('data-scan')).toBe('idCard')

  await page.keyboard.press('v')
  await page.getByText('11010519491231002X').waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('r')
  await page.keyboard.press('Escape')

  for (const key of ['1', '2', '3', '4']) await page.keyboard.press(key)
  await page.keyboard.press('a')
  // one item is left: the key leads there and sends nothing
  expect(await page.evaluate('document.activeElement.value')).toBe('accountRight')
  await page.keyboard.press('a')
  expect(await stateOf(id)).toBe('inReview')
  await page.keyboard.press('Space')
  await page.keyboard.press('a')
  await page.getByRole('button', { name: '撤销' }).waitFor()
  expect(await stateOf(id)).toBe('decided')

  await page.keyboard.press('z')
  await page.getByText('已撤销，申请仍由您审核。').waitFor()
  expect(await stateOf(id)).toBe('inReview')

  await page.keyboard.press('r')
  await page.keyboard.press('Space')
  await page.keyboard.press('r')
  await page.getByRole('button', { name: '撤销' }).waitFor()
  expect(await stateOf(id)).toBe('decided')
  expect(complaints).toEqual([])
})

test('keys do nothing while typing, when held down, and once they are switched off', async () => {
  await seedReal()
  const page = await newPage()
  await page.goto(`${site.url}/desk`)
  await page.keyboard.press('n')
  await isLive(page)
  await page.locator('[name=rejectNote]').fill('')
  await page.locator('[name=rejectNote]').pressSequentially('x1q?')
  expect(await page.locator('[name=rejectNote]').inputValue()).toBe('x1q?')
  expect(await page.locator('[name=checklist]:checked').count()).toBe(0)

  await page.locator('h1').click()
  await page.keyboard.down('1')
  await page.keyboard.down('1')
  await page.keyboard.up('1')
  expect(await page.locator('[name=checklist]:checked').count()).toBe(1)

  await page.keyboard.press('?')
  await page.getByLabel('启用单键快捷键').uncheck()
  await page.getByRole('button', { name: '保存' }).click()
  await page.waitForURL(/applications/u)
  await isLive(page)
  await page.keyboard.press('1')
  await page.keyboard.press('x')
  expect(await page.locator('[name=checklist]:checked').count()).toBe(0)
  await page.getByRole('button', { name: '快捷键' }).click()
  await page.getByLabel('启用单键快捷键').check()
  await page.getByRole('button', { name: '保存' }).click()
})

test('each value stands beside its own piece of the form, and leads to it', async () => {
  await seedReal()
  const page = await newPage()
  await page.goto(`${site.url}/desk`)
  await page.keyboard.press('n')
  await isLive(page)
  const crops = page.locator('button[data-crop]:visible')
  // every value printed on the form, and two that were read on the card
  await expect.poll(async () => crops.count()).toBe(14)
  await screenshot(page, 'desk-review')
  const crop = page.getByRole('button', { name: '在信息表上查看：证件号码' })
  const widthOf = async () => crop.locator('canvas').getAttribute('width')
  expect(Number(await widthOf())).toBeGreaterThan(100)
  const ground = page.locator('.form .ground')
  const before = await ground.screenshot()
  await crop.click()
  await expect.poll(async () => (await ground.screenshot()).equals(before)).toBe(false)
  const zoomed = await ground.screenshot()
  await page.locator('.typed', { hasText: '欧阳思远' }).click()
  await expect.poll(async () => (await ground.screenshot()).equals(zoomed)).toBe(false)
  for (const name of ['在证件上查看：证件号码', '在信息表上查看：手机号码']) {
    await page.keyboard.press('g')
    await expect
      .poll(async () => page.evaluate('document.activeElement.getAttribute("aria-label")'))
      .toContain(name)
  }
  await page.locator('.form [data-do=original]').click()
  await expect
    .poll(async () => page.locator('.form [data-do=original]').getAttribute('aria-pressed'))
    .toBe('true')
})

test('a scan is zoomed by the wheel once it is chosen, moved by the mouse, and pinched and turned by two fingers', async () => {
  await seedReal()
  const page = await newPage({ hasTouch: true })
  await page.goto(`${site.url}/desk`)
  await page.keyboard.press('n')
  await isLive(page)
  const mark = page.locator('.form .seen').first()
  const placeOf = async () => (await mark.boundingBox()) ?? { x: NaN, y: NaN, width: NaN, height: NaN }
  /** What it is after it moved, once it is still. */
  const still = async () => {
    let before = await placeOf()
    await expect
      .poll(async () => {
        const last = before
        before = await placeOf()
        return before.x === last.x && before.width === last.width
      })
      .toBe(true)
    return before
  }
  const whole = await still()
  const stage = await page.locator('.form [data-stage]').boundingBox()
  if (!stage) throw new Error('there is no stage')
  const [x, y] = [Math.round(stage.x + stage.width / 2), Math.round(stage.y + 200)]

  // until then the wheel scrolls the page
  await page.mouse.move(x, y)
  await page.mouse.wheel(0, 40)
  await expect.poll(async () => page.evaluate('scrollY')).toBeGreaterThan(0)
  await page.mouse.wheel(0, -400)
  await expect.poll(async () => page.evaluate('scrollY')).toBe(0)
  expect((await still()).width).toBeCloseTo(whole.width, 0)
  await page.mouse.click(x, y)
  await page.mouse.wheel(0, -300)
  await expect.poll(async () => (await placeOf()).width).toBeGreaterThan(whole.width * 1.1)
  expect(await page.evaluate('scrollY')).toBe(0)

  const near = await still()
  await page.mouse.down()
  await page.mouse.move(x + 60, y + 20, { steps: 6 })
  await page.mouse.up()
  await expect.poll(async () => (await placeOf()).x - near.x).toBeGreaterThan(40)

  const fingers = await page.context().newCDPSession(page)
  const touch = async (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...points: (readonly [number, number])[]
  ) =>
    fingers.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([right, down], id) => ({ x: x + right, y: y + down, id })),
    })
  const moved = await still()
  await touch('touchStart', [-30, 0], [30, 0])
  for (let step = 1; step <= 6; step += 1) await touch('touchMove', [-30 - step * 5, 0], [30 + step * 5, 0])
  await expect.poll(async () => (await placeOf()).width).toBeGreaterThan(moved.width * 1.2)
  const wrapper = page.locator('.form .openseadragon-overlay-wrapper').first()
  const turnOf = async () => wrapper.evaluate((element) => element.style.transform)
  expect(await turnOf()).toBe('')
  for (let step = 1; step <= 8; step += 1) {
    const angle = (step * 50 * Math.PI) / 180 / 8
    const [right, down] = [60 * Math.cos(angle), 60 * Math.sin(angle)]
    await touch('touchMove', [-right, -down], [right, down])
  }
  await touch('touchEnd')
  // by a quarter, although the fingers went 50 degrees
  await expect.poll(turnOf).toBe('rotate(90deg)')

  const pinched = await still()
  await touch('touchStart', [0, 0])
  for (let step = 1; step <= 6; step += 1) await touch('touchMove', [-step * 10, 0])
  await touch('touchEnd')
  await expect.poll(async () => (await placeOf()).x).toBeLessThan(pinched.x - 30)
  await page.locator('.form [data-do=whole]').click()
  await expect.poll(turnOf).toBe('')
  expect((await still()).width).toBeCloseTo(whole.width, 0)
  expect(complaints).toEqual([])
})

test('an account that the applicant left out is chosen before an approval is sent, and is the one it is for', async () => {
  const { id, unitId } = await site.fixture.seed({ values: { accountName: '' } })
  const account = await site.fixture.db
    .insertInto('account')
    .values({ unit_id: unitId, name: 'library-office' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const page = await newPage()
  await page.goto(`${site.url}/desk`)
  await page.keyboard.press('n')
  await page.locator('[data-lease]').waitFor()
  expect(await page.locator('[name=account]:checked').count()).toBe(0)
  for (const box of await page.locator('[name=checklist]').all()) await box.check()
  const approve = page.getByRole('button', { name: '通过并发送密码' })
  await approve.click()
  // the browser asks for it: nothing was sent
  expect(await page.locator('[name=account]:invalid').count()).toBe(2)
  expect(await stateOf(id)).toBe('inReview')
  await page.getByRole('radio', { name: 'library-office' }).check()
  await approve.click()
  await page.getByRole('button', { name: '撤销' }).waitFor()
  await site.fixture.takeEffect(minutesAfter(now, 1))
  const applied = await site.fixture.db
    .selectFrom('application')
    .select(['state', 'account_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(applied).toEqual({ state: 'approved', account_id: account.id })
})

test.each(['zh-CN', 'en'])(
  'the page to decide on is without a fault in %s, and at twice the size',
  async (locale) => {
    const seeded = await seedReal()
    const page = await newPage({ locale })
    await page.goto(`${site.url}/desk`)
    await page.keyboard.press('n')
    await isLive(page)
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('?')
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    // a window of 1280 pixels at 200 %
    await page.setViewportSize({ width: 640, height: 430 })
    const tooWide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(tooWide)).toBe(0)
    // the scan stands below the values there
    const stage = page.locator('.form [data-stage]')
    await page.locator('button.crop.form:visible').first().click()
    await expect
      .poll(async () => (await stage.boundingBox())?.y)
      .toSatisfy((top: number) => top >= 0 && top < 430 / 2)
    await page.locator('.reject input[type=checkbox]').first().check()
    await page.locator('.reject button').click()
    await page.locator('[data-undo]').waitFor()
    expect(await faultsOf(page)).toEqual([])
    expect(await stateOf(seeded.id)).toBe('decided')
    expect(complaints).toEqual([])
  },
)

test('two browsers race for one application, and one of them has it', async () => {
  const { id } = await site.fixture.seed()
  const pages = [await newPage(), await newPage({}, second)]
  for (const page of pages) await page.goto(`${site.url}/desk`)
  await Promise.all(pages.map(async (page) => page.getByRole('button', { name: '领取下一件' }).click()))
  await Promise.all(
    pages.map(async (page) => page.locator('[data-lease], .notice.refused').first().waitFor()),
  )
  const held = await Promise.all(pages.map(async (page) => page.locator('[data-lease]').count()))
  expect(held.filter((count) => count === 1)).toHaveLength(1)
  expect(await stateOf(id)).toBe('inReview')
})

test('a lease that lapses in the middle of a decision leaves what was typed, to be sent once it is taken again', async () => {
  const { id, page } = await holdByTheClock()
  await page.locator('[name=rejectNote]').fill('材料不符')
  // nobody looked at the page for so long
  now = minutesAfter(tuesday, 12)
  await page.clock.runFor(12 * 60_000)
  await page.getByText('保留时间已过').waitFor()
  const send = page.getByRole('button', { name: '拒绝申请' })
  expect(await send.isDisabled()).toBe(true)
  await page.getByRole('button', { name: '重新领取' }).click()
  await page.getByText('已重新领取').waitFor()
  expect(await page.locator('[name=rejectNote]').inputValue()).toBe('材料不符')
  await send.click()
  await page.getByRole('button', { name: '撤销' }).waitFor()
  expect(await stateOf(id)).toBe('decided')
})

test('who comes too late after a lapse is told so, and can still copy what was typed', async () => {
  const { id, page } = await holdByTheClock()
  await page.locator('[name=rejectNote]').fill('材料不符')
  now = minutesAfter(tuesday, 12)
  const other = await newPage({}, second)
  await other.goto(`${site.url}/desk`)
  await other.keyboard.press('n')
  await other.locator('[data-lease]').waitFor()
  await page.clock.runFor(12 * 60_000)
  await page.getByRole('button', { name: '重新领取' }).click()
  await page.getByText('已由他人领取或处理').waitFor()
  expect(await page.locator('[name=rejectNote]').inputValue()).toBe('材料不符')
  expect(await page.getByRole('button', { name: '拒绝申请' }).isDisabled()).toBe(true)
  expect(await stateOf(id)).toBe('inReview')
})

/** A supervisor takes it away by the keyboard, on a page without a fault, and says why. */
const takeAway = async (id: string): Promise<void> => {
  const page = await newPage({}, head)
  await page.goto(`${site.url}/desk/applications/${id}/take-away`)
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 640, height: 430 })
  expect(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  ).toBe(0)
  await page.keyboard.press('x')
  await page.keyboard.type('审核员请假')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('已收回，申请回到队列。').waitFor()
}

test('who still decides on what a supervisor took away is told so, keeps their words, and ticks anew', async () => {
  const { id } = await site.fixture.seed()
  const page = await newPage()
  await page.goto(`${site.url}/desk`)
  await page.keyboard.press('n')
  await page.locator('[data-lease]').waitFor()
  for (const box of await page.locator('[name=checklist]').all()) await box.check()
  await page.locator('.approve [name=internalNote]').fill('已电话核实')
  await takeAway(id)

  await page.getByRole('button', { name: '通过并发送密码' }).click()
  await page.getByRole('heading', { name: '您没有持有这件申请' }).waitFor()
  expect(await page.locator('.stale li').allTextContents()).toEqual([expect.stringContaining('主管退回队列')])
  expect(await page.locator('textarea[readonly]').inputValue()).toBe('已电话核实')
  expect(await faultsOf(page)).toEqual([])
  expect(await stateOf(id)).toBe('submitted')

  await page.keyboard.press('e')
  await page.locator('[data-lease]').waitFor()
  expect(await page.locator('.stale li').count()).toBe(2)
  expect(await page.locator('.approve [name=internalNote]').inputValue()).toBe('已电话核实')
  expect(await page.locator('[name=checklist]:checked').count()).toBe(0)
  expect(await stateOf(id)).toBe('inReview')
})

test('what another had in the meantime comes back, when it is taken again, with what happened and without ticks', async () => {
  const { id, page } = await holdByTheClock()
  for (const box of await page.locator('[name=checklist]').all()) await box.check()
  await page.locator('.approve [name=internalNote]').fill('已电话核实')
  await takeAway(id)
  now = minutesAfter(tuesday, 12)
  await page.clock.runFor(12 * 60_000)
  await page.getByRole('button', { name: '重新领取' }).click()
  await page.locator('.stale').waitFor()
  expect(await page.locator('.stale li').allTextContents()).toEqual([
    expect.stringContaining('主管退回队列'),
    expect.stringContaining('领取'),
  ])
  expect(await page.locator('.approve [name=internalNote]').inputValue()).toBe('已电话核实')
  expect(await page.locator('[name=checklist]:checked').count()).toBe(0)
})

test('what was ticked goes with a rejection too, and a lapse keeps the reason and not the ticks', async () => {
  const { id, page } = await holdByTheClock()
  for (const item of ['sealLegible', 'signature']) await page.locator(`[value=${item}]`).check()
  await page.locator('[name=rejectNote]').fill('单位名称不符')
  await takeAway(id)
  now = minutesAfter(tuesday, 12)
  await page.clock.runFor(12 * 60_000)
  await page.getByRole('button', { name: '重新领取' }).click()
  await page.locator('.stale li').first().waitFor()
  expect(await page.locator('[name=rejectNote]').inputValue()).toBe('单位名称不符')
  expect(await page.locator('[name=checklist]:checked').count()).toBe(0)

  await page.locator('[value=sealLegible]').check()
  await page.getByRole('button', { name: '拒绝申请' }).click()
  await page.getByRole('button', { name: '撤销' }).waitFor()
  await site.fixture.takeEffect(minutesAfter(now, 1))
  const other = await newPage({}, head)
  await other.goto(`${site.url}/desk/applications/${id}`)
  await other.keyboard.press('l')
  await other.waitForURL(/\/record$/u)
  expect(await other.locator('main').innerText()).toContain('公章清晰可辨')
})

test('a decision on an older version is refused, shows what changed, and keeps what was typed', async () => {
  const { id } = await site.fixture.seed()
  const page = await newPage()
  await page.goto(`${site.url}/desk`)
  await page.keyboard.press('n')
  await page.locator('[name=rejectNote]').fill('材料不符')
  now = minutesAfter(tuesday, 1)
  const path = new URL(page.url()).pathname
  const elsewhere = await page.context().newPage()
  await elsewhere.goto(page.url())
  await elsewhere.getByRole('button', { name: '退回队列' }).click()
  await elsewhere.getByText('已退回队列').waitFor()
  await elsewhere.keyboard.press('n')
  await elsewhere.locator('[data-lease]').waitFor()
  await page.getByRole('button', { name: '拒绝申请' }).click()
  await page.getByText('您打开之后发生了').waitFor()
  expect(await page.locator('.stale li').count()).toBe(2)
  expect(await page.locator('[name=rejectNote]').inputValue()).toBe('材料不符')
  expect(path).toContain(id)
  expect(await stateOf(id)).toBe('inReview')
})

test('the time to undo is counted down, and once it is over nothing can be undone', async () => {
  await site.fixture.seed()
  const page = await newPage()
  await page.clock.install()
  await page.goto(`${site.url}/desk`)
  await page.keyboard.press('n')
  await page.locator('.reject input[type=checkbox]').first().check()
  await page.getByRole('button', { name: '拒绝申请' }).click()
  const bar = page.locator('[data-undo]')
  await bar.waitFor()
  await page.clock.runFor(4_000)
  await expect.poll(async () => page.locator('[data-undo-left]').textContent()).toMatch(/^[56]$/u)
  await page.clock.runFor(7_000)
  expect(await bar.getByRole('button').isDisabled()).toBe(true)
  await page.clock.runFor(5_000)
  await expect.poll(async () => bar.count()).toBe(0)
})

test('without scripts the pictures are pictures, values are shown on request, and a decision is made and undone', async () => {
  const { id } = await seedReal()
  const page = await newPage({ javaScriptEnabled: false })
  await page.goto(`${site.url}/desk`)
  await page.getByRole('button', { name: '领取下一件' }).click()
  const picture = page.locator('.form img')
  await expect
    .poll(async () => picture.evaluate((image) => ('naturalWidth' in image ? Number(image.naturalWidth) : 0)))
    .toBeGreaterThan(1000)
  expect(await page.locator('button[data-crop]:visible').count()).toBe(0)
  await page.getByRole('button', { name: '显示完整的证件号码' }).click()
  await page.getByText('11010519491231002X').waitFor()
  for (const box of await page.locator('[name=checklist]').all()) await box.check()
  await page.getByRole('button', { name: '通过并发送密码' }).click()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByText('已撤销，申请仍由您审核。').waitFor()
  expect(await stateOf(id)).toBe('inReview')
})

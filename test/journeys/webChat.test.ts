import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tuningCards } from '../../bench/scans/cards/cardCases.ts'
import { embeddedDirectory } from '../../src/adapters/postgres/directory.ts'
import { openDatabase } from '../../src/adapters/postgres/database.ts'
import { openBrowser } from '../support/browser.ts'
import { type ChatPage, chatPage } from '../support/chatPage.ts'
import { approve, enrolReviewer } from '../support/deskPage.ts'
import { faultsOf } from '../support/pageFaults.ts'
import { photographCard, signAndStamp } from '../support/paper.ts'
import { screenshot } from '../support/screenshot.ts'
import { type RunningService, startService } from '../support/service.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { testDatabase } from '../support/testDatabase.ts'

const database = await testDatabase()
const folder = await temporaryFolder()
const environment = { DATABASE_URL: database.url, DATA_DIR: folder.path }
let service: RunningService
let browser: Browser

beforeAll(async () => {
  service = await startService(environment)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  await folder.remove()
  await database.drop()
})

const visit = async (options: { javaScriptEnabled?: boolean } = {}): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    ...options,
  })
  const page = await context.newPage()
  await page.goto(service.chat)
  return page
}

const openChat = async (options: { javaScriptEnabled?: boolean } = {}): Promise<Page> => {
  const page = await visit(options)
  await page.getByRole('button', { name: '开始' }).click()
  await page.getByText('您好').waitFor()
  return page
}

/** From the greeting to the summary of all values. */
const fillIn = async (chat: ChatPage): Promise<void> => {
  await chat.presses('新的密码查询')
  await chat.says('北京航空航天大學')
  await chat.presses(/^同意/u)
  await chat.presses('跳过')
  await chat.presses('跳过')
  await chat.says('张㛃')
  await chat.presses('跳过')
  await chat.presses('身份证')
  await chat.says('11010519491231002X')
  await chat.says('138 0013 8000')
  await chat.presses('跳过')
  await chat.says('zhang@example.cn')
  await chat.presses('密码遗忘')
}

const downloadForm = async (page: Page): Promise<Uint8Array> => {
  const link = page.locator('a.document').last()
  const response = await page.request.get(new URL((await link.getAttribute('href')) ?? '', service.chat).href)
  expect(response.headers()['content-type']).toBe('application/pdf')
  return new Uint8Array(await response.body())
}

test('from the search to the credential, on a phone, with a reload and a crash on the way', async () => {
  const page = await openChat()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy/u.test(message.text())) complaints.push(message.text())
  })
  const chat = chatPage(page)
  expect(await faultsOf(page)).toEqual([])
  await fillIn(chat)
  await chat.sees('110*************2X')
  expect(await page.locator('#transcript').textContent()).not.toContain('11010519491231002X')
  expect(await faultsOf(page)).toEqual([])

  await page.reload()
  await chat.presses(/^确认/u)
  const pdf = await downloadForm(page)
  expect(await downloadForm(page)).toEqual(pdf)

  await chat.presses(/密码查询信息表$/u)
  await choosesPicture(page, chat, await signAndStamp(pdf))
  const sent = page.getByAltText('您上传的图片').last()
  await sent.waitFor()
  const roomBelow = async (): Promise<number> => {
    const [picture, composer] = await Promise.all([
      sent.boundingBox(),
      page.locator('#composer').boundingBox(),
    ])
    return picture && composer ? composer.y - picture.y - picture.height : NaN
  }
  // it was scrolled to again once it was there
  await expect.poll(roomBelow).toBeGreaterThan(0)
  await screenshot(page, 'chat', { width: 390, height: 844 })
  expect(await faultsOf(page)).toEqual([])
  await chat.presses(sendLabel)
  await chat.sees('文件上传操作完成')

  await chat.presses(/身份证/u)
  await choosesPicture(page, chat, await photographCard())
  expect(await faultsOf(page)).toEqual([])
  await chat.presses(sendLabel)
  await chat.sees(/工作日/u)
  expect(complaints).toEqual([])

  const { reviewer } = service
  if (!reviewer) throw new Error('no first reviewer was named')
  await service.kill()
  service = await startService(environment)
  await page.goto(service.chat)

  const desk = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await enrolReviewer(desk, service.desk, reviewer)
  expect(await desk.textContent('main')).not.toContain('张㛃')
  await desk.getByRole('button', { name: '领取下一件' }).click()
  await desk.getByText('张㛃').first().waitFor()
  const narrowest = async (): Promise<number> => {
    const widths = await desk
      .locator('main img')
      .evaluateAll((images) =>
        images.map((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)),
      )
    return widths.length === 2 ? Math.min(...widths) : 0
  }
  await expect.poll(narrowest).toBeGreaterThan(500)
  await approve(desk)

  await page.locator('#transcript').getByText(/短信/u).last().waitFor({ timeout: 40_000 })
  const inbox = await browser.newPage()
  await inbox.goto(service.inbox ?? '')
  await expect.poll(async () => (await inbox.reload(), inbox.locator('.inbox li').count())).toBe(1)
  const sms = await inbox.locator('.inbox li').innerText()
  expect(sms).toContain('+8613800138000')
  await acceptedOnce(sms)
})

const sendLabel = /^(?:仍要)?上传$/u

/** Until the picture may be sent: one that is doubted is sent once more, after which it may be. */
const choosesPicture = async (page: Page, chat: ChatPage, bytes: Uint8Array): Promise<void> => {
  const send = page.getByRole('button', { name: sendLabel })
  await chat.uploads(bytes)
  await send
    .or(page.getByRole('button', { name: '重新拍摄' }))
    .first()
    .waitFor({ timeout: 20_000 })
  if ((await send.count()) > 0) return
  await chat.uploads(bytes)
  await send.waitFor({ timeout: 20_000 })
}

/** The directory lets the credential in once, and asks for a new password; after that only the new one counts. */
const acceptedOnce = async (sms: string): Promise<void> => {
  const db = openDatabase(database.url)
  try {
    const directory = embeddedDirectory(db, { now: () => new Date() })
    const { account_id: accountId } = await db
      .selectFrom('application')
      .select('account_id')
      .where('state', '=', 'delivered')
      .executeTakeFirstOrThrow()
    const password = /[A-Za-z0-9-]{12,}/u.exec(sms.replace(/\+\d+/u, ''))?.[0] ?? ''
    if (accountId === null) throw new Error('delivered without an account')
    expect(await directory.signIn(accountId, 'guessed-wrong')).toBe('wrong')
    expect(await directory.signIn(accountId, password)).toBe('mustChange')
    expect(await directory.changePassword(accountId, password, 'a new passphrase of my own')).toBe('changed')
    expect(await directory.signIn(accountId, password)).toBe('wrong')
    expect(await directory.signIn(accountId, 'a new passphrase of my own')).toBe('in')
    const { secret } = await db.selectFrom('credential').select('secret').executeTakeFirstOrThrow()
    expect(secret).toBeNull()
  } finally {
    await db.destroy()
  }
}

test('a corrected form replaces the printed one, which is known as void when it is sent', async () => {
  const page = await openChat()
  const chat = chatPage(page)
  await fillIn(chat)
  await chat.presses(/^确认/u)
  const old = await downloadForm(page)
  await chat.presses('更正信息')
  await chat.presses('改电子邮箱')
  await chat.says('zhang.new@example.cn')
  await chat.presses('确认更正，生成新信息表')
  expect(await downloadForm(page)).not.toEqual(old)

  await chat.presses(/^上传密码查询信息表$/u)
  await chat.uploads(await signAndStamp(old))
  await page.getByText('这份信息表已作废').waitFor({ timeout: 20_000 })
  await chat.presses('重新下载信息表')
  await chat.uploads(await signAndStamp(await downloadForm(page)))
  await page.getByRole('button', { name: '上传', exact: true }).waitFor({ timeout: 20_000 })
  await page.context().close()
})

test('two pictures at once are taken apart, and a form finds its application from a new browser', async () => {
  const page = await openChat()
  const chat = chatPage(page)
  await fillIn(chat)
  await chat.presses(/^确认/u)
  const signed = await signAndStamp(await downloadForm(page))
  await chat.presses(/^上传密码查询信息表$/u)
  for await (const { picture } of tuningCards({ count: 1, seed: 34, fate: 'good' }))
    await chat.uploads(picture.jpeg, signed)
  await chat.sees('密码查询信息表的图片也检查完了')
  expect(await page.locator('#transcript').textContent()).not.toContain('已放到')
  await page.getByText('更多操作').click()
  await chat.presses('上一步')
  await chat.sees(/密码查询信息表：已选择，待确认上传\s+◐ 身份证正面：已选择，待确认上传/u)
  await page.context().close()

  const elsewhere = await visit()
  const other = chatPage(elsewhere)
  expect(await faultsOf(elsewhere)).toEqual([])
  // A picture that was chosen and not sent is still chosen when news comes.
  await elsewhere.route('**/chat/after/*', async (route) => route.abort())
  await other.uploads(signed)
  const chosen = elsewhere.locator('#picture')
  await chosen.setInputFiles({ name: 'card.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(signed) })
  await elsewhere.unroute('**/chat/after/*')
  await other.sees('已认出图片上的信息表')
  expect(await chosen.inputValue()).toContain('card.jpg')
  await chosen.setInputFiles([])
  expect(await faultsOf(elsewhere)).toEqual([])
  await other.says('北京航空航天大学')
  await other.sees('这是您选择的密码查询信息表')
  await elsewhere.context().close()
})

test('samples and common mistakes are shown as pictures', async () => {
  const page = await openChat()
  const chat = chatPage(page)
  await fillIn(chat)
  await chat.presses(/^确认/u)
  await chat.presses('样本与要求：身份证正面')
  const widthOf = async (name: string): Promise<number> =>
    page
      .getByAltText(name)
      .last()
      .evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))
  await page.getByAltText('常见问题').scrollIntoViewIfNeeded()
  await expect.poll(async () => widthOf('证件样本')).toBeGreaterThan(1000)
  await expect.poll(async () => widthOf('常见问题')).toBeGreaterThan(1000)
  await page.context().close()
})

test('the basics work with scripts off', async () => {
  const page = await openChat({ javaScriptEnabled: false })
  await page.getByRole('button', { name: '新的密码查询' }).click()
  await page.locator('#text').fill('北京航空航天大学')
  await page.getByRole('button', { name: '发送' }).click()
  await page.getByRole('button', { name: /^同意/u }).click()
  await page.locator('summary').click()
  await page.getByRole('button', { name: '上一步' }).click()
  await expect.poll(async () => page.getByText('保存什么').count()).toBe(2)
  await page.context().close()
})

test('a conversation is reached and led by keyboard alone', async () => {
  const page = await openChat()
  await page.locator('#composer button').first().focus()
  await page.keyboard.press('Enter')
  await page.locator('#text').waitFor()
  await expect.poll(async () => page.evaluate('document.activeElement.id')).toBe('text')
  await page.keyboard.type('北京航空航天大学')
  await page.keyboard.press('Enter')
  await expect.poll(async () => page.getByRole('button', { name: /^同意/u }).count()).toBe(1)
  await page.getByRole('button', { name: /^同意/u }).press('Enter')
  await page.getByRole('button', { name: '跳过' }).waitFor()
  await page.keyboard.type('library01')
  await page.keyboard.press('Enter')
  await page.locator('.entry.you', { hasText: 'library01' }).waitFor()
  await page.context().close()
})

test('two people at two browsers share nothing', async () => {
  const [one, other] = [await openChat(), await openChat()]
  await chatPage(one).presses('新的密码查询')
  await chatPage(one).says('清华大学')
  await other.reload()
  expect(await other.locator('#transcript').textContent()).not.toContain('清华大学')
  await one.context().close()
  await other.context().close()
})

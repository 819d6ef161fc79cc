import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { operator } from '../../src/core/accounts.ts'
import type { Role } from '../../src/core/role.ts'
import { openBrowser } from '../support/browser.ts'
import { tuesday } from '../support/deskFixture.ts'
import { type DeskSite, openDeskSite } from '../support/deskSite.ts'
import { faultsOf } from '../support/pageFaults.ts'
import { totp } from '../support/totp.ts'

let site: DeskSite
let browser: Browser

beforeAll(async () => {
  site = await openDeskSite({ hostname: 'localhost' })
})
afterAll(async () => site.close())
beforeEach(async () => {
  browser = await openBrowser()
})
afterEach(async () => browser.close())

let count = 0
const invited = async (role: Role): Promise<string> => {
  const person = { email: `invited${(count += 1)}@example.org`, name: `受邀${count}`, role }
  return (await site.accounts.people.invite(person, operator, tuesday)) ?? ''
}

const newPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({ locale: 'zh-CN', ...options })
  return context.newPage()
}

/** As a phone or a laptop with a fingerprint reader has one: it keeps passkeys, and its user is there. */
const giveAuthenticator = async (page: Page, transport: 'internal' | 'usb' = 'internal') => {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    verifyUser: async (isUserVerified: boolean) =>
      cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

const password = '一个足够长的密码 2026'

/** Opens an invitation's link and sets a password; resolves at the enrolment. */
const join = async (page: Page, code: string): Promise<void> => {
  await page.goto(`${site.url}/desk/join#${code}`)
  await page.locator('[name=next]').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('.secret').waitFor()
}

const listen = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/u.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

test('an invited person joins with a passkey, and signs in with it alone', async () => {
  const page = await newPage()
  const complaints = listen(page)
  const { verifyUser } = await giveAuthenticator(page)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const code = await invited('reviewer')
  await page.goto(`${site.url}/desk/join#${code}`)
  expect(await page.locator('[name=code]').inputValue()).toBe(code)
  expect(page.url()).toBe(`${site.url}/desk/join`)
  expect(await faultsOf(page)).toEqual([])
  await page.locator('[name=next]').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('.secret').waitFor()
  // the code is in no address that was asked for
  expect(asked.filter((address) => address.includes(code))).toEqual([])
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: '创建通行密钥' }).click()
  await page.getByRole('heading', { name: '队列' }).waitFor()

  await page.getByRole('button', { name: '退出', exact: true }).click()
  await page.getByRole('button', { name: '使用通行密钥登录' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: '使用通行密钥登录' }).click()
  await page.getByRole('heading', { name: '队列' }).waitFor()

  // the password alone opens nothing any more
  await page.getByRole('button', { name: '退出', exact: true }).click()
  await page.getByLabel('电子邮箱').fill(`invited${count}@example.org`)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.getByText('不能只凭密码登录').waitFor()

  // an authenticator that does not know who holds it is not asked to sign at all
  await verifyUser(false)
  await page.getByRole('button', { name: '使用通行密钥登录' }).click()
  await page.getByText('没有完成').waitFor()
  expect(complaints).toEqual([])
})

test('passkeys are added with the password, named and removed, but for the last second factor', async () => {
  const page = await newPage()
  await giveAuthenticator(page)
  await join(page, await invited('supervisor'))
  await page.getByRole('button', { name: '创建通行密钥' }).click()
  await page.getByRole('link', { name: `受邀${count}` }).click()
  await page.getByRole('button', { name: '移除' }).click()
  await page.getByText('这是您唯一的第二步验证方式').waitFor()

  // the same authenticator makes no second one for the same account: give it another
  await giveAuthenticator(page, 'usb')
  const adding = page.locator('form[action="/desk/account/passkeys"]')
  await adding.getByLabel('名称').fill('办公电脑')
  await adding.getByLabel('当前密码').fill('不是这个密码')
  await adding.getByRole('button').click()
  await page.getByText('当前密码不正确').waitFor()
  await adding.getByLabel('当前密码').fill(password)
  await adding.getByRole('button').click()
  await page.getByText('通行密钥已添加').waitFor()
  expect(await faultsOf(page)).toEqual([])
  const row = page.locator('li', { hasText: '办公电脑' })
  await row.getByLabel('名称').fill('家里')
  await row.getByRole('button', { name: '改名' }).click()
  await page.getByText('已改名').waitFor()
  await page.locator('li', { hasText: '家里' }).getByRole('button', { name: '移除' }).click()
  await page.getByText('通行密钥已移除').waitFor()
  expect(await page.locator('form[action="/desk/account/passkeys/remove"]').count()).toBe(1)
})

test('an app is connected beside a passkey, its backup codes are made anew, and sessions are ended', async () => {
  const page = await newPage()
  await giveAuthenticator(page)
  await join(page, await invited('auditor'))
  await page.getByRole('button', { name: '创建通行密钥' }).click()
  await page.getByRole('link', { name: `受邀${count}` }).click()
  const app = page.locator('section[aria-labelledby=app]')
  await app.getByLabel('当前密码').fill(password)
  await app.getByRole('button').click()
  const secret = await page.locator('.secret').textContent()
  expect(await faultsOf(page)).toEqual([])
  await page.getByLabel('验证码').fill(totp(secret ?? '', new Date()))
  await page.keyboard.press('Enter')
  await page.getByText('备用码还剩 10 个').waitFor()
  await app.getByLabel('当前密码').fill(password)
  await app.getByRole('button').click()
  await page.getByRole('heading', { name: '生成新的备用码' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  const [first = ''] = await page.locator('.codes code').allTextContents()

  const elsewhere = await newPage({ userAgent: 'Mozilla/5.0 (iPhone) AppleWebKit/605 Version/18 Safari/604' })
  await elsewhere.goto(`${site.url}/desk`)
  await elsewhere.getByLabel('电子邮箱').fill(`invited${count}@example.org`)
  await elsewhere.getByLabel('密码', { exact: true }).fill(password)
  await elsewhere.keyboard.press('Enter')
  await elsewhere.getByLabel('验证码').fill(first)
  await elsewhere.keyboard.press('Enter')
  await elsewhere.getByRole('heading', { name: '队列' }).waitFor()

  await page.getByRole('link', { name: '返回我的账号' }).click()
  await page.getByText('备用码还剩 9 个').waitFor()
  const session = page.locator('li', { hasText: 'Safari · iOS' })
  await session.getByRole('button', { name: '结束' }).click()
  await page.getByText('该设备已退出').waitFor()
  await elsewhere.reload()
  await elsewhere.getByRole('heading', { name: '登录审核台' }).waitFor()
  await page.getByRole('button', { name: '在所有设备上退出' }).click()
  await page.getByRole('heading', { name: '登录审核台' }).waitFor()
})

test.each(['zh-CN', 'en'])('an administrator’s pages are without a fault in %s', async (locale) => {
  const page = await newPage({ locale })
  await page
    .context()
    .addCookies(await site.signedIn('管', `chief.${locale.toLowerCase()}@example.org`, 'administrator'))
  const complaints = listen(page)
  await page.goto(`${site.url}/desk/policy`)
  expect(await faultsOf(page)).toEqual([])
  await page.locator('input[value=firstRecovery]').check()
  await page.locator('main form button').click()
  await page
    .getByRole('status')
    .filter({ hasText: /规则已保存|rules were saved/u })
    .waitFor()
  expect(await page.locator('input[value=firstRecovery]').isChecked()).toBe(true)
  await page.goto(`${site.url}/desk/people`)
  expect(await faultsOf(page)).toEqual([])
  await page.locator('form[action$="/invite"] [name=email]').fill('nobody')
  await page.locator('form[action$="/invite"] [name=name]').fill('新人')
  // what the browser itself would refuse
  await page.evaluate(`document.querySelector('form[action$="/invite"]').noValidate = true`)
  await page.locator('form[action$="/invite"] button').click()
  await page.getByRole('alert').filter({ hasText: 'zhang@example.cn' }).waitFor()
  expect(await page.locator('form[action$="/invite"] [name=name]').inputValue()).toBe('新人')
  expect(await faultsOf(page)).toEqual([])
  await page.locator('form[action$="/invite"] [name=email]').fill(`new.${locale.toLowerCase()}@example.org`)
  await page.locator('form[action$="/invite"] button').click()
  expect(await page.locator('[data-once]').textContent()).toMatch(/\/desk\/join#[\w-]{32}$/u)
  expect(await faultsOf(page)).toEqual([])
  await page.goto(`${site.url}/desk/account`)
  expect(await faultsOf(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('with scripts off a person joins by the code, and a disabled one is out at once', async () => {
  const code = await invited('reviewer')
  const page = await newPage({ javaScriptEnabled: false })
  await page.goto(`${site.url}/desk/join#${code}`)
  await page.getByLabel('邀请码').fill(`${site.url}/desk/join#${code}`)
  await page.getByLabel('新密码').fill(password)
  await page.getByRole('button', { name: '设置密码' }).click()
  const secret = await page.locator('.secret').textContent()
  await page.getByLabel('验证码').fill(totp(secret ?? '', new Date()))
  await page.getByRole('button', { name: '完成绑定' }).click()
  await page.getByRole('heading', { name: '队列' }).waitFor()

  const chief = await newPage({ javaScriptEnabled: false })
  await chief.context().addCookies(await site.signedIn('管', 'chief@example.org', 'administrator'))
  await chief.goto(`${site.url}/desk/people`)
  const row = chief.locator('li', { hasText: `invited${count}@example.org` })
  await row.getByRole('button', { name: '停用' }).click()
  await chief.getByText('手中的申请已退回队列').waitFor()
  await page.reload()
  await page.getByRole('heading', { name: '登录审核台' }).waitFor()
  expect(page.url()).toBe(`${site.url}/desk/sign-in`)
})

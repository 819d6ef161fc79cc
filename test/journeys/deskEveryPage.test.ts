import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { operator } from '../../src/core/accounts.ts'
import type { Role } from '../../src/core/role.ts'
import { openBrowser } from '../support/browser.ts'
import { minutesAfter, tuesday } from '../support/deskFixture.ts'
import { type DeskSite, openDeskSite } from '../support/deskSite.ts'
import { faultsOf } from '../support/pageFaults.ts'

let site: DeskSite
let browser: Browser
type Cookies = DeskSite['cookies']
const cookies = new Map<Role, Cookies>()
/** Of who has a passkey and no app, and their password. */
let withoutApp: { readonly cookies: Cookies; readonly password: string }

beforeAll(async () => {
  site = await openDeskSite({ hostname: 'localhost' })
  cookies.set('reviewer', site.cookies)
  for (const role of ['supervisor', 'administrator'] as const)
    cookies.set(role, await site.signedIn(role, `${role}@example.org`, role))
  const password = 'a password of one’s own'
  const email = 'passkey@example.org'
  await site.auth.createReviewer({ email, name: '钥匙', password })
  const { id = '' } = (await site.accounts.people.findByEmail(email)) ?? {}
  await site.auth.requireMoreThanPassword(new Headers(), id)
  withoutApp = {
    password,
    cookies: ((await site.auth.open(new Headers(), id)) ?? []).map((line) => {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? []
      return { name, value, url: `${site.url}/desk` }
    }),
  }
})
afterAll(async () => site.close())
beforeEach(async () => {
  browser = await openBrowser()
})
afterEach(async () => browser.close())

const reviewerId = async (email: string): Promise<string> =>
  (await site.accounts.people.findByEmail(email))?.id ?? ''

const heldBy = async (holder: string): Promise<string> => {
  const { id } = await site.fixture.seed({
    row: { state: 'inReview', reviewer_id: holder, lease_until: minutesAfter(tuesday, 5) },
  })
  return id
}

type Open = (page: Page) => Promise<void>
const at =
  (path: string): Open =>
  async (page) => {
    await page.goto(`${site.url}${path}`)
  }

const signIn: Open = async (page) => {
  await page.goto(`${site.url}/desk/sign-in`)
  await page.locator('[name=email]').fill(site.newcomer.email)
  await page.locator('[name=password]').fill(site.newcomer.password)
  await page.locator('[name=password]').press('Enter')
  await page.locator('.secret').waitFor()
}

interface Shown {
  /** Who looks at it; nobody signed in where there is none. */
  readonly as?: Role | Cookies
  readonly open: Open
}

/** How each of the desk's pages is come to. */
const pages: Readonly<Record<string, () => Shown>> = {
  '/desk': () => ({ as: 'reviewer', open: at('/desk') }),
  '/desk/applications/:id': () => ({
    as: 'reviewer',
    open: async (page) =>
      at(`/desk/applications/${await heldBy(await reviewerId('zhou.min@example.org'))}`)(page),
  }),
  'an application that another holds': () => ({
    as: 'reviewer',
    open: async (page) => at(`/desk/applications/${await heldBy('another')}`)(page),
  }),
  '/desk/applications/:id/take-away': () => ({
    as: 'supervisor',
    open: async (page) => at(`/desk/applications/${await heldBy('another')}/take-away`)(page),
  }),
  '/desk/applications/:id/record': () => ({
    as: 'supervisor',
    open: async (page) => at(`/desk/applications/${await heldBy('another')}/record`)(page),
  }),
  'a page that is not for one’s role': () => ({ as: 'reviewer', open: at('/desk/people') }),
  '/desk/figures': () => ({ as: 'administrator', open: at('/desk/figures') }),
  '/desk/audit': () => ({ as: 'administrator', open: at('/desk/audit') }),
  '/desk/integrations': () => ({ as: 'administrator', open: at('/desk/integrations') }),
  '/desk/integrations/webhooks/:id': () => ({
    as: 'administrator',
    open: async (page) => {
      const added = await site.webhooks.add('http://127.0.0.1:9/hook', operator, tuesday)
      await at(`/desk/integrations/webhooks/${added?.id ?? ''}`)(page)
    },
  }),
  '/desk/people': () => ({ as: 'administrator', open: at('/desk/people') }),
  '/desk/policy': () => ({ as: 'administrator', open: at('/desk/policy') }),
  '/desk/account': () => ({ as: 'reviewer', open: at('/desk/account') }),
  '/desk/account/app': () => ({
    as: withoutApp.cookies,
    open: async (page) => {
      await at('/desk/account')(page)
      const password = page.locator('form[action="/desk/account/app"] [name=current]')
      await password.fill(withoutApp.password)
      await password.press('Enter')
      await page.locator('.secret').waitFor()
    },
  }),
  '/desk/sign-in': () => ({ open: at('/desk/sign-in') }),
  '/desk/sign-in/code': () => ({ open: at('/desk/sign-in/code') }),
  '/desk/join': () => ({ open: at('/desk/join') }),
  '/desk/enrol': () => ({ open: signIn }),
}

/** What no person looks at in a browser window: streams, files, and addresses that lead on. */
const noPages: ReadonlySet<string> = new Set([
  '/desk/live',
  '/desk/applications/:id/scans/:scan/:copy',
  '/desk/applications/:id/scans/:scan/:copy/open',
])
const isFile = (path: string): boolean => /\.(?:csv|jsonl)$/u.test(path)

test('every page of the desk is looked at below', () => {
  const known = Object.keys(pages).filter((name) => name.startsWith('/'))
  expect(known.toSorted()).toEqual(
    site.paths.filter((path) => !noPages.has(path) && !isFile(path)).toSorted(),
  )
})

test.each(['zh-CN', 'en'])(
  'axe finds no fault on any page in %s, by day and night, wide and narrow',
  async (locale) => {
    const faults: Record<string, readonly string[]> = {}
    for (const [name, shown] of Object.entries(pages)) {
      const { as, open } = shown()
      const context = await browser.newContext({ locale })
      if (as !== undefined)
        await context.addCookies([...(typeof as === 'string' ? (cookies.get(as) ?? []) : as)])
      const page = await context.newPage()
      await open(page)
      expect([name, await page.locator('html').getAttribute('lang')]).toEqual([name, locale])
      const found = await faultsOf(page)
      if (found.length > 0) faults[name] = found
      await context.close()
    }
    expect(faults).toEqual({})
  },
)

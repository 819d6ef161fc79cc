import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operator } from '../../src/core/accounts.ts'
import { type OrganisationOptions, organisationSignIn } from '../../src/http/desk/accounts/organisation.ts'
import { type DeskApp, openDeskApp } from '../support/deskApp.ts'
import { deskBrowser, deskOrigin } from '../support/deskBrowser.ts'
import { tuesday } from '../support/deskFixture.ts'
import { openIdProvider, type OpenIdProvider } from '../support/openIdProvider.ts'

const door = '/desk/sign-in/organisation'
let provider: OpenIdProvider
let desk: DeskApp
let options: OrganisationOptions
const reports: string[] = []

beforeAll(async () => {
  provider = await openIdProvider({ redirectUri: `${deskOrigin}${door}/back` })
  options = {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    publicUrl: deskOrigin,
    secret: randomBytes(32).toString('base64url'),
    report: (error) => reports.push(String(error)),
  }
  desk = await openDeskApp({ organisation: organisationSignIn(options) })
  for (const [email, role] of [
    ['zhou@example.org', 'reviewer'],
    ['gone@example.org', 'reviewer'],
  ] as const)
    await desk.auth.createReviewer({ email, name: '周', role })
  const gone = await desk.accounts.people.findByEmail('gone@example.org')
  await desk.accounts.people.disable(gone?.id ?? '', operator, tuesday)
})
afterAll(async () => {
  await desk.close()
  await provider.close()
})
beforeEach(() => {
  provider.claims = { email: 'Zhou@example.org', email_verified: true }
  provider.signsWithForeignKey = false
  provider.isDown = false
  provider.refusals.length = 0
  reports.length = 0
})

/** To the provider and back, as a browser goes; gives the address it came back to. */
const go = async (browser = deskBrowser(desk.app)) => {
  const away = (await browser.get(door)).headers.get('location') ?? ''
  const answer = await fetch(away, { redirect: 'manual' })
  return { browser, away, back: answer.headers.get('location') ?? '' }
}
const pathOf = (address: string): string => address.slice(deskOrigin.length)

test('lets a reviewer in whose address the provider has verified, who then needs no second factor of ours', async () => {
  const { browser, away, back } = await go()
  expect(new URL(away).searchParams.get('code_challenge_method')).toBe('S256')
  const answer = await browser.get(pathOf(back))
  expect(answer.status).toBe(200)
  // a redirect would keep the session's cookie back: the page itself leads on
  expect(await answer.text()).toContain('http-equiv="refresh" content="0;url=/desk"')
  expect((await browser.get('/desk')).status).toBe(200)
  const lines = await desk.fixture.db
    .selectFrom('audit')
    .select('detail')
    .where('action', '=', 'signedIn')
    .execute()
  expect(lines.at(-1)?.detail).toEqual({ by: 'organisation' })
  expect([provider.refusals, reports]).toEqual([[], []])
})

test('keeps nothing of the provider’s, and makes nobody', async () => {
  const before = (await desk.accounts.people.list()).length
  provider.claims = { email: 'stranger@example.org', email_verified: true }
  const { browser, back } = await go()
  expect((await browser.get(pathOf(back))).status).toBe(401)
  expect(await desk.accounts.people.list()).toHaveLength(before)
  const logins = await desk.fixture.db
    .$extendTables<{ reviewer_login: { providerId: string; idToken: string | null } }>()
    .selectFrom('reviewer_login')
    .select(['providerId', 'idToken'])
    .execute()
  expect(new Set(logins.map(({ providerId, idToken }) => `${providerId} ${idToken}`))).toEqual(
    new Set(['credential null']),
  )
})

test('the password alone opens nothing afterwards', async () => {
  const made = await desk.auth.createReviewer({ email: 'wu@example.org', name: '吴' })
  const before = deskBrowser(desk.app)
  await before.post('/desk/sign-in', { email: 'wu@example.org', password: made?.password ?? '' })
  expect((await before.get('/desk/enrol')).status).toBe(200)
  provider.claims = { email: 'wu@example.org', email_verified: true }
  const { browser, back } = await go()
  await browser.get(pathOf(back))
  expect((await browser.get('/desk')).status).toBe(200)
  // neither in the session that was begun with it, nor in a new one
  expect((await before.get('/desk')).headers.get('location')).toBe('/desk/sign-in')
  const again = deskBrowser(desk.app)
  const answer = await again.post('/desk/sign-in', {
    email: 'wu@example.org',
    password: made?.password ?? '',
  })
  expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('不能只凭密码登录')])
  expect((await again.get('/desk')).headers.get('location')).toBe('/desk/sign-in')
})

test.each<[string, Record<string, unknown>]>([
  ['no verified address', { email: 'zhou@example.org', email_verified: false }],
  ['an address it says nothing of', { email: 'zhou@example.org' }],
  ['no address', { email_verified: true }],
  ['one who is disabled', { email: 'gone@example.org', email_verified: true }],
  ['the nonce of another sign-in', { email: 'zhou@example.org', email_verified: true, nonce: 'another' }],
  ['another client', { email: 'zhou@example.org', email_verified: true, aud: 'another' }],
  ['a token handed on', { email: 'zhou@example.org', email_verified: true, azp: 'another' }],
  ['another issuer', { email: 'zhou@example.org', email_verified: true, iss: 'https://evil.example' }],
  ['yesterday', { email: 'zhou@example.org', email_verified: true, exp: 1_700_000_000 }],
])('refuses a token of %s', async (_, claims) => {
  provider.claims = claims
  const { browser, back } = await go()
  expect((await browser.get(pathOf(back))).status).toBe(401)
  expect((await browser.get('/desk')).headers.get('location')).toBe('/desk/sign-in')
})

test('refuses a token that the provider’s keys did not sign', async () => {
  provider.signsWithForeignKey = true
  const { browser, back } = await go()
  expect((await browser.get(pathOf(back))).status).toBe(401)
  expect(reports).toHaveLength(1)
})

describe('an answer', () => {
  test('is taken once, and by the browser that asked alone', async () => {
    const { browser, back } = await go()
    const kept = new Map(browser.cookies)
    // a victim’s browser, led to the attacker’s answer
    const victim = deskBrowser(desk.app)
    expect((await victim.get(pathOf(back))).status).toBe(401)
    const { browser: other } = await go()
    expect((await other.get(pathOf(back))).status).toBe(401)
    expect((await browser.get(pathOf(back))).status).toBe(200)
    const again = deskBrowser(desk.app)
    for (const [name, value] of kept) again.cookies.set(name, value)
    expect((await again.get(pathOf(back))).status).toBe(401)
    expect(provider.refusals).toEqual(['used code'])
  })

  test.each([
    ['without a code', (url: URL) => url.searchParams.delete('code')],
    [
      'with an error',
      (url: URL) => (url.search = `?error=access_denied&state=${url.searchParams.get('state')}`),
    ],
    ['with another state', (url: URL) => url.searchParams.set('state', 'x')],
    ['of another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['of no issuer', (url: URL) => url.searchParams.delete('iss')],
    ['with a code of nobody’s', (url: URL) => url.searchParams.set('code', 'x')],
  ])('%s is refused', async (_, change) => {
    const { browser, back } = await go()
    const url = new URL(back)
    change(url)
    expect((await browser.get(pathOf(url.href))).status).toBe(401)
  })
})

describe('the provider refuses', () => {
  test.each<[string, string, (given: OrganisationOptions) => OrganisationOptions]>([
    ['a wrong secret', 'client', (given) => ({ ...given, clientSecret: 'wrong' })],
    [
      'another redirect address',
      'redirect_uri',
      (given) => ({ ...given, publicUrl: 'https://evil.example' }),
    ],
    ['another client', 'redirect_uri', (given) => ({ ...given, clientId: 'another' })],
  ])('%s', async (_, refusal, change) => {
    const wrong = organisationSignIn(change(options))
    const begun = await wrong.begin()
    const answer = await fetch(begun?.url ?? '', { redirect: 'manual' })
    const back = answer.headers.get('location')
    const finished = back && (await wrong.finish(new URL(back).searchParams, begun?.sealed ?? ''))
    expect([finished === null ? 'nowhere' : finished, provider.refusals]).toEqual([
      back === null ? 'nowhere' : 'down',
      [refusal],
    ])
    expect(reports.map((report) => /invalid_client/u.test(report))).toEqual(back === null ? [] : [true])
  })

  test('a verifier of another sign-in', async () => {
    const ours = organisationSignIn(options)
    const [one, two] = [await ours.begin(), await ours.begin()]
    const answer = await fetch(one?.url ?? '', { redirect: 'manual' })
    const back = new URL(answer.headers.get('location') ?? '')
    // as if the state had been guessed
    back.searchParams.set('state', new URL(two?.url ?? '').searchParams.get('state') ?? '')
    expect(await ours.finish(back.searchParams, two?.sealed ?? '')).toBe('down')
    expect(provider.refusals).toEqual(['verifier'])
  })
})

test('says that the provider is down, and tells the operator', async () => {
  provider.isDown = true
  const answer = await deskBrowser(desk.app).get(door)
  expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('暂时无法连接')])
  expect(reports).toHaveLength(1)
})

test('offers nothing where none is configured', async () => {
  const page = await (await deskBrowser(desk.app).get('/desk/sign-in')).text()
  expect(page).toContain(door)
  const other = await openDeskApp()
  expect(await (await deskBrowser(other.app).get('/desk/sign-in')).text()).not.toContain(door)
  expect((await deskBrowser(other.app).get(door)).status).toBe(404)
  await other.close()
})

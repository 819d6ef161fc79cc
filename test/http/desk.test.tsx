import { randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { inspectRoutes } from 'hono/dev'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { oversight } from '../../src/adapters/postgres/oversight.ts'
import { accounts } from '../../src/adapters/postgres/accounts.ts'
import { unreadCardStore } from '../../src/adapters/postgres/unreadCards.ts'
import { appendAudit } from '../../src/adapters/postgres/audit.ts'
import { checklistItems } from '../../src/core/deskChecklist.ts'
import { maxInternalNoteLength } from '../../src/core/deskDecision.ts'
import { maxNoteLength } from '../../src/core/deskReasons.ts'
import { groupFormNumber } from '../../src/core/formNumber.ts'
import { ok } from '../../src/core/result.ts'
import type { CardReading } from '../../src/core/scan/reading.ts'
import { readCard } from '../../src/core/useCases/readCard.ts'
import { createReviewerAuth, type ReviewerAuth } from '../../src/http/desk/auth.ts'
import { type DeskEnv, deskRoutes } from '../../src/http/desk/deskRoutes.tsx'
import { enrolmentPaths, openPaths } from '../../src/http/desk/doors.ts'
import { type DeskBrowser, deskBrowser, deskOrigin, enrol } from '../support/deskBrowser.ts'
import {
  applicantValues,
  type DeskFixture,
  minutesAfter,
  openDeskFixture,
  type SeededApplication,
  tuesday,
} from '../support/deskFixture.ts'
import { openIntegrations } from '../support/integrations.ts'
import { scanDeps } from '../support/scanDeps.ts'
import { nextTotp, totp } from '../support/totp.ts'

let fixture: DeskFixture
let auth: ReviewerAuth
let app: Hono<DeskEnv>
/** What the desk believes the time is; better-auth reads the real clock. */
let now = tuesday

beforeAll(async () => {
  fixture = await openDeskFixture()
  auth = createReviewerAuth({
    database: fixture.db,
    secret: randomBytes(32).toString('base64url'),
    publicUrl: deskOrigin,
    issuer: 'Sealpass 测试',
    randomBytes: (count) => randomBytes(count),
  })
  app = deskRoutes({
    desk: fixture.desk,
    oversight: oversight(fixture.db),
    background: () => undefined,
    auth,
    accounts: accounts(fixture.db, fixture.vault),
    ...openIntegrations(fixture),
    ...scanDeps(fixture.vault),
    host: { now: () => now, uuid: randomUUID },
    publicUrl: deskOrigin,
  })
})
afterAll(async () => fixture.close())
beforeEach(async () => {
  now = tuesday
  await fixture.db.deleteFrom('application').execute()
})

/** What only who holds an application may see. */
const personal = [...Object.values(applicantValues), '138 0013 8000']

let reviewers = 0
const newReviewer = async () => {
  const email = `reviewer${(reviewers += 1)}@example.org`
  const created = await auth.createReviewer({ email, name: `审核员${reviewers}` })
  return { email, password: created?.password ?? '' }
}

/** A new reviewer, signed in and enrolled. */
const signedIn = async () => {
  const reviewer = await newReviewer()
  return { ...reviewer, ...(await enrol(app, reviewer)) }
}

/** For the tests that are not about signing in: it takes a third of a second. */
let anna: DeskBrowser
let bert: DeskBrowser
beforeAll(async () => {
  anna = (await signedIn()).browser
  bert = (await signedIn()).browser
})

const take = async (browser: DeskBrowser, { id }: SeededApplication): Promise<string> => {
  const path = `/desk/applications/${id}`
  expect((await browser.post(`${path}/take`)).headers.get('location')).toBe(path)
  return path
}

const stateOf = async (id: string) =>
  fixture.db
    .selectFrom('application')
    .select(['state', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

describe('the door', () => {
  const doors = () =>
    inspectRoutes(app).filter(({ isMiddleware, path }) => !isMiddleware && !openPaths.has(path))
  const filled = (path: string) => path.replaceAll(/:\w+/gu, '11111111-1111-4111-8111-111111111111')

  test('leads to the sign-in from every path without a session', async () => {
    expect(doors().length).toBeGreaterThan(9)
    for (const { method, path } of [...doors(), { method: 'GET', path: '/desk/anything' }]) {
      const browser = deskBrowser(app)
      const answer = await (method === 'GET' ? browser.get(filled(path)) : browser.post(filled(path)))
      expect([method, path, answer.status, answer.headers.get('location')]).toEqual([
        method,
        path,
        303,
        '/desk/sign-in',
      ])
    }
  })

  test('leads a reviewer without a second factor to nothing but its enrolment', async () => {
    const browser = deskBrowser(app)
    const answer = await browser.post('/desk/sign-in', await newReviewer())
    expect(answer.headers.get('location')).toBe('/desk/enrol')
    for (const { method, path } of doors()) {
      if (enrolmentPaths.has(path)) continue
      const refused = await (method === 'GET' ? browser.get(filled(path)) : browser.post(filled(path)))
      expect([path, refused.status, refused.headers.get('location')]).toEqual([path, 303, '/desk/enrol'])
    }
    expect((await browser.post('/desk/enrol', { code: '000000' })).status).toBe(401)
  })

  test('takes the printed password, then a code, and shows the secret only once', async () => {
    const { email, password, secret, browser } = await signedIn()
    expect((await browser.get('/desk')).status).toBe(200)
    expect((await browser.get('/desk/enrol')).headers.get('location')).toBe('/desk')

    const again = deskBrowser(app)
    const first = await again.post('/desk/sign-in', { email: email.toUpperCase(), password })
    expect(first.headers.get('location')).toBe('/desk/sign-in/code')
    expect((await again.get('/desk')).headers.get('location')).toBe('/desk/sign-in')
    expect((await again.get('/desk/enrol')).headers.get('location')).toBe('/desk/sign-in')
    expect((await again.post('/desk/sign-in/code', { code: '123' })).status).toBe(401)
    const right = await again.post('/desk/sign-in/code', { code: nextTotp(secret) })
    expect(right.headers.get('location')).toBe('/desk')
    expect((await again.get('/desk')).status).toBe(200)
  })

  test('takes a backup code once', async () => {
    const { email, password, backupCodes } = await signedIn()
    const [code = ''] = backupCodes
    expect(backupCodes).toHaveLength(10)
    for (const expected of [303, 401]) {
      const browser = deskBrowser(app)
      await browser.post('/desk/sign-in', { email, password })
      expect((await browser.post('/desk/sign-in/code', { code })).status).toBe(expected)
    }
  })

  test('waits after five wrong codes, and then asks for the password again', async () => {
    const { email, password, secret } = await signedIn()
    const browser = deskBrowser(app)
    await browser.post('/desk/sign-in', { email, password })
    for (let tries = 0; tries < 5; tries += 1)
      expect((await browser.post('/desk/sign-in/code', { code: 'wrong' })).status).toBe(401)
    const late = await browser.post('/desk/sign-in/code', { code: totp(secret, new Date()) })
    expect(late.status).toBe(429)
    now = minutesAfter(tuesday, 1)
    const over = await browser.post('/desk/sign-in/code', { code: totp(secret, new Date()) })
    expect([over.status, await over.text()]).toEqual([401, expect.stringContaining('请重新输入密码')])
    expect((await browser.get('/desk')).headers.get('location')).toBe('/desk/sign-in')
  })

  test('answers a wrong password and an unknown address alike, and after five tries not at all', async () => {
    const { email, password } = await newReviewer()
    const browser = deskBrowser(app)
    const known = await browser.post('/desk/sign-in', { email, password: 'wrong' })
    const unknown = await browser.post('/desk/sign-in', { email: 'nobody@example.org', password: 'wrong' })
    expect([known.status, unknown.status]).toEqual([401, 401])
    expect((await known.text()).replaceAll(email, '')).toBe(
      (await unknown.text()).replaceAll('nobody@example.org', ''),
    )
    for (let tries = 0; tries < 4; tries += 1)
      await browser.post('/desk/sign-in', { email, password: 'wrong' })
    expect((await browser.post('/desk/sign-in', { email, password })).status).toBe(429)
    now = minutesAfter(tuesday, 15)
    expect((await browser.post('/desk/sign-in', { email, password })).status).toBe(303)
  })

  test('lets a stranger’s wrong tries keep nobody out whose browser was in before, and counts that one’s own', async () => {
    const { email, password } = await newReviewer()
    const usual = deskBrowser(app)
    const tryIn = async (from: DeskBrowser, given: string) =>
      (await from.post('/desk/sign-in', { email, password: given })).status
    expect(await tryIn(usual, password)).toBe(303)
    const stranger = deskBrowser(app)
    for (let tries = 0; tries < 5; tries += 1) expect(await tryIn(stranger, 'wrong')).toBe(401)
    expect(await tryIn(stranger, password)).toBe(429)
    expect(await tryIn(usual, password)).toBe(303)
    // what the browser keeps is good for the one account, and not to be made up
    const other = await newReviewer()
    for (let tries = 0; tries < 5; tries += 1)
      await stranger.post('/desk/sign-in', { email: other.email, password: 'wrong' })
    expect((await usual.post('/desk/sign-in', { ...other })).status).toBe(429)
    const [id = ''] = (usual.cookies.get('sealpass_desk_browser') ?? '').split('.')
    stranger.cookies.set('sealpass_desk_browser', `${id}.${'A'.repeat(43)}`)
    expect(await tryIn(stranger, password)).toBe(429)
    for (let tries = 0; tries < 5; tries += 1) expect(await tryIn(usual, 'wrong')).toBe(401)
    expect(await tryIn(usual, password)).toBe(429)
  })

  test('is closed to whoever wants to sign up, by any of the library’s own paths', async () => {
    const before = await fixture.db.selectFrom('reviewer').select('id').execute()
    const { browser } = await signedIn()
    for (const path of ['/desk/auth/sign-up/email', '/desk/sign-up', '/api/auth/sign-up/email']) {
      const answer = await browser.post(path, {
        email: 'x@example.org',
        name: 'x',
        password: 'long enough 12',
      })
      expect([path, answer.status]).toEqual([path, 404])
    }
    expect(await fixture.db.selectFrom('reviewer').select('id').execute()).toHaveLength(before.length + 1)
  })

  test('makes no second reviewer of one address', async () => {
    const { email } = await newReviewer()
    expect(await auth.createReviewer({ email: email.toUpperCase(), name: 'x' })).toBeUndefined()
    expect(await auth.hasReviewers()).toBe(true)
  })

  test('is shut by signing out, also for who kept the cookie', async () => {
    const { browser } = await signedIn()
    const kept = deskBrowser(app)
    for (const [name, value] of browser.cookies) kept.cookies.set(name, value)
    expect((await kept.get('/desk')).status).toBe(200)
    expect((await browser.post('/desk/sign-out')).headers.get('location')).toBe('/desk/sign-in')
    expect((await kept.get('/desk')).headers.get('location')).toBe('/desk/sign-in')
  })

  test('gives cookies that scripts and other sites cannot use', async () => {
    const answer = await deskBrowser(app).post('/desk/sign-in', await newReviewer())
    const cookies = answer.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/iu)
  })

  test('refuses forms of other origins', async () => {
    const { browser } = await signedIn()
    const { id } = await fixture.seed()
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await browser.post('/desk/next', {}, foreign)).status).toBe(403)
    expect((await browser.post('/desk/sign-in', {}, foreign)).status).toBe(403)
    expect((await stateOf(id)).state).toBe('submitted')
  })

  test('lets nothing be cached, framed or scripted from elsewhere', async () => {
    const { browser } = await signedIn()
    for (const path of ['/desk', '/desk/sign-in', '/desk/nothing']) {
      const { headers } = await browser.get(path)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('content-security-policy')).toMatch(
        /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/u,
      )
    }
  })
})

describe('the queue', () => {
  test('shows the unit, the state and the time, and nothing personal', async () => {
    const { formNumber } = await fixture.seed({
      unitName: '北京样例大学',
      row: { promised_at: minutesAfter(tuesday, -61) },
    })
    const page = await (await anna.get('/desk')).text()
    expect(page).toContain('北京样例大学')
    expect(page).toContain('已超 1 小时')
    for (const value of [...personal, formNumber, groupFormNumber(formNumber)])
      expect(page).not.toContain(value)
  })

  test('goes on page by page', async () => {
    for (let index = 0; index < 51; index += 1) await fixture.seed()
    const first = await (await anna.get('/desk?part=dueToday')).text()
    const next = /href="(\/desk\?part=dueToday&amp;after=[^"]+)"/u.exec(first)?.[1]?.replace('&amp;', '&')
    const second = await (await anna.get(next ?? '')).text()
    const lines = (page: string) => page.match(/<th scope="row">/gu)?.length
    expect([lines(first), lines(second)]).toEqual([50, 1])
    expect(second).not.toContain('after=')
  })

  test.each([
    [5 * 60, '5 小时'],
    // at least so much is promised once the scans are there
    [-30, '1 小时'],
  ])(
    'shows of a promise paused with %i minutes left that, and no time that does not hold',
    async (left, span) => {
      await fixture.seed({
        row: {
          state: 'scansRequested',
          promised_at: minutesAfter(tuesday, -61),
          promise_left: left * 60_000,
        },
      })
      const page = await (await anna.get('/desk?part=waiting')).text()
      const line = /<th scope="row">.*?<\/tr>/su.exec(page)?.[0] ?? ''
      expect(line).toContain(`已暂停，还剩 ${span}`)
      expect(line).not.toContain('<time')
    },
  )

  test('gives the next one, and says when there is none', async () => {
    const { id } = await fixture.seed()
    expect((await anna.post('/desk/next')).headers.get('location')).toBe(`/desk/applications/${id}`)
    const none = (await anna.post('/desk/next')).headers.get('location') ?? ''
    expect(await (await anna.get(none)).text()).toContain('现在没有您可以领取的申请')
  })

  test.each([
    ['/desk?part=late', '/desk?part=late'],
    ['/desk/applications/1', '/desk/applications/1'],
    ['//evil.example', '/desk'],
    ['https://evil.example/desk', '/desk'],
    ['/desk@evil.example', '/desk'],
    ['/desk\\evil.example', '/desk'],
    ['/desk?a=\r\nset-cookie: b', '/desk'],
  ])('goes back to %j after a change of language as %j', async (path, location) => {
    const answer = await anna.post('/desk/language', { language: 'none', path })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, location])
  })

  test('is in English for who asks for it', async () => {
    expect(await (await anna.get('/desk', { 'accept-language': 'de, en' })).text()).toContain('Take next')
    const answer = await anna.post('/desk/language', { language: 'en', path: '//evil.example' })
    expect(answer.headers.get('location')).toBe('/desk')
    const page = await (await anna.get('/desk', { 'accept-language': 'zh-CN' })).text()
    expect(page).toContain('<html lang="en">')
    await anna.post('/desk/language', { language: 'zh-CN' })
  })

  test('tries an undelivered credential again', async () => {
    const { id } = await fixture.seed({ row: { state: 'undeliverable' } })
    const page = await (await anna.get('/desk?part=undeliverable')).text()
    expect(page).toContain(`action="/desk/applications/${id}/delivery"`)
    const answer = await anna.post(`/desk/applications/${id}/delivery`)
    expect(answer.headers.get('location')).toBe('/desk?part=undeliverable&done=retried')
    expect((await stateOf(id)).state).toBe('approved')
    const again = await anna.post(`/desk/applications/${id}/delivery`)
    const told = await (await anna.get(again.headers.get('location') ?? '')).text()
    expect(told).toContain('不需要重新发送')
  })
})

describe('an application', () => {
  test('shows its values to who holds it, masked where they are sensitive', async () => {
    const seeded = await fixture.seed()
    const page = await (await anna.get(await take(anna, seeded))).text()
    for (const value of [applicantValues.applicantName, '138****8000', 's***']) expect(page).toContain(value)
    for (const value of [applicantValues.idNumber, '13800138000', applicantValues.email])
      expect(page).not.toContain(value)
    expect(page).toContain(groupFormNumber(seeded.formNumber))
  })

  test('shows what the machine doubts, that it was sent anyway, and where else the picture was sent', async () => {
    const [first, second] = [await fixture.seed(), await fixture.seed()]
    await fixture.db
      .updateTable('scan')
      .set({ sha256_hash: 'the same' })
      .where('id', 'in', [first.scans.form, second.scans.form])
      .execute()
    const page = await (await anna.get(await take(anna, first))).text()
    expect(page).toContain('未读出二维条码')
    expect(page).toContain('看过 2 次提醒')
    expect(page).toContain('机器未能读取')
    expect(page).toContain('同一张图片也出现在另一份申请中')
    expect(page).toContain(`href="/desk/applications/${second.id}"`)
    expect(page).not.toContain(`href="/desk/applications/${first.id}"`)
  })

  test.each(['chosen', 'sent'] as const)(
    'says that the applicant was not told of what was read from a card that was %s',
    async (state) => {
      const seeded = await fixture.seed()
      const card = fixture.db.updateTable('scan').where('id', '=', seeded.scans.idCard)
      await card.set({ state }).execute()
      const reading: CardReading = {
        kind: 'idCard',
        turn: 0,
        side: 'front',
        idNumber: 'other',
        name: 'same',
        regions: {},
        doubts: [],
      }
      await readCard({
        store: unreadCardStore(fixture.db, fixture.vault),
        objects: fixture.objects,
        inspector: {
          inspect: async (jpeg) =>
            ok({ width: 4, height: 3, jpeg, shows: 'idCard', reading, copies: {}, likeness: undefined }),
        },
      })({ scanId: seeded.scans.idCard })
      await card.set({ state: 'sent' }).execute()
      const page = await (await anna.get(await take(anna, seeded))).text()
      expect(page).toContain('证件号码与表不一致')
      expect(page).toContain('填表人没有看到以上提示')
      expect(page.match(/仍选择上传/gu)).toHaveLength(1)
    },
  )

  test('shows nothing of itself to anyone else', async () => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    const page = await bert.get(path)
    expect(page.status).toBe(409)
    const text = await page.text()
    for (const value of [...personal, seeded.formNumber, groupFormNumber(seeded.formNumber)])
      expect(text).not.toContain(value)
    const taken = await bert.post(`${path}/take`)
    expect(taken.headers.get('location')).toBe('/desk?problem=heldByAnother')
    expect((await bert.get('/desk/applications/x')).status).toBe(404)
  })

  test('is kept longer on request, and offered anew once it lapsed', async () => {
    const path = await take(anna, await fixture.seed())
    now = minutesAfter(tuesday, 6)
    const renewed = await anna.post(`${path}/renew`, {}, { accept: 'application/json' })
    expect(await renewed.json()).toEqual({ until: minutesAfter(tuesday, 16).toISOString(), seconds: 600 })
    expect((await anna.post(`${path}/renew`)).headers.get('location')).toBe(path)
    now = minutesAfter(tuesday, 16)
    expect((await anna.post(`${path}/renew`, {}, { accept: 'application/json' })).status).toBe(409)
    const page = await anna.get(path)
    expect(page.status).toBe(409)
    expect(await page.text()).toContain(`action="${path}/take"`)
  })

  test('goes back into the queue', async () => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    expect((await anna.post(`${path}/release`)).headers.get('location')).toBe('/desk?done=released')
    expect((await stateOf(seeded.id)).state).toBe('submitted')
  })
})

describe('a decision', () => {
  const decide = async (fields: Record<string, string | readonly string[]>) => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    const { version } = await stateOf(seeded.id)
    const answer = await anna.post(`${path}/decision`, {
      version: String(version),
      account: seeded.accountId,
      ...fields,
    })
    const location = answer.headers.get('location') ?? ''
    return {
      seeded,
      status: answer.status,
      location,
      page: await (location === '' ? answer : await anna.get(location)).text(),
      state: (await stateOf(seeded.id)).state,
    }
  }

  test.each([
    ['approves', { decision: 'approve', checklist: checklistItems }],
    [
      'asks for a scan again',
      { decision: 'requestScans', form: ['sealMissing', 'nonsense'], idCardNote: '' },
    ],
    ['rejects, with a reason of the reviewer’s own', { decision: 'reject', rejectNote: '材料不符' }],
  ])('%s, and can be undone in the queue that follows', async (_name, fields) => {
    const { seeded, location, page, state } = await decide(fields)
    expect([location, state]).toEqual(['/desk', 'decided'])
    expect(page).toContain(`action="/desk/applications/${seeded.id}/undo"`)
    const undone = await anna.post(`/desk/applications/${seeded.id}/undo`)
    expect(undone.headers.get('location')).toBe(`/desk/applications/${seeded.id}?done=undone`)
    expect((await stateOf(seeded.id)).state).toBe('inReview')
  })

  test('is refused to be undone once it has taken effect', async () => {
    const { seeded } = await decide({ decision: 'reject', rejectNote: '材料不符' })
    now = new Date(tuesday.getTime() + 11_000)
    expect(await (await anna.get('/desk')).text()).not.toContain('/undo')
    const undone = await anna.post(`/desk/applications/${seeded.id}/undo`)
    expect(undone.headers.get('location')).toBe('/desk?problem=tooLateToUndo')
  })

  test('without a reason or with an item unticked is refused in words, and keeps what was filled in', async () => {
    for (const decision of ['reject', 'requestScans']) {
      const refused = await decide({ decision, internalNote: '先电话核实' })
      expect(refused).toMatchObject({ status: 409, state: 'inReview' })
      expect(refused.page).toContain('至少一条')
      expect(refused.page.match(/先电话核实/gu)).toHaveLength(1)
    }
    const unticked = await decide({ decision: 'approve', checklist: ['signature', 'sealLegible'] })
    expect(unticked).toMatchObject({ status: 409, state: 'inReview' })
    expect(unticked.page).toContain('逐项核对')
    expect(unticked.page.match(/name="checklist"[^>]*checked/gu)).toHaveLength(2)
  })

  test.each([
    ['rejectNote', maxNoteLength],
    ['internalNote', maxInternalNoteLength],
  ])('with a longer %s than %i characters is refused with that limit', async (field, most) => {
    const refused = await decide({ decision: 'reject', [field]: '长'.repeat(most + 1) })
    expect(refused).toMatchObject({ status: 409, state: 'inReview' })
    expect(refused.page).toContain(`最多 ${most} 字`)
  })

  const sinceIn = (page: string): string =>
    /<section class="card stale">.*?<\/section>/su.exec(page)?.[0] ?? ''

  test('on an older version is refused, and shows what happened since', async () => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    await anna.get(path)
    now = minutesAfter(tuesday, 2)
    await anna.post(`${path}/release`)
    await take(bert, seeded)
    await bert.post(`${path}/release`)
    await take(anna, seeded)
    const answer = await anna.post(`${path}/decision`, {
      decision: 'reject',
      rejectNote: '材料不符',
      version: '3',
    })
    const page = await answer.text()
    expect([answer.status, (await stateOf(seeded.id)).state]).toEqual([409, 'inReview'])
    expect(page).toContain('决定没有生效')
    for (const action of ['退回队列', '领取'])
      expect(sinceIn(page).match(new RegExp(`<b>${action}</b>`, 'gu'))).toHaveLength(2)
    expect(page).toContain('>材料不符</textarea>')
  })

  const approval = { decision: 'approve', checklist: checklistItems, internalNote: '已电话核实' }
  const ticks = (page: string) => page.match(/name="checklist"[^>]*checked/gu)?.length ?? 0

  /** What a form of the page to take it again would post. */
  const takingFields = (page: string): Record<string, string[]> => {
    const fields: Record<string, string[]> = {}
    for (const [, name = '', value = ''] of page.matchAll(
      /<input type="hidden" name="(\w+)" value="([^"]*)"/gu,
    ))
      (fields[name] ??= []).push(value)
    return fields
  }

  test('on an older version loses its ticks: they were of what was seen then', async () => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    await anna.get(path)
    await anna.post(`${path}/release`)
    await take(anna, seeded)
    const page = await (
      await anna.post(`${path}/decision`, { ...approval, account: seeded.accountId, version: '3' })
    ).text()
    expect(page).toContain('>已电话核实</textarea>')
    expect(ticks(page)).toBe(0)
  })

  test('on one that was taken away and sent anew meanwhile shows that before and after it is taken, unticked', async () => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    await anna.get(path)
    await fixture.desk.releaseOf('head', seeded.id, '请假', now)
    await take(bert, seeded)
    const asked = { version: '5', decision: 'requestScans', form: 'sealMissing' }
    expect((await bert.post(`${path}/decision`, asked)).headers.get('location')).toBe('/desk')
    await fixture.takeEffect()
    const { version } = await stateOf(seeded.id)
    await fixture.db
      .updateTable('application')
      .set({ state: 'submitted', version: version + 1 })
      .where('id', '=', seeded.id)
      .execute()

    const refused = await anna.post(`${path}/decision`, {
      ...approval,
      account: seeded.accountId,
      version: '3',
    })
    const told = await refused.text()
    expect(refused.status).toBe(409)
    for (const action of ['主管退回队列', '要求重传']) expect(sinceIn(told)).toContain(action)
    expect(told).toContain('>已电话核实</textarea>')

    const taken = await anna.post(`${path}/take`, takingFields(told))
    const page = await taken.text()
    expect([taken.status, (await stateOf(seeded.id)).state]).toEqual([200, 'inReview'])
    for (const action of ['主管退回队列', '要求重传']) expect(sinceIn(page)).toContain(action)
    expect(page).toContain('>已电话核实</textarea>')
    expect(ticks(page)).toBe(0)
    // also for who kept the ticks by hand
    const kept = await anna.post(`${path}/take`, { ...approval, version: '3' })
    expect(ticks(await kept.text())).toBe(0)
  })

  test('on one that was withdrawn meanwhile says so', async () => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    await anna.get(path)
    await fixture.db
      .updateTable('application')
      .set({ state: 'withdrawn', version: 4 })
      .where('id', '=', seeded.id)
      .execute()
    await fixture.db
      .transaction()
      .execute((trx) =>
        appendAudit(trx, { at: now, actor: 'applicant', action: 'withdrawn', applicationId: seeded.id }),
      )
    const refused = await anna.post(`${path}/decision`, {
      decision: 'reject',
      rejectNote: '材料不符',
      version: '3',
    })
    expect(sinceIn(await refused.text())).toContain('撤回')
  })

  test('on one that another holds leaves what was typed to be copied', async () => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    now = minutesAfter(tuesday, 11)
    await take(bert, seeded)
    const reject = { decision: 'reject', rejectNote: '材料不符', version: '3' }
    for (const door of ['decision', 'take']) {
      const refused = await anna.post(`${path}/${door}`, reject)
      const page = await refused.text()
      expect([refused.status, page.includes('正由另一位审核员审核')]).toEqual([409, true])
      expect(page).toMatch(/<textarea[^>]*readonly[^>]*>材料不符<\/textarea>/u)
      expect(page).not.toContain(`action="${path}/take"`)
    }
  })

  test('after the lease lapsed comes back filled in once the application is taken again', async () => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    now = minutesAfter(tuesday, 11)
    const refused = await anna.post(`${path}/decision`, {
      decision: 'reject',
      rejectNote: '材料不符',
      version: '3',
    })
    expect(refused.status).toBe(409)
    const hidden = await refused.text()
    expect(hidden).toContain('name="rejectNote" value="材料不符"')
    const again = await anna.post(`${path}/take`, takingFields(hidden))
    const page = await again.text()
    expect([again.status, page.includes('>材料不符</textarea>'), sinceIn(page)]).toEqual([200, true, ''])
  })

  test('keeps its ticks over a lapse in which nobody else had it', async () => {
    const seeded = await fixture.seed()
    const path = await take(anna, seeded)
    now = minutesAfter(tuesday, 11)
    const kept = await anna.post(`${path}/take`, { ...approval, version: '3' })
    expect(ticks(await kept.text())).toBe(checklistItems.length)
  })

  test('takes no reason that nobody could read, and nothing the database does not take', async () => {
    expect(await decide({ decision: 'reject', rejectNote: '\0\u0007 \r\n' })).toMatchObject({
      status: 409,
      state: 'inReview',
    })
    expect(await decide({ decision: 'approve', account: '\0', checklist: checklistItems })).toMatchObject({
      status: 409,
      state: 'inReview',
    })
  })

  test('that is no form at all is refused', async () => {
    const path = await take(anna, await fixture.seed())
    const cookie = [...anna.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const type of ['application/json', 'multipart/form-data', 'multipart/form-data; boundary=x'])
      for (const [door, status] of [
        [`${path}/decision`, 400],
        ['/desk/sign-in', 401],
        ['/desk/language', 303],
      ]) {
        const answer = await app.request(`${deskOrigin}${door}`, {
          method: 'post',
          body: '{}',
          headers: { cookie, origin: deskOrigin, 'content-type': type },
        })
        expect([door, answer.status]).toEqual([door, status])
        await fixture.db.deleteFrom('guess').execute()
      }
  })

  test('that no form of ours makes is refused', async () => {
    for (const fields of [{ decision: 'deliver' }, { decision: 'approve', version: '1e3' }])
      expect(await decide(fields)).toMatchObject({ status: 400, state: 'inReview' })
  })
})

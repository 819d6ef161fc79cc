import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operator } from '../../src/core/accounts.ts'
import type { Role } from '../../src/core/role.ts'
import { browserName } from '../../src/http/desk/accounts/browserName.ts'
import { relyingParty } from '../../src/http/desk/accounts/passkeyCeremony.ts'
import { type DeskApp, openDeskApp } from '../support/deskApp.ts'
import { type DeskBrowser, deskBrowser, enrol } from '../support/deskBrowser.ts'
import { minutesAfter, tuesday } from '../support/deskFixture.ts'
import { nextTotp, totp } from '../support/totp.ts'

let desk: DeskApp
let now = tuesday
const publicUrl = 'http://localhost:8080'

beforeAll(async () => {
  desk = await openDeskApp({ publicUrl, now: () => now })
})
afterAll(async () => desk.close())
beforeEach(async () => {
  now = tuesday
  await desk.fixture.db.deleteFrom('sign_in_failure').execute()
})

let count = 0
const newPerson = async (role: Role = 'reviewer') => {
  const email = `person${(count += 1)}@example.org`
  const made = await desk.auth.createReviewer({ email, name: `某人${count}`, role })
  const person = await desk.accounts.people.findByEmail(email)
  return { id: person?.id ?? '', email, password: made?.password ?? '' }
}

/** Enrolled, without the third of a second that a password takes. */
const opened = async (id: string): Promise<DeskBrowser> => {
  const browser = deskBrowser(desk.app)
  if (!(await desk.accounts.people.list()).find((person) => person.id === id)?.isEnrolled)
    await desk.auth.requireMoreThanPassword(new Headers(), id)
  for (const cookie of (await desk.auth.open(new Headers({ 'user-agent': 'Firefox Linux' }), id)) ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(cookie) ?? []
    browser.cookies.set(name, value)
  }
  return browser
}

const lines = async (actor: string) => {
  const rows = await desk.fixture.db
    .selectFrom('audit')
    .select(['action', 'detail'])
    .where('actor', '=', actor)
    .orderBy('seq')
    .execute()
  return rows.map(({ action, detail }) => [action, detail])
}

const isIn = async (browser: DeskBrowser): Promise<boolean> =>
  (await browser.get('/desk/account')).status === 200

describe('the sign-in', () => {
  test('says from when the next try is heard, of an unknown address alike, and notes it without the address', async () => {
    const { id, email } = await newPerson()
    const tryFive = async (address: string): Promise<string> => {
      let page = ''
      for (let tries = 0; tries < 6; tries += 1) {
        const answer = await deskBrowser(desk.app).post('/desk/sign-in', {
          email: address,
          password: 'wrong',
        })
        page += `${answer.status} ${(await answer.text()).replaceAll(address, '')}`
      }
      return page
    }
    const known = await tryFive(email)
    expect(known).toBe(await tryFive('nobody@example.org'))
    // a minute after half past nine, and never too early
    expect(known).toContain('下一次尝试须在 2026-11-24 09:31 之后')
    expect(known).toContain('429')
    expect(await lines(id)).toEqual([
      ...Array.from({ length: 5 }, () => ['signInFailed', { at: 'password' }]),
      ['lockedOut', { until: minutesAfter(tuesday, 1).toISOString() }],
    ])
  })

  test('notes who came, and by which way', async () => {
    const person = await newPerson()
    const { secret } = await enrol(desk.app, person)
    const browser = deskBrowser(desk.app)
    await browser.post('/desk/sign-in', person)
    await browser.post('/desk/sign-in/code', { code: '000000' })
    await browser.post('/desk/sign-in/code', { code: nextTotp(secret) })
    expect(await lines(person.id)).toEqual([
      ['secondFactorSet', {}],
      ['signedIn', { by: 'code' }],
      ['signInFailed', { at: 'code' }],
      ['signedIn', { by: 'code' }],
    ])
  })

  test('limits codes by reviewer, over however many sign-ins', async () => {
    const person = await newPerson()
    await enrol(desk.app, person)
    const tryCode = async () => {
      const browser = deskBrowser(desk.app)
      await browser.post('/desk/sign-in', person)
      return (await browser.post('/desk/sign-in/code', { code: 'wrong' })).status
    }
    const statuses = []
    for (let tries = 0; tries < 6; tries += 1) statuses.push(await tryCode())
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })

  test('takes each of the app’s codes once, and none that is older', async () => {
    const person = await newPerson()
    const first = deskBrowser(desk.app)
    await first.post('/desk/sign-in', person)
    const [, secret = ''] =
      /<code class="secret">([^<]+)</u.exec(await (await first.get('/desk/enrol')).text()) ?? []
    const code = nextTotp(secret)
    expect((await first.post('/desk/enrol', { code })).headers.get('location')).toBe('/desk')
    const again = deskBrowser(desk.app)
    await again.post('/desk/sign-in', person)
    for (const used of [code, totp(secret, new Date())]) {
      const answer = await again.post('/desk/sign-in/code', { code: used })
      expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('只能使用一次')])
    }
    expect((await lines(person.id)).at(-1)).toEqual(['signInFailed', { at: 'code' }])
    expect(await isIn(again)).toBe(false)
  })

  test('lets one in when several bring the same code at once', async () => {
    const person = await newPerson()
    const { secret } = await enrol(desk.app, person)
    const browsers = Array.from({ length: 4 }, () => deskBrowser(desk.app))
    for (const browser of browsers) await browser.post('/desk/sign-in', person)
    const code = nextTotp(secret)
    const waiting = async () =>
      (
        await desk.fixture.db
          .withTables<{ pg_stat_activity: { datname: string; wait_event_type: string | null } }>()
          .selectFrom('pg_stat_activity')
          .select('datname')
          .where('datname', '=', sql<string>`current_database()`)
          .where('wait_event_type', '=', 'Lock')
          .execute()
      ).length
    // all of them are past every look at what was used before one may write
    const { answers } = await desk.fixture.db.transaction().execute(async (trx) => {
      await sql`select from reviewer_two_factor where "userId" = ${person.id} for update`.execute(trx)
      const posted = browsers.map(async (browser) => browser.post('/desk/sign-in/code', { code }))
      await expect.poll(waiting).toBe(browsers.length)
      return { answers: Promise.all(posted) }
    })
    const statuses = (await answers).map(({ status }) => status)
    expect(statuses.toSorted((one, other) => one - other)).toEqual([303, 401, 401, 401])
    const inside = await Promise.all(browsers.map(isIn))
    expect(inside.filter((each) => each)).toHaveLength(1)
  })

  test('takes no code of one’s own for another’s', async () => {
    const [one, other] = [await newPerson(), await newPerson()]
    const { browser, secret } = await enrol(desk.app, one)
    await enrol(desk.app, other)
    const session = new Map(browser.cookies)
    await browser.post('/desk/sign-in', other)
    for (const [name, value] of session) browser.cookies.set(name, value)
    const answer = await browser.post('/desk/sign-in/code', { code: nextTotp(secret) })
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('验证码不正确')])
    expect((await lines(other.id)).at(-1)).toEqual(['signInFailed', { at: 'code' }])
  })

  test('is no way in for one who is disabled, by password, code or session', async () => {
    const person = await newPerson()
    const { browser, secret } = await enrol(desk.app, person)
    const between = deskBrowser(desk.app)
    await between.post('/desk/sign-in', person)
    await desk.accounts.people.disable(person.id, operator, tuesday)
    expect(await isIn(browser)).toBe(false)
    expect((await between.post('/desk/sign-in/code', { code: totp(secret, new Date()) })).status).toBe(401)
    expect((await deskBrowser(desk.app).post('/desk/sign-in', person)).status).toBe(401)
    expect(await desk.auth.open(new Headers(), person.id)).toBeUndefined()
    await desk.accounts.people.enable(person.id, operator, tuesday)
    expect(await isIn(browser)).toBe(false)
    expect((await deskBrowser(desk.app).post('/desk/sign-in', person)).status).toBe(303)
  })

  test('gives nothing to a session that was begun before the second factor', async () => {
    const person = await newPerson()
    const before = deskBrowser(desk.app)
    await before.post('/desk/sign-in', person)
    const { browser } = await enrol(desk.app, person)
    expect([await isIn(before), await isIn(browser)]).toEqual([false, true])
  })
})

describe('a passkey', () => {
  const shaped = (challenge: string, id = 'AAAA') =>
    JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: Buffer.from(
          JSON.stringify({ type: 'webauthn.get', challenge, origin: publicUrl }),
        ).toString('base64url'),
        authenticatorData: 'AAAA',
        attestationObject: 'AAAA',
        signature: 'AAAA',
      },
    })

  test('that is none is refused, whatever is sent in its place', async () => {
    const browser = deskBrowser(desk.app)
    const { options } = (await (await browser.post('/desk/sign-in/passkey/options')).json()) as {
      options: { challenge: string; rpId: string; userVerification: string; allowCredentials?: unknown }
    }
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(options.allowCredentials).toBeUndefined()
    const { id } = await newPerson()
    await desk.accounts.passkeys.add(
      {
        credentialId: 'BBBB',
        reviewerId: id,
        name: 'k',
        publicKey: new Uint8Array([1]),
        counter: 0,
        transports: [],
      },
      tuesday,
    )
    for (const answer of [
      '',
      'null',
      '[]',
      '{}',
      '{',
      shaped('x'),
      shaped(options.challenge),
      shaped(options.challenge, 'BBBB'),
    ])
      expect([answer, (await browser.post('/desk/sign-in/passkey', { answer })).status]).toEqual([
        answer,
        401,
      ])
    const again = (await (await browser.post('/desk/sign-in/passkey/options')).json()) as {
      options: { challenge: string }
    }
    const answer = shaped(again.options.challenge, 'BBBB')
    expect((await browser.post('/desk/sign-in/passkey', { answer })).status).toBe(401)
  })

  test('is not made without the password, nor by another’s challenge', async () => {
    const [one, two] = [await newPerson(), await newPerson()]
    const [mine, other] = [await opened(one.id), await opened(two.id)]
    expect((await mine.post('/desk/account/passkeys/options', { current: 'wrong' })).status).toBe(401)
    const asked = await mine.post('/desk/account/passkeys/options', { current: one.password })
    const { options } = (await asked.json()) as { options: { challenge: string } }
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    for (const browser of [other, mine])
      expect(
        (await browser.post('/desk/account/passkeys', { answer: shaped(options.challenge) })).headers.get(
          'location',
        ),
      ).toBe('/desk/account?problem=passkeyRefused')
    // one who is enrolled has no second first time
    expect((await mine.post('/desk/enrol/passkey/options')).status).toBe(409)
  })

  test('needs a domain name', () => {
    expect(relyingParty('https://desk.example.org')).toBe('desk.example.org')
    expect(relyingParty('http://localhost:8080')).toBe('localhost')
    expect(relyingParty('http://127.0.0.1:8080')).toBeUndefined()
    expect(relyingParty('http://[::1]:8080')).toBeUndefined()
  })
})

describe('one’s own account', () => {
  test('changes the password, and ends every other session', async () => {
    const { id, email, password } = await newPerson()
    const [here, there] = [await opened(id), await opened(id)]
    const post = (current: string, next: string) => here.post('/desk/account/password', { current, next })
    expect((await post('wrong', 'long enough for it')).status).toBe(401)
    expect((await post(password, 'too short')).headers.get('location')).toBe('/desk/account?problem=tooShort')
    expect((await post(password, 'long enough for it')).headers.get('location')).toBe(
      '/desk/account?done=passwordChanged',
    )
    expect([await isIn(here), await isIn(there)]).toEqual([true, false])
    expect((await lines(id)).map(([action]) => action)).toEqual(['signInFailed', 'passwordChanged'])
    const answer = await deskBrowser(desk.app).post('/desk/sign-in', { email, password })
    expect(await answer.text()).toContain('邮箱或密码不正确')
  })

  test('counts wrong passwords as the sign-in does', async () => {
    const { id, password } = await newPerson()
    const browser = await opened(id)
    for (let tries = 0; tries < 5; tries += 1) {
      await browser.post('/desk/account/backup-codes', { current: 'wrong' })
      // no right one, whatever is wrong with the new
      await browser.post('/desk/account/password', { current: 'wrong', next: 'short' })
    }
    const refused = await browser.post('/desk/account/passkeys/options', { current: password })
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { problem: expect.stringContaining('尝试次数过多') as unknown },
    ])
  })

  test('lists its sessions by the kind of browser alone, and ends none of another’s', async () => {
    const [one, two] = [await newPerson(), await newPerson()]
    const [mine, other] = [await opened(one.id), await opened(two.id)]
    const page = await (await mine.get('/desk/account')).text()
    expect(page).toContain('Firefox · Linux')
    const stored = await desk.fixture.db
      .$extendTables<{
        reviewer_session: { id: string; userId: string; ipAddress: string; userAgent: string }
      }>()
      .selectFrom('reviewer_session')
      .select(['id', 'userId', 'ipAddress', 'userAgent'])
      .execute()
    expect(new Set(stored.map(({ ipAddress }) => ipAddress))).toEqual(new Set(['']))
    const theirs = stored.find(({ userId }) => userId === two.id)
    const answer = await mine.post('/desk/account/sessions/end', { session: theirs?.id ?? '' })
    expect(answer.headers.get('location')).toBe('/desk/account?problem=notFound')
    expect(await isIn(other)).toBe(true)
  })

  test('names browsers so coarsely that nobody is known by them', () => {
    const agents = [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0',
      'Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36 MicroMessenger/8.0',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/130 Mobile Safari/604',
      'curl/8.0',
      '',
    ]
    const named = agents.map((agent) => browserName(agent))
    expect(named).toEqual(['Edge · Windows', 'WeChat · Android', 'Chrome · iOS', '', ''])
    expect(named.map((name) => browserName(name))).toEqual(named)
  })
})

describe('an administrator', () => {
  const invite = async (chief: DeskBrowser, fields: Record<string, string>) =>
    chief.post('/desk/people/invite', { name: '新人', role: 'auditor', ...fields })
  const codeIn = (page: string): string => /#([\w-]{32})/u.exec(page)?.[1] ?? ''

  test('invites by a link that is shown once and works once', async () => {
    const chief = await opened((await newPerson('administrator')).id)
    const answer = await invite(chief, { email: 'Neu@Example.org' })
    const code = codeIn(await answer.text())
    expect(code).toHaveLength(32)
    expect(await (await chief.get('/desk/people')).text()).not.toContain(code)
    const browser = deskBrowser(desk.app)
    const short = await browser.post('/desk/join', { code, next: 'short' })
    expect([short.status, await short.text()]).toEqual([400, expect.stringContaining(`value="${code}"`)])
    const joined = await browser.post('/desk/join', { code, next: 'long enough for it' })
    expect(joined.headers.get('location')).toBe('/desk/enrol')
    expect((await browser.get('/desk/enrol')).status).toBe(200)
    const late = await deskBrowser(desk.app).post('/desk/join', { code, next: 'long enough for it' })
    expect([late.status, await late.text()]).toEqual([400, expect.stringContaining('此邀请码无效')])
    expect(await desk.accounts.people.findByEmail('neu@example.org')).toMatchObject({ role: 'auditor' })
  })

  test('is told what is wrong with an invitation, and keeps what was typed', async () => {
    const chief = await opened((await newPerson('administrator')).id)
    const { email } = await newPerson()
    for (const [fields, why] of [
      [{ email: 'nobody' }, '电子邮箱不正确'],
      [{ email }, '已有审核员使用此邮箱'],
      [{ email: 'x@example.org', name: ' ' }, '请填写姓名'],
    ] as const) {
      const answer = await invite(chief, fields)
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(why)])
    }
    expect((await invite(chief, { email: 'x@example.org', role: 'king' })).status).toBe(400)
  })

  test('resets another, who starts anew while all that was before ends', async () => {
    const chief = await opened((await newPerson('administrator')).id)
    const person = await newPerson()
    const { browser, secret } = await enrol(desk.app, person)
    const code = codeIn(await (await chief.post(`/desk/people/${person.id}/reset`)).text())
    expect(await isIn(browser)).toBe(true)
    const anew = deskBrowser(desk.app)
    const answer = await anew.post('/desk/join', { code, next: 'long enough for it' })
    expect(answer.headers.get('location')).toBe('/desk/enrol')
    expect(await isIn(browser)).toBe(false)
    expect(await (await anew.get('/desk/enrol')).text()).not.toContain(secret)
    expect((await deskBrowser(desk.app).post('/desk/sign-in', person)).status).toBe(401)
  })

  test('lets who is reset wait for none of the wrong tries before', async () => {
    const chief = await opened((await newPerson('administrator')).id)
    const person = await newPerson()
    await enrol(desk.app, person)
    const lost = deskBrowser(desk.app)
    await lost.post('/desk/sign-in', person)
    for (let tries = 0; tries < 6; tries += 1) await lost.post('/desk/sign-in/code', { code: '000000' })
    const link = codeIn(await (await chief.post(`/desk/people/${person.id}/reset`)).text())
    const password = 'long enough for it'
    await deskBrowser(desk.app).post('/desk/join', { code: link, next: password })
    const { secret } = await enrol(desk.app, { ...person, password })
    const anew = deskBrowser(desk.app)
    await anew.post('/desk/sign-in', { ...person, password })
    expect((await anew.post('/desk/sign-in/code', { code: nextTotp(secret) })).headers.get('location')).toBe(
      '/desk',
    )
  })

  test('cannot be the last to go', async () => {
    await desk.fixture.db.updateTable('reviewer').set({ role: 'reviewer' }).execute()
    const { id } = await newPerson('administrator')
    const chief = await opened(id)
    for (const [path, fields] of [
      ['disable', {}],
      ['role', { role: 'auditor' }],
    ] as const)
      expect((await chief.post(`/desk/people/${id}/${path}`, fields)).headers.get('location')).toBe(
        '/desk/people?problem=lastAdministrator',
      )
    expect((await chief.post('/desk/people/%00/disable')).status).toBe(404)
    expect((await chief.post('/desk/people/nobody/disable')).headers.get('location')).toBe(
      '/desk/people?problem=notFound',
    )
  })

  test('is warned of four eyes where there are not two to review, and switches the rules', async () => {
    await desk.fixture.db.updateTable('reviewer').set({ role: 'auditor' }).execute()
    const chief = await opened((await newPerson('administrator')).id)
    expect(await (await chief.get('/desk/policy')).text()).toContain('不足两位')
    await Promise.all([newPerson(), newPerson('supervisor')])
    expect(await (await chief.get('/desk/policy')).text()).not.toContain('不足两位')
    await chief.post('/desk/policy', { rule: ['firstRecovery', 'nonsense'] })
    expect(await desk.accounts.fourEyes.list()).toMatchObject({ firstRecovery: true, personnelChange: false })
    await chief.post('/desk/policy')
    expect(await desk.accounts.fourEyes.list()).toMatchObject({ firstRecovery: false })
  })
})

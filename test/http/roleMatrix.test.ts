import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Role, roles } from '../../src/core/role.ts'
import type { DeskEnv } from '../../src/http/desk/deskRoutes.tsx'
import { enrolmentPaths, openPaths } from '../../src/http/desk/doors.ts'
import { needs } from '../../src/http/desk/needs.ts'
import { refuseUnguarded } from '../../src/http/desk/refuseUnguarded.ts'
import { type DeskApp, openDeskApp } from '../support/deskApp.ts'
import { type DeskBrowser, deskBrowser } from '../support/deskBrowser.ts'
import { applicantValues, minutesAfter, type SeededApplication, tuesday } from '../support/deskFixture.ts'

/** `in`: it is done or shown. `out`: refused, and nothing changed. */
type Outcome = 'in' | 'out'

interface Row {
  readonly roles: readonly Role[]
  /** For a route of one application: when the asker holds it, and when another does. */
  readonly held?: Outcome
  readonly foreign?: Outcome
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

const all: Row = { roles }
const administrator: Row = { roles: ['administrator'] }
const oversight: Row = { roles: ['supervisor', 'auditor', 'administrator'] }
const review = ['reviewer', 'supervisor'] as const
const own: Row = { roles: review, held: 'in', foreign: 'out' }

/** Who gets by, route by route. What is no door and has no row here fails below. */
const matrix: Readonly<Record<string, Row>> = {
  'GET /desk': all,
  'GET /desk/live': all,
  'POST /desk/shortcuts': all,
  'POST /desk/next': { roles: review },
  'GET /desk/applications/:id': own,
  'POST /desk/applications/:id/take': own,
  'POST /desk/applications/:id/renew': { ...own, headers: { accept: 'application/json' } },
  'POST /desk/applications/:id/release': own,
  'POST /desk/applications/:id/reveal/:field': own,
  'GET /desk/applications/:id/scans/:scan/:copy': own,
  // leads anyone on to an address, which shows nothing to who does not hold the application
  'GET /desk/applications/:id/scans/:scan/:copy/open': { roles: review, held: 'in', foreign: 'in' },
  'POST /desk/applications/:id/decision': {
    ...own,
    form: { decision: 'reject', rejectNote: '材料不符', version: '2' },
  },
  // nothing is pending, and nothing undelivered
  'POST /desk/applications/:id/undo': { roles: review, held: 'out', foreign: 'out' },
  'POST /desk/applications/:id/delivery': { roles: review, held: 'out', foreign: 'out' },
  'GET /desk/applications/:id/take-away': { roles: ['supervisor'], held: 'in', foreign: 'in' },
  'POST /desk/applications/:id/take-away': {
    roles: ['supervisor'],
    held: 'in',
    foreign: 'in',
    form: { reason: '审核员请假' },
  },
  'GET /desk/applications/:id/record': { roles: ['supervisor', 'auditor'], held: 'in', foreign: 'in' },
  'GET /desk/figures': oversight,
  'GET /desk/figures/days.csv': oversight,
  'GET /desk/figures/reviewers.csv': oversight,
  'GET /desk/figures/reasons.csv': oversight,
  'GET /desk/figures/reasons-by-day.csv': oversight,
  'GET /desk/figures/reasons-by-reviewer.csv': oversight,
  'GET /desk/figures/scans.csv': oversight,
  'GET /desk/figures/scans-by-day.csv': oversight,
  'GET /desk/figures/scans-by-reviewer.csv': oversight,
  'GET /desk/audit': oversight,
  'GET /desk/audit/export.jsonl': oversight,
  'GET /desk/integrations': administrator,
  'POST /desk/integrations/tokens': administrator,
  'POST /desk/integrations/tokens/:id/revoke': administrator,
  'POST /desk/integrations/webhooks': administrator,
  'GET /desk/integrations/webhooks/:id': administrator,
  'POST /desk/integrations/webhooks/:id/rotate': administrator,
  'POST /desk/integrations/webhooks/:id/on': administrator,
  'POST /desk/integrations/webhooks/:id/off': administrator,
  'POST /desk/integrations/webhooks/:id/test': administrator,
  'POST /desk/integrations/webhooks/:id/remove': administrator,
  'POST /desk/integrations/webhooks/:id/replay-failed': administrator,
  'POST /desk/integrations/webhooks/:id/deliveries/:event/replay': administrator,
  'GET /desk/account': all,
  'POST /desk/account/password': all,
  'POST /desk/account/backup-codes': all,
  'POST /desk/account/app': all,
  'GET /desk/account/app': all,
  'POST /desk/account/app/code': all,
  'POST /desk/account/sessions/end': all,
  'POST /desk/account/sessions/end-all': all,
  'POST /desk/account/passkeys': all,
  'POST /desk/account/passkeys/options': all,
  'POST /desk/account/passkeys/rename': all,
  'POST /desk/account/passkeys/remove': all,
  'GET /desk/people': administrator,
  'POST /desk/people/invite': administrator,
  'POST /desk/people/invitations/withdraw': administrator,
  'POST /desk/people/:person/role': administrator,
  'POST /desk/people/:person/disable': administrator,
  'POST /desk/people/:person/enable': administrator,
  'POST /desk/people/:person/reset': administrator,
  'GET /desk/policy': administrator,
  'POST /desk/policy': administrator,
}

let desk: DeskApp
let routes: readonly string[]
const ids = new Map<Role | 'notEnrolled', string>()

beforeAll(async () => {
  desk = await openDeskApp({
    // everything the desk can have is there
    publicUrl: 'http://localhost:8080',
    organisation: { begin: async () => undefined, finish: async () => 'refused' },
  })
  routes = [
    ...new Set(
      desk.app.routes
        .filter(({ method, handler }) => !(method === 'ALL' && handler.length > 1))
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ]
  for (const who of [...roles, 'notEnrolled'] as const) {
    const email = `${who}@example.org`.toLowerCase()
    const role = who === 'notEnrolled' ? 'supervisor' : who
    await desk.auth.createReviewer({ email, name: who, role })
    const person = await desk.accounts.people.findByEmail(email)
    if (!person) throw new Error('not made')
    ids.set(who, person.id)
    if (who !== 'notEnrolled') await desk.auth.requireMoreThanPassword(new Headers(), person.id)
  }
})
afterAll(async () => desk.close())

const isDoor = (route: string): boolean => {
  const path = route.split(' ')[1] ?? ''
  return openPaths.has(path) || enrolmentPaths.has(path)
}

const idOf = (who: Role | 'notEnrolled'): string => ids.get(who) ?? ''

/** A session of its own each time: some routes end it. */
const signedIn = async (who: Role | 'notEnrolled'): Promise<DeskBrowser> => {
  const browser = deskBrowser(desk.app)
  for (const cookie of (await desk.auth.open(new Headers(), idOf(who))) ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(cookie) ?? []
    browser.cookies.set(name, value)
  }
  return browser
}

const anyId = '11111111-1111-4111-8111-111111111111'

const ask = async (browser: DeskBrowser, route: string, row: Row, of?: SeededApplication) => {
  const [method, pattern = ''] = route.split(' ')
  const path = pattern
    .replace('/applications/:id', `/applications/${of?.id ?? anyId}`)
    .replace(':scan', of?.scans.form ?? anyId)
    .replace(':copy', 'original')
    .replace(':field', 'idNumber')
    .replaceAll(/:\w+/gu, anyId)
  if (method === 'POST') return browser.post(path, row.form, row.headers)
  const linked = pattern.endsWith('/:copy') ? await browser.get(`${path}/open`) : undefined
  const address = linked?.headers.get('location') ?? ''
  return browser.get(address.startsWith(path) ? address : path)
}

/** What became of it, and whatever it showed. */
const outcomeOf = async (answer: Response) => {
  const location = answer.headers.get('location') ?? ''
  const isLive = answer.headers.get('content-type')?.startsWith('text/event-stream') === true
  if (isLive) await answer.body?.cancel()
  return {
    outcome: answer.status >= 400 || /[?&]problem=/u.test(location) ? ('out' as const) : ('in' as const),
    status: answer.status,
    location,
    text: isLive ? '' : await answer.text(),
  }
}

const rows = Object.entries(matrix)
const ofApplication = rows.filter(([route]) => route.includes('/applications/:id'))
const ofNone = rows.filter(([route]) => !route.includes('/applications/:id'))

test('every route of the desk is a door or has its row, and every row its route', () => {
  expect(routes.filter((route) => !isDoor(route)).toSorted()).toEqual(Object.keys(matrix).toSorted())
  expect(ofApplication.every(([, { held, foreign }]) => held !== undefined && foreign !== undefined)).toBe(
    true,
  )
})

test('a route that asks for no permission stops the start', () => {
  const guarded = new Hono<DeskEnv>().get('/desk/x', needs('review'), (c) => c.text(''))
  expect(() => refuseUnguarded(guarded.routes)).not.toThrow()
  for (const app of [
    new Hono<DeskEnv>().get('/desk/x', (c) => c.text('')),
    new Hono<DeskEnv>().get('/desk/x', async (c, next) => (c.req.query('y') ? c.text('') : next())),
    new Hono<DeskEnv>().all('/desk/*', (c) => c.text('')),
    // a guard of another method, and one that comes too late
    new Hono<DeskEnv>().get('/desk/x', needs('review'), (c) => c.text('')).post('/desk/x', (c) => c.text('')),
    new Hono<DeskEnv>().get('/desk/x', (c) => c.text('')).get('/desk/x', needs('review')),
  ])
    expect(() => refuseUnguarded(app.routes)).toThrow(/asks for no permission/u)
})

test('who is not signed in is led to the sign-in, from everywhere but the doors', async () => {
  for (const [route, row] of rows) {
    const { status, location } = await outcomeOf(await ask(deskBrowser(desk.app), route, row))
    expect([route, status, location]).toEqual([route, 303, '/desk/sign-in'])
  }
})

test('who has no second factor yet is led to its enrolment, from everywhere but the doors', async () => {
  const browser = await signedIn('notEnrolled')
  for (const [route, row] of rows) {
    const { status, location } = await outcomeOf(await ask(browser, route, row))
    expect([route, status, location]).toEqual([route, 303, '/desk/enrol'])
  }
})

describe.each(roles)('%s', (role) => {
  test.each(ofNone)('%s', async (route, row) => {
    const { status, location } = await outcomeOf(await ask(await signedIn(role), route, row))
    expect(status === 403).toBe(!row.roles.includes(role))
    // signing out everywhere leads to the sign-in by itself
    expect(location === '/desk/sign-in').toBe(route.endsWith('/end-all'))
  })

  test.each(ofApplication)('%s', async (route, row) => {
    for (const whose of ['held', 'foreign'] as const) {
      const seeded = await desk.fixture.seed({
        row: {
          state: 'inReview',
          reviewer_id: whose === 'held' ? idOf(role) : 'another',
          lease_until: minutesAfter(tuesday, 5),
        },
      })
      const stateOf = () =>
        desk.fixture.db
          .selectFrom('application')
          .select(['state', 'version', 'reviewer_id', 'lease_until'])
          .where('id', '=', seeded.id)
          .executeTakeFirstOrThrow()
      const before = await stateOf()
      const { outcome, status, text } = await outcomeOf(await ask(await signedIn(role), route, row, seeded))
      const mayAsk = row.roles.includes(role)
      expect([whose, status === 403]).toEqual([whose, !mayAsk])
      expect([whose, outcome]).toEqual([whose, mayAsk ? row[whose] : 'out'])
      const after = await stateOf()
      expect(outcome === 'out' ? after : before).toEqual(before)
      if (whose === 'held' && mayAsk) continue
      for (const value of Object.values(applicantValues).filter(
        (each) => each.length > 5 && each !== 'forgotten',
      ))
        expect(text).not.toContain(value)
    }
  })
})

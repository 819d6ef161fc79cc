import { createHash, randomBytes } from 'node:crypto'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendAudit } from '../../src/adapters/postgres/audit.ts'
import { csv } from '../../src/http/desk/oversight/csv.ts'
import type { DeskEnv } from '../../src/http/desk/deskRoutes.tsx'
import type { Role } from '../../src/core/role.ts'
import { type DeskBrowser, enrol } from '../support/deskBrowser.ts'
import { type DeskApp, openDeskApp } from '../support/deskApp.ts'

let desk: DeskApp
let app: Hono<DeskEnv>
let auditor: DeskBrowser

const signIn = async (role: Role): Promise<DeskBrowser> => {
  const email = `${role}-${randomBytes(4).toString('hex')}@example.org`
  const made = await desk.auth.createReviewer({ email, name: `=${role}`, role })
  return (await enrol(app, { email, password: made?.password ?? '' })).browser
}

beforeAll(async () => {
  desk = await openDeskApp()
  app = desk.app
  auditor = await signIn('auditor')
  for (let line = 0; line < 130; line += 1)
    await desk.fixture.db.transaction().execute((trx) =>
      appendAudit(trx, {
        at: new Date(Date.UTC(2026, 10, 20, 0, line)),
        actor: 'service',
        action: line % 2 ? 'opened' : 'claimed',
        applicationId: '00000000-0000-4000-8000-000000000001',
        detail: { line, ключ: '值' },
      }),
    )
})
afterAll(async () => desk.close())

describe('the audit log', () => {
  test('is paged, and filtered by what the address says', async () => {
    const page = await (await auditor.get('/desk/audit?action=opened')).text()
    expect(page).toContain('&quot;line&quot;:129')
    expect(page).not.toContain('&quot;line&quot;:128')
    const newest = await (await auditor.get('/desk/audit')).text()
    const older = /href="([^"]*before=\d+)"/u.exec(newest)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const next = await (await auditor.get(older)).text()
    expect(next).toContain('&quot;line&quot;:0')
    expect(next).not.toContain('before=')
  })

  test.each(['application=1', 'from=2026-02-30', 'to=yesterday', "action=' or 1=1", 'actor=%00'])(
    'answers the filter %s in words',
    async (query) => {
      const answer = await auditor.get(`/desk/audit?${query}`)
      expect(answer.status).toBe(200)
    },
  )

  test('names tokens, in lines and among whom it is filtered by', async () => {
    const id = '6b1f3f0e-7a0f-4f27-a6a1-3f7d2c0f6f11'
    await desk.fixture.db
      .insertInto('api_token')
      .values({
        id,
        name: '归档系统',
        token_hash: 'x',
        scopes: [],
        created_by: 'r',
        created_at: new Date(),
        expires_at: new Date(),
      })
      .execute()
    const at = new Date('2026-11-20T03:00:00Z')
    await desk.fixture.db
      .transaction()
      .execute((trx) => appendAudit(trx, { at, actor: `token:${id}`, action: 'opened' }))
    const page = await (await auditor.get(`/desk/audit?actor=token:${id}`)).text()
    expect(page).toContain('<td>令牌：归档系统</td>')
    expect(page).toContain('>令牌：归档系统</option>')
  })

  test('is exported with the hashes that its lines come to, and says so', async () => {
    const answer = await auditor.get('/desk/audit/export.jsonl')
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    let before = ''
    for (const { hash, ...line } of lines) {
      const sorted = (value: unknown): unknown =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([one], [other]) => (one < other ? -1 : 1))
                .map(([key, part]) => [key, sorted(part)]),
            )
          : value
      const computed = createHash('sha256')
        .update(`${before}\n${JSON.stringify(sorted(line))}`)
        .digest('hex')
      expect(hash).toBe(computed)
      before = computed
    }
    expect(lines.at(-1)).toMatchObject({ action: 'auditExported' })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('exports nothing for a filter that cannot be', async () => {
    const answer = await auditor.get('/desk/audit/export.jsonl?application=x')
    expect(answer.status).toBe(303)
  })
})

describe('figures', () => {
  beforeAll(async () => {
    const reviewer = await desk.fixture.db.selectFrom('reviewer').select('id').executeTakeFirstOrThrow()
    await desk.fixture.db
      .insertInto('outcome')
      .values({
        decision_id: '1',
        application_id: '00000000-0000-4000-8000-000000000001',
        reviewer_id: reviewer.id,
        kind: 'requestScans',
        reasons: ['form.sealUnclear'],
        scans: ['form'],
        submitted_at: new Date('2026-11-23T01:00:00Z'),
        promised_at: new Date('2026-11-24T01:00:00Z'),
        decided_at: new Date('2026-11-23T03:00:00Z'),
        is_first_try: true,
      })
      .execute()
  })

  test('stand in the page and in CSV, where no name is a formula', async () => {
    const page = await (await auditor.get('/desk/figures')).text()
    expect(page).toContain('2026-11-23')
    expect(page).toContain('公章不清晰')
    const reviewers = await (await auditor.get('/desk/figures/reviewers.csv')).text()
    expect(reviewers.split('\r\n')[1]).toBe(`"'=auditor",1,0,1,0,120,120,1,`)
    const days = await auditor.get('/desk/figures/days.csv?from=2026-11-23&to=2026-11-23')
    expect(days.headers.get('content-disposition')).toBe(
      'attachment; filename="days-2026-11-23-2026-11-23.csv"',
    )
    expect((await days.text()).split('\r\n')[1]).toBe('"2026-11-23",0,1,0,1,0,120,120,1,')
    const rowsOf = async (name: string) =>
      (await (await auditor.get(`/desk/figures/${name}.csv`)).text()).trimEnd().split('\r\n').slice(1)
    const reason = '"requestScans","form.sealUnclear",1'
    expect(await rowsOf('reasons')).toEqual([reason])
    expect(await rowsOf('reasons-by-day')).toEqual([`"2026-11-23",${reason}`])
    expect(await rowsOf('reasons-by-reviewer')).toEqual([`"'=auditor",${reason}`])
    expect(await rowsOf('scans-by-day')).toEqual(['"2026-11-23","form",1'])
    expect(await rowsOf('scans-by-reviewer')).toEqual([`"'=auditor","form",1`])
  })

  test.each(['from=2026-11-24&to=2026-11-23', 'from=2020-01-01&to=2026-01-01', 'from=x&to=y'])(
    'falls back to the last 30 days for %s, and says so',
    async (query) => {
      const page = await (await auditor.get(`/desk/figures?${query}`)).text()
      expect(page).toContain('区间无效')
      expect(page).toContain('value="2026-10-26"')
    },
  )

  test('a cell keeps quotes and line ends', () => {
    expect(csv(['a'], [['say "hi",\nthen go']])).toBe('\uFEFF"a"\r\n"say ""hi"",\nthen go"\r\n')
  })
})

test('a page that is open hears that something happened, and not what', async () => {
  const reviewer = await signIn('reviewer')
  const cut = new AbortController()
  const answer = await app.request('http://127.0.0.1:8080/desk/live', {
    headers: { cookie: [...reviewer.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    signal: cut.signal,
  })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const until = async (text: string): Promise<void> => {
    while (!heard.includes(text)) heard += (await reader?.read())?.value ?? ''
  }
  await until('event: hello')
  await desk.fixture.db
    .transaction()
    .execute((trx) => appendAudit(trx, { at: new Date(), actor: 'applicant', action: 'submitted' }))
  await until('event: changed')
  expect(heard).not.toContain('submitted')
  await reader?.cancel()
  cut.abort()
})

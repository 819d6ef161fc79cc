import { expect, test } from 'vitest'
import { TelegramFault } from '../../src/bot/telegram/telegramApi.ts'
import { calendarKnown } from '../../src/core/workCalendar.ts'
import { judgeCardReader } from '../../src/host/doctor.ts'
import { judgeAddress } from '../../src/host/doctor/address.ts'
import { judgeBacklog } from '../../src/host/doctor/backlog.ts'
import { judgeCalendar } from '../../src/host/doctor/calendar.ts'
import { judgeClock, spanOfDateHeader } from '../../src/host/doctor/clock.ts'
import { readSoundConfig } from '../../src/host/doctor/configuration.ts'
import type { Finding } from '../../src/host/doctor/finding.ts'
import { judgeKey } from '../../src/host/doctor/key.ts'
import { judgeMigrations } from '../../src/host/doctor/migrations.ts'
import { reportJson, reportLines } from '../../src/host/doctor/report.ts'
import { judgeSecrets } from '../../src/host/doctor/secrets.ts'
import { judgeBotFault } from '../../src/host/doctor/telegram.ts'
import { judgeWebhook } from '../../src/host/doctor/webhook.ts'

const verdicts = (findings: readonly Finding[]): readonly string[] => findings.map(({ verdict }) => verdict)

test('a faulty variable is a fault without its value, and what does not need it can still be looked at', () => {
  const { config, findings, stands } = readSoundConfig({
    DATABASE_URL: 'mysql://hunter2',
    PORT: 'hunter2',
    TELEGRAM_BOT_TOKEN: '1:a',
    PUBLIC_URL: 'https://sealpass.example',
    PATH: '/bin',
  })
  // The rule about several variables is not told before each is well-formed.
  expect(findings.map(({ says }) => says)).toEqual([
    'PORT must be a port number.',
    'DATABASE_URL must begin with postgres:// or postgresql://.',
  ])
  expect(JSON.stringify(findings)).not.toContain('hunter2')
  expect(config).toMatchObject({ TELEGRAM_BOT_TOKEN: '1:a', PUBLIC_URL: 'https://sealpass.example' })
  expect(stands('DATABASE_URL')).toBe(false)
  expect(stands('PUBLIC_URL', 'TELEGRAM_BOT_TOKEN')).toBe(true)
})

test('a public bot without a secret is a fault, and the bot is looked at all the same', () => {
  const { config, findings } = readSoundConfig({
    TELEGRAM_BOT_TOKEN: '1:a',
    PUBLIC_URL: 'https://sealpass.example',
  })
  expect(findings).toMatchObject([{ check: 'configuration', verdict: 'fault' }])
  expect(findings[0]?.says).toMatch(/^TELEGRAM_WEBHOOK_SECRET is required/u)
  expect(config).toMatchObject({ TELEGRAM_BOT_TOKEN: '1:a', PUBLIC_URL: 'https://sealpass.example' })
})

test('a secret in a file that everybody can read is a fault; one that its group can read is not', () => {
  const names = ['PORT', 'MASTER_KEY']
  expect(judgeSecrets({ mode: 0o100644, names })).toMatchObject({
    verdict: 'fault',
    says: expect.stringContaining('MASTER_KEY') as string,
  })
  expect(judgeSecrets({ mode: 0o100640, names }).verdict).toBe('ok')
  expect(judgeSecrets({ mode: 0o100644, names: ['PORT'] }).verdict).toBe('ok')
  expect(judgeSecrets(undefined).verdict).toBe('ok')
})

test('migrations: pending ones are run by the next start, unknown ones stop it', () => {
  expect(judgeMigrations(['0001', '0002'], ['0001', '0002']).verdict).toBe('ok')
  expect(judgeMigrations(['0001', '0002'], ['0001'])).toMatchObject({
    verdict: 'warning',
    says: 'Migrations are pending: 0002.',
  })
  expect(judgeMigrations(['0001'], [])).toMatchObject({ says: 'No migration has run yet.' })
  expect(judgeMigrations(['0001'], ['0001', '0002'])).toMatchObject({
    verdict: 'fault',
    says: expect.stringContaining('0002') as string,
  })
})

test('another key than the one the database was sealed with is a fault', () => {
  expect(judgeKey('a', { of: 'a' }).verdict).toBe('ok')
  expect(judgeKey('a', 'none').verdict).toBe('ok')
  expect(judgeKey('a', 'unknown').verdict).toBe('warning')
  expect(judgeKey('a', { of: 'b' }).verdict).toBe('fault')
})

test.each([
  [1_999, 'ok'],
  [2_000, 'warning'],
  [29_999, 'warning'],
  [30_000, 'fault'],
  [-30_000, 'fault'],
])('clocks %i ms apart: %s', (apart, verdict) => {
  const at = 1_000_000
  const theirs = { earliest: at + apart, latest: at + apart }
  const reading = { whose: 'the database', theirs, ours: { earliest: at, latest: at } }
  expect(verdicts(judgeClock([reading]))).toEqual([verdict])
})

test('a slow answer and the whole seconds of a Date header are not taken for a wrong clock', () => {
  const theirs = spanOfDateHeader('Mon, 05 Jan 2026 02:00:00 GMT')
  if (!theirs) throw new Error('the header was not read')
  expect(theirs.latest - theirs.earliest).toBe(1_000)
  const slow = { earliest: theirs.earliest - 2_500, latest: theirs.latest + 2_500 }
  expect(verdicts(judgeClock([{ whose: 'Telegram', theirs, ours: slow }]))).toEqual(['ok'])
  expect(spanOfDateHeader(null)).toBeUndefined()
  expect(verdicts(judgeClock([]))).toEqual(['warning'])
})

test('warns thirty days before a year whose holidays are not known, and in it', () => {
  let known = 2026
  while (calendarKnown(known + 1)) known += 1
  expect(judgeCalendar(new Date(Date.UTC(known, 10, 30)))).toMatchObject({ verdict: 'ok' })
  const warned = { verdict: 'warning', says: expect.stringContaining(`of ${known + 1} are`) as string }
  expect(judgeCalendar(new Date(Date.UTC(known, 11, 3)))).toMatchObject(warned)
  expect(judgeCalendar(new Date(Date.UTC(known + 1, 6, 1)))).toMatchObject(warned)
})

const now = new Date('2026-01-05T02:00:00Z')
const minutesAgo = (minutes: number): number => now.getTime() / 1000 - minutes * 60
const ours = 'https://sealpass.example/telegram/webhook'
const byWebhook = { PUBLIC_URL: 'https://sealpass.example' }
const byPolling = { PUBLIC_URL: undefined }

test.each([
  ['in its place', byWebhook, { url: ours, pending_update_count: 100 }, ['ok']],
  ['missing', byWebhook, { url: '', pending_update_count: 0 }, ['fault']],
  ['elsewhere', byWebhook, { url: 'https://other.example/s3cret', pending_update_count: 0 }, ['fault']],
  ['too many updates wait', byWebhook, { url: ours, pending_update_count: 101 }, ['warning']],
  [
    'failing for minutes, and updates wait',
    byWebhook,
    { url: ours, pending_update_count: 3, last_error_date: minutesAgo(2), last_error_message: '401' },
    ['fault'],
  ],
  [
    'failed minutes ago, and all came through',
    byWebhook,
    { url: ours, pending_update_count: 0, last_error_date: minutesAgo(2) },
    ['warning'],
  ],
  [
    'failed yesterday',
    byWebhook,
    { url: ours, pending_update_count: 0, last_error_date: minutesAgo(1_500) },
    ['ok'],
  ],
  [
    'posting no pressed buttons',
    byWebhook,
    { url: ours, pending_update_count: 0, allowed_updates: ['message'] },
    ['fault'],
  ],
  [
    'posting what it should',
    byWebhook,
    { url: ours, pending_update_count: 0, allowed_updates: ['message', 'callback_query'] },
    ['ok'],
  ],
  ['set though polling', byPolling, { url: ours, pending_update_count: 0 }, ['fault']],
  ['none, for polling', byPolling, { pending_update_count: 0 }, ['ok']],
])('webhook %s', (_, config, info, expected) => {
  const findings = judgeWebhook(config, info, now)
  expect(verdicts(findings)).toEqual(expected)
  expect(JSON.stringify(findings)).not.toContain('s3cret')
})

test('a token that Telegram does not know is told apart from a Telegram that does not answer', () => {
  const answer = (code?: number) =>
    judgeBotFault(
      new TelegramFault('alert', 'getMe', { description: 'said', ...(code !== undefined && { code }) }),
    )
  expect(answer(401).says).toContain('TELEGRAM_BOT_TOKEN')
  expect(answer(404).says).toContain('TELEGRAM_BOT_TOKEN')
  expect(answer(502).says).toContain('502')
  expect(answer().remedy).toContain('TELEGRAM_API_ROOT')
})

const local = { HOST: '127.0.0.1', PUBLIC_URL: undefined }
const open = { HOST: '127.0.0.1', PUBLIC_URL: 'https://sealpass.example' }
test.each([
  ['ready', open, { status: 200, body: '{"status":"ready"}' }, ['ok']],
  ['not reached', open, undefined, ['warning']],
  ['not ready', open, { status: 503, body: '{"status":"notReady","failing":["database"]}' }, ['fault']],
  ['a page of something else', open, { status: 200, body: '<h1>Welcome to nginx!</h1>' }, ['fault']],
  ['another service’s JSON', open, { status: 200, body: '[]' }, ['fault']],
  ['a redirection', open, { status: 301, body: '' }, ['fault']],
  [
    'plain http',
    { ...open, PUBLIC_URL: 'http://sealpass.example' },
    { status: 200, body: '{"status":"ready"}' },
    ['warning', 'ok'],
  ],
  ['this machine alone', local, undefined, ['ok']],
  ['every interface without an address', { ...local, HOST: '0.0.0.0' }, undefined, ['warning']],
])('address: %s', (_, config, answer, expected) => {
  expect(verdicts(judgeAddress(config, answer))).toEqual(expected)
})

test('what a stranger answers is not repeated', () => {
  const body = JSON.stringify({ status: 'notReady', failing: ['database', '\u001b[31mrun this', 7] })
  expect(judgeAddress(open, { status: 503, body })[0]?.says).toMatch(/not ready: database\.$/u)
})

test('a backlog is told in numbers', () => {
  const none = { failedJobs: 0, lateMessages: 0, oldestMinutes: 0, overdue: 0 }
  expect(verdicts(judgeBacklog(none))).toEqual(['ok', 'ok', 'ok'])
  const much = judgeBacklog({ failedJobs: 2, lateMessages: 3, oldestMinutes: 70, overdue: 4 })
  expect(verdicts(much)).toEqual(['warning', 'warning', 'warning'])
  expect(much.map(({ says }) => says.match(/\d+/gu))).toEqual([['2'], ['3', '5', '70'], ['4']])
  expect(judgeBacklog({ ...none, failedJobs: undefined })[0]?.verdict).toBe('fault')
})

test('without its packages identity cards are not read, which stops nothing', () => {
  expect(judgeCardReader([]).verdict).toBe('ok')
  expect(judgeCardReader(['onnxruntime-node'])).toMatchObject({ verdict: 'warning' })
})

test('findings are written for people and for scripts', () => {
  const findings: readonly Finding[] = [
    { check: 'key', verdict: 'fault', says: 'It is another.', remedy: 'Put it back.' },
    { check: 'sms', verdict: 'ok', says: 'Fine.' },
  ]
  const lines = reportLines(findings)
  expect(lines[0]).toMatch(/^FAULT {4}key +It is another\.$/u)
  expect(lines[1]).toMatch(/^ +→ Put it back\.$/u)
  expect(lines.at(-1)).toBe('1 faults, 0 warnings, 1 in order.')
  expect(reportJson(findings).map((line) => JSON.parse(line) as unknown)).toEqual(findings)
})

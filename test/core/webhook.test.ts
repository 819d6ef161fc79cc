import { describe, expect, it } from 'vitest'
import {
  isWebhookUrl,
  isWithinReach,
  maxAttempts,
  nextAttemptAt,
  webhookPayload,
  type WebhookReach,
} from '../../src/core/webhook.ts'

const publicOnly: WebhookReach = { allowsOwnMachine: false, allowsPrivate: false }
const taken = (url: string, reach: Partial<WebhookReach> = {}) =>
  isWebhookUrl(new URL(url), { ...publicOnly, ...reach })

describe('isWebhookUrl', () => {
  it.each([
    'https://example.org/hook?a=1',
    'https://example.org:8443/',
    'https://8.8.8.8/',
    'https://[2400:3200::1]/',
  ])('takes %s', (url) => expect(taken(url)).toBe(true))

  it.each([
    'http://example.org/',
    'ftp://example.org/',
    'https://user@example.org/',
    'https://:secret@example.org/',
    'https://example.org/#part',
    'https://localhost/',
    'https://a.localhost/',
    'https://localhost./',
    'https://intranet/',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://192.168.0.1/',
    `https://example.org/${'a'.repeat(500)}`,
  ])('refuses %s', (url) => expect(taken(url)).toBe(false))

  it('takes this machine, also without https, where a service is tried out on it alone', () => {
    for (const url of ['http://127.0.0.1:9/', 'http://localhost:9/', 'https://[::1]/'])
      expect(taken(url, { allowsOwnMachine: true })).toBe(true)
    expect(taken('http://example.org/', { allowsOwnMachine: true })).toBe(false)
    expect(taken('http://10.0.0.1/', { allowsOwnMachine: true, allowsPrivate: true })).toBe(false)
  })

  it('takes private networks where they are allowed, and this machine not with them', () => {
    for (const url of ['https://10.0.0.1/', 'https://intranet/', 'https://[fd00::1]/'])
      expect(taken(url, { allowsPrivate: true })).toBe(true)
    for (const url of ['https://127.0.0.1/', 'https://0.0.0.0/', 'https://0/', 'https://[::]/'])
      expect(taken(url, { allowsPrivate: true })).toBe(false)
  })
})

it('never takes what serves a cloud’s credentials', () => {
  for (const url of ['https://169.254.169.254/', 'https://[fe80::1]/', 'https://[::ffff:169.254.169.254]/'])
    expect(taken(url, { allowsPrivate: true, allowsOwnMachine: true })).toBe(false)
  expect(isWithinReach('169.254.169.254', { allowsPrivate: true, allowsOwnMachine: true })).toBe(false)
})

describe('nextAttemptAt', () => {
  const now = new Date('2026-11-24T01:30:00Z')
  const waits = (random: number) =>
    Array.from({ length: maxAttempts }, (_, index) => nextAttemptAt(index + 1, now, random)).map(
      (at) => at && (at.getTime() - now.getTime()) / 1000,
    )

  it('waits longer each time, for about three days, and then gives up', () => {
    const middle = waits(0.5)
    expect(middle.at(-1)).toBeUndefined()
    const given = middle.slice(0, -1).map(Number)
    expect(given).toEqual(given.toSorted((one, other) => one - other))
    const days = given.reduce((sum, wait) => sum + wait, 0) / 86_400
    expect(days).toBeGreaterThan(2.9)
    expect(days).toBeLessThan(3.4)
  })

  it('parts what failed together, by a tenth either way', () => {
    expect(waits(0)[1]).toBeCloseTo(270)
    expect(waits(1)[1]).toBeCloseTo(330)
  })
})

describe('webhookPayload', () => {
  it('tells which application and its state, and nothing else', () => {
    const at = new Date('2026-11-24T01:30:00Z')
    const applicationId = '6b1f3f0e-7a0f-4f27-a6a1-3f7d2c0f6f11'
    expect(webhookPayload({ applicationId, state: 'approved', at })).toEqual({
      type: 'application.stateChanged',
      timestamp: '2026-11-24T01:30:00.000Z',
      data: { applicationId, state: 'approved' },
    })
    expect(webhookPayload({ applicationId, state: 'test', at })).toEqual({
      type: 'webhook.test',
      timestamp: '2026-11-24T01:30:00.000Z',
      data: {},
    })
  })
})

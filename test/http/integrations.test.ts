import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type DeskApp, openDeskApp } from '../support/deskApp.ts'
import { type DeskBrowser, enrol } from '../support/deskBrowser.ts'
import { tuesday } from '../support/deskFixture.ts'

const home = '/desk/integrations'
const hook = 'http://127.0.0.1:9/hook'

let desk: DeskApp
let admin: DeskBrowser

beforeAll(async () => {
  desk = await openDeskApp()
  const email = 'admin@example.org'
  const made = await desk.auth.createReviewer({ email, name: '管理员', role: 'administrator' })
  ;({ browser: admin } = await enrol(desk.app, { email, password: made?.password ?? '' }))
})
afterAll(async () => desk.close())
beforeEach(async () => {
  await desk.fixture.db.deleteFrom('webhook').execute()
  await desk.fixture.db.deleteFrom('webhook_event').execute()
  await desk.fixture.db.deleteFrom('api_token').execute()
})

/** What stands in the field to be copied. */
const shownSecret = (page: string): string | undefined => /value="((?:spk|whsec)_[^"]+)"/u.exec(page)?.[1]
const text = async (answer: Response): Promise<string> => answer.text()
const addWebhook = async (): Promise<string> => {
  await admin.post(`${home}/webhooks`, { url: hook })
  const { id } = await desk.fixture.db.selectFrom('webhook').select('id').executeTakeFirstOrThrow()
  return `${home}/webhooks/${id}`
}

it('shows a token once, with what it may do and until when', async () => {
  const answer = await admin.post(`${home}/tokens`, {
    name: '  审核\u200b机器人 ',
    scope: ['queue:read', 'scans:read', 'no:scope'],
    days: '30',
  })
  const page = await text(answer)
  expect(answer.status).toBe(201)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(shownSecret(page)).toMatch(/^spk_[\w-]{43}$/u)
  const again = await text(await admin.get(home))
  expect(again).not.toContain('spk_')
  expect(again).toContain('审核机器人')
  const row = await desk.fixture.db.selectFrom('api_token').selectAll().executeTakeFirstOrThrow()
  expect(row).toMatchObject({
    name: '审核机器人',
    scopes: ['queue:read', 'scans:read'],
    expires_at: new Date(tuesday.getTime() + 30 * 86_400_000),
  })

  const revoked = await admin.post(`${home}/tokens/${row.id}/revoke`)
  expect(revoked.headers.get('location')).toBe(`${home}?done=tokenRevoked`)
  expect(await text(await admin.get(`${home}?done=tokenRevoked`))).toContain('令牌已吊销。')
  expect((await admin.post(`${home}/tokens/${row.id}/revoke`)).headers.get('location')).toBe(
    `${home}?done=nothing`,
  )
})

it.each([
  { name: '', scope: ['queue:read'], days: '30' },
  { name: 'a'.repeat(61), scope: ['queue:read'], days: '30' },
  { name: 'console', scope: [], days: '30' },
  { name: 'console', scope: ['queue:read'], days: '31' },
])('makes no token of %j', async (fields) => {
  const answer = await admin.post(`${home}/tokens`, fields)
  expect([answer.status, await text(answer)]).toEqual([422, expect.stringContaining('role="alert"')])
  expect(await desk.fixture.db.selectFrom('api_token').select('id').execute()).toEqual([])
})

it('shows a webhook’s secret once, and again only a new one', async () => {
  const answer = await admin.post(`${home}/webhooks`, { url: hook })
  const secret = shownSecret(await text(answer))
  expect([answer.status, secret]).toEqual([201, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/u)])
  const { id } = await desk.fixture.db.selectFrom('webhook').select('id').executeTakeFirstOrThrow()
  const path = `${home}/webhooks/${id}`
  expect(await text(await admin.get(path))).not.toContain('whsec_')
  const rotated = shownSecret(await text(await admin.post(`${path}/rotate`)))
  expect(rotated).toMatch(/^whsec_/u)
  expect(rotated).not.toBe(secret)
  expect(await text(await admin.get(path))).toContain('旧密钥仍可用于验签')
})

it('adds no webhook that leads elsewhere than it may', async () => {
  for (const url of ['http://example.org/', 'https://10.0.0.1/', 'javascript:alert(1)', '']) {
    const answer = await admin.post(`${home}/webhooks`, { url })
    expect([answer.status, await text(answer)]).toEqual([422, expect.stringContaining('role="alert"')])
  }
  expect(await desk.fixture.db.selectFrom('webhook').select('id').execute()).toEqual([])
})

it('shows what became of each delivery, and sends it again', async () => {
  const path = await addWebhook()
  const { id } = await desk.fixture.seed()
  await desk.fixture.db
    .updateTable('webhook_delivery')
    .set({ state: 'failed', attempts: 10, last_status: 503 })
    .execute()
  const page = await text(await admin.get(path))
  for (const part of ['未送达', '503', '待审核', id.slice(0, 8)]) expect(page).toContain(part)
  const replay = /action="([^"]+replay)"/u.exec(page)?.[1] ?? ''
  expect((await admin.post(replay)).headers.get('location')).toBe(`${path}?done=webhookReplayed`)
  const delivery = await desk.fixture.db.selectFrom('webhook_delivery').selectAll().executeTakeFirstOrThrow()
  expect(delivery).toMatchObject({ state: 'pending', attempts: 0, next_attempt_at: tuesday })
})

it('shows deliveries page after page, and sends all that failed again at once', async () => {
  const path = await addWebhook()
  for (let count = 0; count < 55; count += 1) await admin.post(`${path}/test`)
  await desk.fixture.db.updateTable('webhook_delivery').set({ state: 'failed', attempts: 10 }).execute()
  const eventsOf = (page: string) =>
    [...page.matchAll(/deliveries\/([\da-f-]{36})\/replay/gu)].map(([, id]) => id)
  const first = await text(await admin.get(path))
  const older = /href="([^"]*before=[^"]+)"/u.exec(first)?.[1] ?? ''
  const second = await text(await admin.get(older))
  expect([eventsOf(first).length, eventsOf(second).length]).toEqual([50, 5])
  expect(new Set([...eventsOf(first), ...eventsOf(second)]).size).toBe(55)
  expect(second).not.toContain('before=')
  expect(second).toContain('重新推送全部未送达（55）')

  const all = `${path}/replay-failed`
  expect((await admin.post(all)).headers.get('location')).toBe(`${path}?done=webhookFailedReplayed`)
  expect((await admin.post(all)).headers.get('location')).toBe(`${path}?done=nothing`)
  expect(await text(await admin.get(path))).not.toContain('重新推送全部')
  const audited = await desk.fixture.db
    .selectFrom('audit')
    .select('detail')
    .where('action', '=', 'webhookFailedReplayed')
    .execute()
  expect(audited).toMatchObject([{ detail: { events: 55 } }])
})

it('tries, switches and removes', async () => {
  const path = await addWebhook()
  for (const [action, done] of [
    ['test', 'webhookTested'],
    ['off', 'webhookOff'],
    ['off', 'nothing'],
    ['test', 'nothing'],
    ['on', 'webhookOn'],
  ])
    expect((await admin.post(`${path}/${action}`)).headers.get('location')).toBe(`${path}?done=${done}`)
  expect(await text(await admin.get(path))).toContain('测试')
  expect((await admin.post(`${path}/remove`)).headers.get('location')).toBe(`${home}?done=webhookRemoved`)
  expect((await admin.get(path)).status).toBe(404)
})

it('knows no address that is none', async () => {
  for (const path of [`${home}/webhooks/none`, `${home}/webhooks/6b1f3f0e-7a0f-4f27-a6a1-3f7d2c0f6f11`])
    expect((await admin.get(path)).status).toBe(404)
  expect((await admin.post(`${home}/tokens/none/revoke`)).status).toBe(404)
})

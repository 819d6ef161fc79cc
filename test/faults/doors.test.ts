import { request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BotApi, startBotApi } from '../support/botApi.ts'
import { type RunningService, startService } from '../support/service.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { testDatabase } from '../support/testDatabase.ts'

/** The running service at its doors: what strangers send, and how it ends. */
const database = await testDatabase()
const folder = await temporaryFolder()
const environment = { DATABASE_URL: database.url, DATA_DIR: folder.path }
let service: RunningService
let api: BotApi
beforeAll(async () => {
  api = await startBotApi()
  service = await startService({
    ...environment,
    TELEGRAM_BOT_TOKEN: '77:a_token_that_telegram_does_not_know',
    TELEGRAM_API_ROOT: api.root,
  })
})
afterAll(async () => {
  await service.stop()
  await api.close()
  await folder.remove()
  await database.drop()
})

const origin = (): string => new URL(service.chat).origin

/** One visitor, who keeps the cookie. */
const visitor = () => {
  let cookie = ''
  return {
    post: async (fields: Record<string, string>, headers: Record<string, string> = {}): Promise<number> => {
      const answer = await fetch(`${origin()}/chat`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
        headers: { origin: origin(), cookie, ...headers },
      })
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
      return answer.status
    },
    page: async (): Promise<string> => (await fetch(service.chat, { headers: { cookie } })).text(),
  }
}

test('a token that Telegram does not know is told in the log, and the web chat is served', async () => {
  const told = /Telegram is not served, the web chat is: check TELEGRAM_BOT_TOKEN/u
  await expect.poll(() => service.log()).toMatch(told)
  expect(service.log()).not.toContain('a_token_that_telegram_does_not_know')
  expect((await fetch(service.chat)).status).toBe(200)
})

test('a form posted from another site is refused, and is no failure of the service', async () => {
  const { post } = visitor()
  expect(await post({ command: 'start' }, { origin: 'http://evil.example' })).toBe(403)
  for (const method of ['PUT', 'DELETE', 'PATCH'])
    expect((await fetch(service.desk, { method })).status).toBeLessThan(500)
  expect(service.log()).not.toContain('a request failed')
})

test('whatever is typed is answered: none of it reaches the database as it must not, or fills it', async () => {
  const { post, page } = visitor()
  await post({ command: 'start' })
  const texts = ['\0', '清华\0大学', '\uD800', '\u202E\u200B', '🏳️‍🌈', "%' or 1=1 --", '安'.repeat(400_000)]
  for (const text of texts) expect(await post({ text })).toBe(303)
  expect(await post({ choice: 'garbage' })).toBe(400)
  expect(await post({ command: 'garbage' })).toBe(400)
  expect((await page()).length).toBeLessThan(100_000)
})

test('a hundred answers of one visitor at once are all taken, and the same one twenty times only once', async () => {
  const { post, page } = visitor()
  await post({ command: 'start' })
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, n) => post({ text: `第${n}次`, nonce: `${n}` })),
  )
  expect(new Set(answers)).toEqual(new Set([303]))
  await Promise.all(Array.from({ length: 20 }, async () => post({ text: '只算一次', nonce: 'once' })))
  expect((await page()).match(/只算一次/gu)).toHaveLength(1)
})

test.each([
  ['evil.example', {}, 404],
  ['127.0.0.1', { 'x-forwarded-for': '192.0.2.1' }, 404],
  ['127.0.0.1', { 'x-real-ip': '192.0.2.1' }, 404],
  ['127.0.0.1', {}, 200],
])('the local inbox asked for as %s with %o answers %i', async (host, headers, status) => {
  const answered = await new Promise<number | undefined>((resolve, reject) => {
    request(`${origin()}/local/inbox`, { headers: { host, ...headers } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .once('error', reject)
      .end()
  })
  expect(answered).toBe(status)
})

test('told to end, it answers what it has begun, and a sender that stalls does not keep it', async () => {
  const ending = await startService(environment)
  const own = { origin: new URL(ending.chat).origin }
  const stalled = request(`${ending.chat}chat`, {
    method: 'POST',
    headers: { ...own, 'content-type': 'application/x-www-form-urlencoded', 'content-length': '100' },
  })
  stalled.on('error', () => undefined)
  stalled.write('text=')
  const upload = new FormData()
  upload.append('picture', new Blob([new Uint8Array(15_000_000)]), 'large.jpg')
  const posted = fetch(`${ending.chat}chat`, {
    method: 'POST',
    body: upload,
    redirect: 'manual',
    headers: own,
  })
  await setTimeout(50)
  await ending.stop()
  expect((await posted).status).toBe(303)
  expect(ending.log()).not.toMatch(/a request failed|did not end cleanly/u)
})

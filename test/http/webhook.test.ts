import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { telegramChannel } from '../../src/bot/telegram/channel.ts'
import { TelegramApi } from '../../src/bot/telegram/telegramApi.ts'
import type { Incoming } from '../../src/core/chat.ts'
import { Fault } from '../../src/core/fault.ts'
import { webhookRoutes } from '../../src/http/webhook.ts'
import { startBotApi } from '../support/botApi.ts'

const secret = 'right_secret-1'
const update = { update_id: 1, message: { text: '身份证 11010519491231002X' } }

const door = (handle: (update: object) => Promise<void> = async () => {}) => {
  const handled: object[] = []
  const entries: string[] = []
  const write = (fields: object, message: string) => entries.push(`${JSON.stringify(fields)} ${message}`)
  const routes = webhookRoutes({
    secret,
    handle: async (update) => {
      handled.push(update)
      await handle(update)
    },
    uuid: () => 'fault-id',
    log: { warn: write, error: write },
  })
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    routes.request('/telegram/webhook', {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': secret,
        ...headers,
      },
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    })
  return { post, routes, handled, entries }
}

describe('the webhook', () => {
  it('acknowledges an update with an empty 200 once it is handled', async () => {
    const { post, handled, entries } = door()
    const response = await post(JSON.stringify(update))
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(handled).toEqual([update])
    expect(entries).toEqual([])
  })

  it.each(['', 'wrong', 'right_secret-', 'right_secret-11', 'RIGHT_SECRET-1'])(
    'does nothing for the secret "%s"',
    async (given) => {
      const { post, handled } = door()
      const response = await post(JSON.stringify(update), { 'x-telegram-bot-api-secret-token': given })
      expect(response.status).toBe(401)
      expect(handled).toEqual([])
    },
  )

  it('looks at the secret before the body', async () => {
    const { routes, handled } = door()
    let pulled = 0
    const body = new ReadableStream(
      {
        pull: () => {
          pulled += 1
        },
      },
      { highWaterMark: 0 },
    )
    const response = await routes.request('/telegram/webhook', {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit)
    expect([response.status, pulled]).toEqual([401, 0])
    expect(handled).toEqual([])
  })

  it('is not built without a secret', () => {
    const options = {
      secret: '',
      handle: async () => {},
      uuid: () => '',
      log: { warn: () => {}, error: () => {} },
    }
    expect(() => webhookRoutes(options)).toThrow('needs a secret')
  })

  it.each(['', 'not json', '{"update_id":1', '[]', '"text"', 'null', '5', '\u0000'])(
    'refuses the body %j as no object',
    async (body) => {
      const { post, handled } = door()
      expect((await post(body)).status).toBe(400)
      expect(handled).toEqual([])
    },
  )

  it('refuses a body of another content type', async () => {
    const { post, handled } = door()
    expect((await post(JSON.stringify(update), { 'content-type': 'text/plain' })).status).toBe(415)
    expect(
      (await post(JSON.stringify(update), { 'content-type': 'application/json; charset=utf-8' })).status,
    ).toBe(200)
    expect(handled).toHaveLength(1)
  })

  it('refuses a body over 1 MiB, whether or not it says so', async () => {
    const { post, handled } = door()
    const padded = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`
    const streamed = new Blob([padded(1_048_577)]).stream()
    expect((await post(padded(1_048_577))).status).toBe(413)
    expect((await post(streamed, { 'transfer-encoding': 'chunked' })).status).toBe(413)
    expect(handled).toEqual([])
    expect((await post(padded(1_048_576))).status).toBe(200)
  })

  it('answers what is no update with 400', async () => {
    const { post } = door(async () => {
      throw new Fault('refused', 'what was delivered is no Telegram update')
    })
    expect((await post('{}')).status).toBe(400)
  })

  it.each([
    ['a fault', new Fault('retry', 'no database')],
    ['a bug', new TypeError('x is undefined')],
  ])('answers %s with 500 and the id of its entry, so that the update comes again', async (_, error) => {
    const { post, entries } = door(async () => {
      throw error
    })
    const response = await post(JSON.stringify(update))
    expect([response.status, await response.text()]).toEqual([500, 'fault fault-id'])
    expect(entries).toHaveLength(1)
    expect(entries[0]).toContain('fault-id')
  })

  it('writes nothing of what was sent to the log or into the answer', async () => {
    const { post, entries } = door(async () => {
      throw new Fault('alert', 'broken')
    })
    const bodies = [JSON.stringify(update), '{"身份证": 11010519491231002X', '"11010519491231002X"']
    const answers = await Promise.all(bodies.map(async (body) => (await post(body)).text()))
    expect(entries).toHaveLength(3)
    expect([...entries, ...answers].join('\n')).not.toMatch(/1101051949|身份证/u)
  })
})

describe('Telegram at the webhook', () => {
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })

  const start = async (takeTurn: (incoming: Incoming) => Promise<'taken' | 'seen'>) => {
    const botApi = await startBotApi()
    closing.push(() => botApi.close())
    const api = new TelegramApi({ token: botApi.token, apiRoot: botApi.root, now: () => new Date() })
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const channel = telegramChannel({
      api,
      takeTurn,
      after: async () => {},
      background: (work) => closing.push(() => work),
      now: () => new Date(),
      log,
    })
    const routes = webhookRoutes({ secret, handle: channel.handle, uuid: () => 'id', log })
    const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
      const server = serve({ fetch: routes.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(server))
    })
    closing.push(() => new Promise((resolve) => server.close(resolve)))
    await channel.registerWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, secret)
    return { botApi, user: botApi.user() }
  }

  it('delivers with the secret, and again until the turn is stored', async () => {
    let failing = 2
    const turns: string[] = []
    const { botApi, user } = await start(async ({ updateId }) => {
      turns.push(updateId)
      if (failing-- > 0) throw new Fault('retry', 'no database')
      return 'taken'
    })
    const id = await user.says('清华大学')
    await botApi.confirmed(id)
    expect(botApi.webhookPosts.map(({ status }) => status)).toEqual([500, 500, 200])
    expect(turns).toEqual([String(id), String(id), String(id)])
  })

  it('gets 200 for an update that was seen before', async () => {
    const seen = new Set<string>()
    const { botApi, user } = await start(async ({ updateId }) => {
      const known = seen.has(updateId)
      seen.add(updateId)
      return known ? 'seen' : 'taken'
    })
    const id = await user.says('x')
    await botApi.confirmed(id)
    botApi.redeliver(id)
    await botApi.confirmed(id)
    expect(botApi.webhookPosts).toEqual([
      { updateId: id, status: 200 },
      { updateId: id, status: 200 },
    ])
  })
})

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { readFields } from './botApi/fields.ts'
import { methods } from './botApi/methods.ts'
import { Refusal } from './botApi/refusal.ts'
import { TestUser } from './botApi/testUser.ts'
import { Updates } from './botApi/updates.ts'
import { World } from './botApi/world.ts'

export type { ShownMessage } from './botApi/world.ts'
export type { TestUser } from './botApi/testUser.ts'

/** What goes wrong with the next calls. */
export interface Trouble {
  /** Of this method alone; `file` is the download of one. */
  readonly method?: string
  readonly times?: number
  /** An answer of this status, in the Bot API's form. */
  readonly status?: number
  readonly description?: string
  /** Seconds; a 429 unless `status` says otherwise. */
  readonly retryAfter?: number
  /** The call is never answered. */
  readonly hang?: boolean
  /** The connection breaks before the call is done. */
  readonly drop?: boolean
  /** The call is done and the connection breaks before the answer. */
  readonly loseAnswer?: boolean
}

export interface BotApi {
  /** What TELEGRAM_API_ROOT is set to. */
  readonly root: string
  readonly token: string
  readonly username: string
  /** Every call that came with the right token, in order. */
  readonly calls: readonly { readonly method: string; readonly fields: Readonly<Record<string, unknown>> }[]
  readonly webhookPosts: Updates['posts']
  /** The menu of commands by language code; '' is everyone else's. */
  readonly commands: World['commands']
  user(options?: { id?: number; languageCode?: string; firstName?: string }): TestUser
  refuseNext(trouble: Trouble): void
  /** Delivers an update again, with the same id. */
  redeliver(updateId: number): void
  /** Waits until the bot has taken the update: 2xx from its webhook, or a later offset. */
  confirmed(updateId: number, options?: { timeout?: number }): Promise<true>
  isPending(updateId: number): boolean
  called(method: string, options?: { times?: number; timeout?: number }): Promise<true>
  /** Lets Telegram's clock run ahead. */
  skipTime(milliseconds: number): void
  /** Telegram no longer has the files it was sent so far. */
  loseFiles(): void
  close(): Promise<void>
}

/**
 * A Bot API server on the loopback that behaves like api.telegram.org towards one bot: it refuses what the real one
 * refuses, in its words, and delivers updates by webhook, again until 2xx, or by getUpdates.
 */
export const startBotApi = async ({
  token = '42:AAloopback_token-of-a-test-bot',
  webhookRetryDelay = 20,
} = {}): Promise<BotApi> => {
  const world = new World()
  const updates = new Updates(world, webhookRetryDelay)
  const troubles: { trouble: Trouble; left: number }[] = []
  const calls: { method: string; fields: Readonly<Record<string, unknown>> }[] = []
  let lastUserId = 5_000_000

  const nextTrouble = (method: string): Trouble | undefined => {
    const found = troubles.find(({ trouble, left }) => left > 0 && (trouble.method ?? method) === method)
    if (found) found.left -= 1
    return found?.trouble
  }

  const call = async (method: string, request: Request, gone: AbortSignal): Promise<object> => {
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (!run) throw new Refusal(404, 'Not Found')
    const fields = await readFields(request)
    calls.push({ method, fields: fields.shown })
    world.changed()
    const trouble = nextTrouble(method)
    if (trouble) meet(trouble)
    const result = await run({ fields, world, updates, gone })
    if (trouble?.loseAnswer) throw new LostAnswer()
    return { ok: true, result }
  }

  const file = (path: string): Uint8Array => {
    const trouble = nextTrouble('file')
    if (trouble) meet(trouble)
    const found = [...world.files.values()].find((file) => file.path === path && !file.gone)
    if (!found) throw new Refusal(404, 'Not Found')
    return found.bytes
  }

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController()
    response.on('close', () => {
      gone.abort()
      world.changed()
    })
    const [, isFile, givenToken, rest] = /^(\/file)?\/bot([^/]*)\/([^?]*)/u.exec(incoming.url ?? '') ?? []
    try {
      if (givenToken !== token) {
        throw /^\d+:/u.test(givenToken ?? '')
          ? new Refusal(401, 'Unauthorized')
          : new Refusal(404, 'Not Found')
      }
      if (isFile) {
        response.end(file(decodeURIComponent(rest ?? '')))
        return
      }
      const answer = await call(rest ?? '', requestOf(incoming), gone.signal)
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    } catch (error) {
      if (error instanceof Hang) return
      if (error instanceof LostAnswer) {
        incoming.socket.destroy()
        return
      }
      const refusal =
        error instanceof Refusal ? error : new Refusal(500, `Internal Server Error: ${String(error)}`)
      response
        .writeHead(refusal.code, { 'content-type': 'application/json' })
        .end(JSON.stringify(refusal.body))
    }
  }

  const server = createServer((incoming, response) => void serve(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    root: `http://127.0.0.1:${port}`,
    token,
    username: world.bot.username,
    calls,
    webhookPosts: updates.posts,
    commands: world.commands,
    user: ({ id = (lastUserId += 1), languageCode, firstName = '测试' } = {}) => {
      const chat = { user: { id, languageCode, firstName }, messages: [], actions: [], blocked: false }
      world.chats.set(id, chat)
      return new TestUser(world, updates, chat)
    },
    refuseNext: (trouble) => troubles.push({ trouble, left: trouble.times ?? 1 }),
    redeliver: (updateId) => updates.redeliver(updateId),
    confirmed: (updateId, { timeout = 5_000 } = {}) =>
      world.until(
        () => !updates.isPending(updateId) || undefined,
        timeout,
        () => `update ${updateId} was not taken; posts: ${JSON.stringify(updates.posts)}`,
      ),
    isPending: (updateId) => updates.isPending(updateId),
    called: (method, { times = 1, timeout = 5_000 } = {}) =>
      world.until(
        () => calls.filter((call) => call.method === method).length >= times || undefined,
        timeout,
        () =>
          `${method} was called fewer than ${times} times; called: ${calls.map(({ method }) => method).join()}`,
      ),
    skipTime: (milliseconds) => world.skip(milliseconds),
    loseFiles: () => {
      for (const file of world.files.values()) file.gone = true
    },
    close: async () => {
      updates.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Thrown to leave a call unanswered. */
class Hang extends Error {}
class LostAnswer extends Error {}

const meet = ({ status, description, retryAfter, hang, drop, loseAnswer }: Trouble): void => {
  if (hang) throw new Hang()
  if (drop) throw new LostAnswer()
  if (loseAnswer) return
  if (retryAfter !== undefined) {
    throw new Refusal(status ?? 429, `Too Many Requests: retry after ${retryAfter}`, retryAfter)
  }
  throw new Refusal(status ?? 500, description ?? 'Internal Server Error')
}

const requestOf = (incoming: IncomingMessage): Request =>
  new Request(`http://127.0.0.1${incoming.url ?? ''}`, {
    method: incoming.method ?? 'GET',
    headers: Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
    ...(incoming.method === 'POST' ? { body: Readable.toWeb(incoming) as BodyInit, duplex: 'half' } : {}),
  })

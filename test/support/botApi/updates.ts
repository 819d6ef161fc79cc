import { badRequest, Refusal } from './refusal.ts'
import type { Payload, World } from './world.ts'

interface Pending {
  readonly id: number
  readonly chatId: number
  readonly body: Payload
  handedOut: boolean
}

interface Webhook {
  readonly url: string
  readonly secret: string | undefined
  lastError: string | undefined
}

/** Updates on their way to the bot: posted to its webhook until it says 2xx, or fetched until confirmed. */
export class Updates {
  webhook: Webhook | undefined
  allowed: readonly string[] = []
  /** The status of every post to the webhook, in order; 0 when there was no answer. */
  readonly posts: { readonly updateId: number; readonly status: number }[] = []
  private readonly world: World
  private readonly retryDelay: number
  private readonly known = new Map<number, Omit<Pending, 'handedOut'>>()
  private readonly busyChats = new Set<number>()
  private pending: Pending[] = []
  private poller: AbortController | undefined
  private closed = false
  private lastId = 700_000_000

  constructor(world: World, retryDelay: number) {
    this.world = world
    this.retryDelay = retryDelay
  }

  get pendingCount(): number {
    return this.pending.length
  }

  isPending(id: number): boolean {
    return this.pending.some((update) => update.id === id)
  }

  /** The update's id; kinds the bot did not ask for are dropped, as Telegram does. */
  push(chatId: number, kind: string, content: object): number {
    this.lastId += 1
    const id = this.lastId
    if (this.allowed.length > 0 && !this.allowed.includes(kind)) return id
    this.known.set(id, { id, chatId, body: { update_id: id, [kind]: content } })
    this.redeliver(id)
    return id
  }

  redeliver(id: number): void {
    const update = this.known.get(id)
    if (!update) throw new Error(`no update ${id} was sent`)
    this.pending.push({ ...update, handedOut: false })
    this.world.changed()
    this.post(update.chatId)
  }

  setWebhook(webhook: Omit<Webhook, 'lastError'> | undefined): void {
    this.webhook = webhook && { ...webhook, lastError: undefined }
    this.poller?.abort()
    this.world.changed()
    for (const chatId of new Set(this.pending.map((update) => update.chatId))) this.post(chatId)
  }

  close(): void {
    this.closed = true
    this.poller?.abort()
    this.world.changed()
  }

  /** Waits up to `timeout` seconds for updates; whatever lies before `offset` is confirmed and forgotten. */
  async fetch(
    offset: number,
    limit: number,
    timeout: number,
    gone: AbortSignal,
  ): Promise<readonly Payload[]> {
    if (this.webhook) {
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    }
    this.poller?.abort()
    const poller = new AbortController()
    this.poller = poller
    this.pending = this.pending.filter((update) => !(update.handedOut && update.id < offset))
    this.world.changed()
    const fetched = await this.world
      .until(
        () => {
          if (poller.signal.aborted || gone.aborted) return []
          return this.pending.length > 0 ? this.pending.slice(0, limit) : undefined
        },
        timeout * 1000,
        () => 'no update came',
      )
      .catch(() => [])
    if (poller.signal.aborted) {
      throw new Refusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      )
    }
    for (const update of fetched) update.handedOut = true
    return fetched.map((update) => update.body)
  }

  /** One chat's updates one after another, different chats side by side. */
  private post(chatId: number): void {
    if (!this.webhook || this.busyChats.has(chatId)) return
    this.busyChats.add(chatId)
    void this.postAll(chatId).finally(() => this.busyChats.delete(chatId))
  }

  private async postAll(chatId: number): Promise<void> {
    let failures = 0
    for (;;) {
      const { webhook } = this
      const update = this.pending.find((pending) => pending.chatId === chatId)
      if (!webhook || !update || this.closed) return
      const status = await postTo(webhook, update.body)
      this.posts.push({ updateId: update.id, status })
      if (status >= 200 && status < 300) {
        failures = 0
        this.pending = this.pending.filter((pending) => pending !== update)
        this.world.changed()
      } else {
        webhook.lastError = `Wrong response from the webhook: ${status}`
        this.world.changed()
        await new Promise((resolve) => setTimeout(resolve, this.retryDelay * 2 ** Math.min(failures++, 6)))
      }
    }
  }
}

const postTo = async (webhook: Webhook, body: Payload): Promise<number> => {
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(webhook.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

/** What `setWebhook` refuses; http is taken on the loopback, as a Bot API server of one's own takes it. */
export const checkWebhook = (url: string, secret: string | undefined): void => {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (!address) throw badRequest('bad webhook: invalid URL specified')
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)
  if (address.protocol !== 'https:' && !(isLoopback && address.protocol === 'http:')) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  }
  if (secret !== undefined && secret.length > 256) throw badRequest('secret token is too long')
  if (secret !== undefined && !/^[\w-]*$/u.test(secret)) {
    throw badRequest('secret token contains unallowed characters')
  }
}

import { Telegram } from 'telegraf'
import type { Opts, Telegram as Methods } from 'telegraf/types'
import { Fault } from '../../core/fault.ts'

export interface TelegramApiOptions {
  readonly token: string
  /** `https://api.telegram.org`, or a Bot API server of one's own; without a slash at the end. */
  readonly apiRoot: string
  readonly now: () => Date
  /** How long Telegram may take, in milliseconds: for a call, and for one that carries a file. Shorter than the outbox's leases. */
  readonly deadlines?: { readonly call: number; readonly transfer: number }
}

/**
 * A call that Telegram did not do. `description` is Telegram's own, without the part that may repeat what was
 * sent; neither it nor the message holds the token, and there is no `cause`: a failed fetch names its address, and
 * the address holds the token.
 */
export class TelegramFault extends Fault {
  /** The answer's code; undefined when no answer came. */
  readonly code: number | undefined
  readonly description: string

  constructor(
    kind: Fault['kind'],
    call: string,
    answer: { readonly code?: number; readonly description: string; readonly retryAt?: Date },
  ) {
    super(
      kind,
      `Telegram ${call}: ${answer.code === undefined ? '' : `${answer.code} `}${answer.description}`,
      answer.retryAt && { retryAt: answer.retryAt },
    )
    this.code = answer.code
    this.description = answer.description
  }
}

/** What the Bot API hands out at most, in bytes. */
export const maxDownloadBytes = 20 * 1024 * 1024

/**
 * Telegraf's client on fetch and FormData, the same on Node and Workers; telegraf's own posts `[object Object]` for
 * a file on Workers. Every failure is a TelegramFault: `retry` for 429, 5xx, no answer and no connection, `alert`
 * for a token Telegram does not know and for a second receiver of its updates (409), `refused` for all else.
 */
export class TelegramApi extends Telegram {
  private readonly apiRoot: string
  private readonly now: () => Date
  private readonly deadlines: { readonly call: number; readonly transfer: number }

  constructor({ token, apiRoot, now, deadlines = { call: 10_000, transfer: 60_000 } }: TelegramApiOptions) {
    super(token, { apiRoot, webhookReply: false })
    this.apiRoot = apiRoot
    this.now = now
    this.deadlines = deadlines
  }

  override async callApi<Method extends keyof Methods>(
    method: Method,
    payload: Opts<Method>,
    { signal }: { readonly signal?: ShimmedSignal | undefined } = {},
  ): Promise<ReturnType<Methods[Method]>> {
    const fields = Object.entries(payload as Record<string, unknown>)
    const response = await this.fetch(`${this.apiRoot}/bot${this.token}/${method}`, method, {
      method: 'POST',
      ...bodyOf(fields),
      signal: AbortSignal.any([
        AbortSignal.timeout(this.deadlineOf(fields)),
        ...(signal ? [signal as AbortSignal] : []),
      ]),
    })
    const answer = answerOf(await this.read(method, () => response.text()))
    if (answer?.ok === true) return answer.result as ReturnType<Methods[Method]>
    throw this.fault(method, response.status, answer)
  }

  /**
   * The bytes behind a file id. `refused` when Telegram no longer has them or they are more than `maxBytes`.
   */
  async download(fileId: string, maxBytes: number): Promise<Uint8Array> {
    const { file_path: path } = await this.getFile(fileId)
    if (path === undefined) {
      throw new TelegramFault('refused', 'getFile', { description: 'the file has no path' })
    }
    const response = await this.fetch(`${this.apiRoot}/file/bot${this.token}/${path}`, 'file', {
      signal: AbortSignal.timeout(this.deadlines.transfer),
    })
    if (!response.ok) {
      await response.body?.cancel()
      if (response.status === 404) {
        throw new TelegramFault('refused', 'file', { code: 404, description: 'the file is gone' })
      }
      throw this.fault('file', response.status, undefined)
    }
    return this.read('file', () => bytesOf(response, maxBytes))
  }

  private deadlineOf(fields: readonly Field[]): number {
    if (fields.some(([, value]) => isFile(value))) return this.deadlines.transfer
    const longPoll = fields.find(([name]) => name === 'timeout')?.[1]
    return this.deadlines.call + (typeof longPoll === 'number' ? longPoll * 1000 : 0)
  }

  private async fetch(url: string, call: string, init: RequestInit): Promise<Response> {
    return this.read(call, () => fetch(url, init))
  }

  /** Hosts name the same broken connection differently, so whatever fetch throws means: no answer. */
  private async read<Value>(call: string, attempt: () => Promise<Value>): Promise<Value> {
    try {
      return await attempt()
    } catch (error) {
      if (error instanceof Fault) throw error
      throw new TelegramFault('retry', call, { description: `no answer (${connectionFailure(error)})` })
    }
  }

  private fault(call: string, status: number, answer: Refusal | undefined): TelegramFault {
    const code = answer?.code ?? status
    const description = (answer?.description ?? 'an answer that is not the Bot API’s').replaceAll(
      this.token,
      '…',
    )
    const retryAt =
      answer?.retryAfter === undefined
        ? {}
        : { retryAt: new Date(this.now().getTime() + answer.retryAfter * 1000) }
    return new TelegramFault(kindOf(code), call, { code, description, ...retryAt })
  }
}

/** Telegraf declares an older shim of AbortSignal; at run time it is always the host's own. */
type ShimmedSignal = Pick<AbortSignal, 'aborted'>

type Field = readonly [name: string, value: unknown]
interface FileField {
  readonly source: unknown
  readonly filename?: string
}
interface Refusal {
  readonly ok: false
  readonly code: number | undefined
  readonly description: string
  readonly retryAfter: number | undefined
}

const isFile = (value: unknown): value is FileField =>
  typeof value === 'object' && value !== null && 'source' in value

const bodyOf = (fields: readonly Field[]): { headers?: Record<string, string>; body: string | FormData } => {
  const present = fields.filter(([, value]) => value !== undefined && value !== null)
  if (!present.some(([, value]) => isFile(value))) {
    return {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(present)),
    }
  }
  const form = new FormData()
  for (const [name, value] of present) {
    if (isFile(value)) form.append(name, blobOf(value.source), value.filename ?? name)
    else form.append(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return { body: form }
}

const blobOf = (source: unknown): Blob => {
  if (source instanceof Uint8Array) return new Blob([source as Uint8Array<ArrayBuffer>])
  throw new Fault('alert', 'only bytes can be uploaded to Telegram')
}

const answerOf = (text: string): { readonly ok: true; readonly result: unknown } | Refusal | undefined => {
  const answer = parsed(text)
  if (answer === undefined) return undefined
  if (answer['ok'] === true) return { ok: true, result: answer['result'] }
  const { error_code: code, description, parameters } = answer
  const retryAfter =
    typeof parameters === 'object' && parameters !== null && 'retry_after' in parameters
      ? parameters.retry_after
      : undefined
  return {
    ok: false,
    code: typeof code === 'number' ? code : undefined,
    description: typeof description === 'string' ? withoutEcho(description) : 'no description',
    retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
  }
}

const parsed = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Telegram repeats what it was sent, if at all, in quotes or behind a second colon. */
const withoutEcho = (description: string): string =>
  description
    .split(':')
    .slice(0, 2)
    .join(':')
    .replaceAll(/"[^"]*"/gu, '"…"')
    .slice(0, 160)

const kindOf = (code: number): Fault['kind'] => {
  if (code === 401 || code === 404 || code === 409) return 'alert'
  return code >= 400 && code < 500 && code !== 429 ? 'refused' : 'retry'
}

/** A word for the log: the system's code (ECONNREFUSED) where there is one, never the error's text. */
const connectionFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : error.name
}

const bytesOf = async (response: Response, maxBytes: number): Promise<Uint8Array> => {
  const tooLarge = new TelegramFault('refused', 'file', {
    description: `the file has over ${maxBytes} bytes`,
  })
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel()
    throw tooLarge
  }
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.byteLength
    if (size > maxBytes) throw tooLarge
    parts.push(part)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts.splice(0)) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

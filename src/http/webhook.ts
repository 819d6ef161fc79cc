import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { timingSafeEqual } from 'hono/utils/buffer'
import { Fault } from '../core/fault.ts'
import type { Log } from '../core/ports.ts'

export interface WebhookOptions {
  /** What Telegram was told to send with each update; without one the door does not open. */
  readonly secret: string
  /** Resolves once the update's turn is stored. Fault 'refused' for what is no update. */
  readonly handle: (update: object) => Promise<void>
  readonly uuid: () => string
  readonly log: Pick<Log, 'warn' | 'error'>
}

const maxBodyBytes = 1024 * 1024
const secretHeader = 'X-Telegram-Bot-Api-Secret-Token'

/**
 * `POST /telegram/webhook`. 200 says that the turn is stored; Telegram delivers again after anything else.
 * 401 for a wrong secret, before the body is read; 413 over 1 MiB; 415 and 400 for what is no update; 500 with the
 * id of the log's entry when the turn could not be stored. No answer and no log entry repeats what was sent.
 */
export const webhookRoutes = ({ secret, handle, uuid, log }: WebhookOptions): Hono => {
  if (secret === '') throw new Fault('alert', 'the webhook of Telegram needs a secret')
  const refuse = (context: Context, status: 400 | 401 | 413 | 415, reason: string) => {
    log.warn({ status }, `Telegram webhook: ${reason}`)
    return context.text(reason, status)
  }

  return new Hono().post(
    '/telegram/webhook',
    async (context, next) => {
      const given = context.req.header(secretHeader) ?? ''
      if (!(await timingSafeEqual(given, secret))) return refuse(context, 401, 'wrong secret')
      return next()
    },
    bodyLimit({ maxSize: maxBodyBytes, onError: (context) => refuse(context, 413, 'over 1 MiB') }),
    async (context) => {
      if (!isJson(context.req.header('content-type'))) return refuse(context, 415, 'not application/json')
      const update = objectOf(await context.req.text())
      if (!update) return refuse(context, 400, 'not a JSON object')
      try {
        await handle(update)
        return context.body(null, 200)
      } catch (error) {
        if (error instanceof Fault && error.kind === 'refused') return refuse(context, 400, error.message)
        const id = uuid()
        log.error({ id, err: error }, 'Telegram webhook: the turn was not stored')
        return context.text(`fault ${id}`, 500)
      }
    },
  )
}

const isJson = (contentType: string | undefined): boolean =>
  /^application\/json\s*(;|$)/iu.test(contentType ?? '')

const objectOf = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

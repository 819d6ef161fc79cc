import { webhookPath } from '../../bot/telegram/channel.ts'
import { allowedUpdates } from '../../bot/telegram/incoming.ts'
import type { Config } from '../config.ts'
import { fault, fine, type Finding, warning } from './finding.ts'

/** Of what Telegram answers to getWebhookInfo. */
export interface WebhookInfo {
  readonly url?: string | undefined
  readonly pending_update_count: number
  /** Seconds since 1970. */
  readonly last_error_date?: number | undefined
  readonly last_error_message?: string | undefined
  /** Kinds of updates that are posted; absent: those that Telegram posts unless told otherwise, with ours among them. */
  readonly allowed_updates?: readonly string[] | undefined
}

const mostPending = 100
const recentSeconds = 3_600

export const judgeWebhook = (
  { PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>,
  info: WebhookInfo,
  now: Date,
): readonly Finding[] => {
  const { url = '', pending_update_count: pending } = info
  const tooMany =
    pending > mostPending
      ? [
          warning(
            'webhook',
            `${pending} updates wait at Telegram.`,
            'See whether the service runs, and add instances or processors if it is busy.',
          ),
        ]
      : []
  if (PUBLIC_URL === undefined) {
    if (url === '') return [...tooMany, fine('webhook', 'No webhook, as long polling needs it.')]
    return [
      ...tooMany,
      fault(
        'webhook',
        `A webhook is set (${hostOf(url)}), though this deployment asks Telegram for its updates.`,
        'Another deployment uses this bot: give each its own token, or set PUBLIC_URL. Starting the service takes the webhook away.',
      ),
    ]
  }
  if (url === '')
    return [
      ...tooMany,
      fault(
        'webhook',
        'No webhook is registered, though PUBLIC_URL is set.',
        'Start the service, or run sealpass webhook set.',
      ),
    ]
  if (url !== `${PUBLIC_URL}${webhookPath}`)
    return [
      ...tooMany,
      fault(
        'webhook',
        `The webhook leads elsewhere (${hostOf(url)}).`,
        'Run sealpass webhook set, if no other deployment is to have this bot.',
      ),
    ]
  const missing = allowedUpdates.filter((kind) => info.allowed_updates?.includes(kind) === false)
  if (missing.length > 0)
    return [
      ...tooMany,
      fault(
        'webhook',
        `Telegram does not post every kind of update: ${missing.join(', ')} is missing, so people get no answer to some of what they do.`,
        'Run sealpass webhook set.',
      ),
    ]
  const error = recentError(info, now)
  if (error === undefined)
    return tooMany.length > 0 ? tooMany : [fine('webhook', 'Telegram posts its updates to PUBLIC_URL.')]
  const says = `Telegram could not deliver an update ${error.minutes} minutes ago: ${error.message}.`
  const remedy =
    '401 means another TELEGRAM_WEBHOOK_SECRET: run sealpass webhook set; else see the proxy, its certificate and the log.'
  // Nothing waits any more: what failed came through in the end.
  return [...tooMany, pending > 0 ? fault('webhook', says, remedy) : warning('webhook', says, remedy)]
}

const recentError = (
  { last_error_date: at, last_error_message: message = 'no reason given' }: WebhookInfo,
  now: Date,
): { readonly minutes: number; readonly message: string } | undefined => {
  if (at === undefined) return undefined
  const seconds = now.getTime() / 1000 - at
  if (seconds > recentSeconds) return undefined
  return { minutes: Math.max(0, Math.round(seconds / 60)), message: message.slice(0, 160) }
}

/** Of another's address the path can be a secret. */
const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : 'no address')

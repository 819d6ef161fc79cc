import { TelegramApi, TelegramFault } from '../../bot/telegram/telegramApi.ts'
import { Fault } from '../../core/fault.ts'
import type { Host } from '../../core/ports.ts'
import type { SoundConfig } from './configuration.ts'
import { type ClockReading, spanOfDateHeader } from './clock.ts'
import { attempt, fault, fine, type Finding, unseen } from './finding.ts'
import { judgeWebhook } from './webhook.ts'

export interface TelegramLook {
  readonly findings: readonly Finding[]
  readonly clock: ClockReading | undefined
}

const callMs = 5_000

/** Asks Telegram, without changing anything there, who the bot is and where its updates go. */
export const lookAtTelegram = async (
  { config, stands }: SoundConfig,
  host: Pick<Host, 'now'>,
): Promise<TelegramLook> => {
  if (!stands('TELEGRAM_BOT_TOKEN', 'TELEGRAM_API_ROOT'))
    return {
      findings: [
        unseen('telegram', 'TELEGRAM_BOT_TOKEN or TELEGRAM_API_ROOT is at fault'),
        unseen('webhook', 'TELEGRAM_BOT_TOKEN or TELEGRAM_API_ROOT is at fault'),
      ],
      clock: undefined,
    }
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot } = config
  if (token === undefined)
    return {
      findings: [
        fine('telegram', 'No bot is configured: the web chat alone is served.'),
        fine('webhook', 'Without a bot none is needed.'),
      ],
      clock: undefined,
    }
  const api = new TelegramApi({
    token,
    apiRoot,
    now: host.now,
    deadlines: { call: callMs, transfer: callMs },
  })
  const [clock, findings] = await Promise.all([
    readClock(apiRoot, host),
    attempt('telegram', async () => lookAtBot(api, { config, stands }, host)),
  ])
  return { findings, clock }
}

const lookAtBot = async (
  api: TelegramApi,
  { config, stands }: Pick<SoundConfig, 'config' | 'stands'>,
  host: Pick<Host, 'now'>,
): Promise<readonly Finding[]> => {
  let username: string
  try {
    username = (await api.getMe()).username
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return [judgeBotFault(error), unseen('webhook', 'Telegram did not let the bot in')]
  }
  return [
    fine('telegram', `Telegram knows the bot as @${username}.`),
    ...(stands('PUBLIC_URL')
      ? await attempt('webhook', async () => judgeWebhook(config, await api.getWebhookInfo(), host.now()))
      : [unseen('webhook', 'PUBLIC_URL is at fault')]),
  ]
}

export const judgeBotFault = (error: Fault): Finding => {
  const code = error instanceof TelegramFault ? error.code : undefined
  if (code === 401 || code === 404)
    return fault(
      'telegram',
      'Telegram does not know TELEGRAM_BOT_TOKEN.',
      'Set the token that BotFather gave; after /revoke that is the new one.',
    )
  return fault(
    'telegram',
    `Telegram did not answer as it should (${error.message}).`,
    'See whether this machine reaches TELEGRAM_API_ROOT, through a firewall or proxy, and try again.',
  )
}

/** By the root of the Bot API, whose address holds no token. */
const readClock = async (apiRoot: string, { now }: Pick<Host, 'now'>): Promise<ClockReading | undefined> => {
  const before = now().getTime()
  try {
    const response = await fetch(`${apiRoot}/`, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(callMs),
    })
    const theirs = spanOfDateHeader(response.headers.get('date'))
    return theirs && { whose: 'Telegram', theirs, ours: { earliest: before, latest: now().getTime() } }
  } catch {
    // That Telegram is not reached is told by the check of the bot.
    return undefined
  }
}

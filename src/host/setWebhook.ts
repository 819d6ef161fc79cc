import { telegramChannel } from '../bot/telegram/channel.ts'
import { TelegramApi } from '../bot/telegram/telegramApi.ts'
import { Fault } from '../core/fault.ts'
import type { Host, Log } from '../core/ports.ts'
import type { Config } from './config.ts'

/**
 * Has Telegram post the bot's updates to PUBLIC_URL, and sets the menu of commands: for hosts that have no start of
 * their own to do it in. Throws a Fault 'alert' that names what is not configured.
 */
export const setWebhook = async (
  config: Config,
  { host, log }: { readonly host: Pick<Host, 'now'>; readonly log: Log },
): Promise<void> => {
  const { TELEGRAM_BOT_TOKEN: token, PUBLIC_URL, TELEGRAM_WEBHOOK_SECRET: secret } = config
  if (token === undefined || PUBLIC_URL === undefined || secret === undefined)
    throw new Fault(
      'alert',
      'A webhook needs TELEGRAM_BOT_TOKEN, PUBLIC_URL and TELEGRAM_WEBHOOK_SECRET: set all three as the deployment has them.',
    )
  const api = new TelegramApi({ token, apiRoot: config.TELEGRAM_API_ROOT, now: host.now })
  const channel = telegramChannel({
    api,
    // No update is taken here: Telegram posts them to the deployment.
    takeTurn: async () => 'seen',
    after: async () => undefined,
    background: () => undefined,
    now: host.now,
    log,
  })
  await channel.registerWebhook(PUBLIC_URL, secret)
}

import { Composer, Telegraf } from 'telegraf'
import type { Incoming } from '../../core/chat.ts'
import { Fault } from '../../core/fault.ts'
import { botCommands } from './commandMenu.ts'
import { allowedUpdates, incomingOfMessage, incomingOfPress, isUpdate } from './incoming.ts'
import type { Log } from '../../core/ports.ts'
import { pollUpdates, type PollOptions } from './poll.ts'
import type { TelegramApi } from './telegramApi.ts'

export interface TelegramChannelOptions {
  readonly api: TelegramApi
  readonly takeTurn: (incoming: Incoming) => Promise<'taken' | 'seen'>
  /** Sends what the outbox holds for this chat. */
  readonly after: (chatId: string) => Promise<void>
  /**
   * Takes work that goes on after an update was acknowledged and never rejects: kept until shutdown on Node,
   * handed to `waitUntil` on Workers.
   */
  readonly background: (work: Promise<void>) => void
  readonly now: () => Date
  readonly log: Log
  readonly waits?: PollOptions['waits']
}

export interface TelegramChannel {
  /**
   * Takes one update as Telegram delivers it, and resolves once its turn is stored; what follows goes to
   * `background`. Fault 'refused' for what is no update; whatever storing the turn throws.
   */
  readonly handle: (update: unknown) => Promise<void>
  /** Has Telegram post updates to `<publicUrl>/telegram/webhook` with the secret; the menu of commands with it. */
  readonly registerWebhook: (publicUrl: string, secret: string) => Promise<void>
  /** Fetches updates instead, until the signal; removes a webhook first. Fault 'alert' when the token is refused. */
  readonly poll: (signal: AbortSignal) => Promise<void>
  /** The bot's name without @, for links; asked once. */
  readonly botUsername: () => Promise<string>
}

export const webhookPath = '/telegram/webhook'

/**
 * Telegram's door: telegraf routes, our client talks, the conversation decides. Private chats only, because an
 * application's answers are nobody else's to read; what is said in groups is dropped unread.
 */
export const telegramChannel = (options: TelegramChannelOptions): TelegramChannel => {
  const { api, takeTurn, after, background, now, log, waits } = options

  /** What may fail without harm to the stored turn: the outbox is worked off again later. */
  const later = (work: Promise<unknown>, failed: string): void => {
    background(
      work.then(
        () => undefined,
        (error: unknown) => log.warn({ err: error }, failed),
      ),
    )
  }

  const receive = async (incoming: Incoming | undefined): Promise<void> => {
    if (!incoming) return
    await takeTurn(incoming)
    // Also for an update seen before: it comes again when its first receiver died between storing and sending.
    later(after(incoming.chatId), 'the outbox of a chat was not worked off')
  }

  const bot = new Telegraf(api.token, { handlerTimeout: Number.POSITIVE_INFINITY })
  bot.telegram = api
  // handleUpdate makes a client of telegraf's own for each update; the context's takes its place.
  Object.assign(bot.context, { telegram: api })
  // Without it the first update waits for getMe; nothing here reads more of it than its being there.
  bot.botInfo = botInfoOf(api.token)
  // Telegraf's own handler prints the update.
  bot.catch((error) => {
    throw error
  })
  bot.on(
    'message',
    Composer.privateChat((context) => receive(incomingOfMessage(context.update.update_id, context.message))),
  )
  bot.on(
    'callback_query',
    Composer.privateChat(async (context) => {
      try {
        await receive(incomingOfPress(context.update.update_id, context.callbackQuery))
      } finally {
        later(context.answerCbQuery(), 'a pressed button was not acknowledged')
      }
    }),
  )

  const handle = async (update: unknown): Promise<void> => {
    if (!isUpdate(update)) throw new Fault('refused', 'what was delivered is no Telegram update')
    await bot.handleUpdate(update)
  }

  const registerCommands = async (): Promise<void> => {
    await api.setMyCommands(botCommands('zh-CN'))
    await api.setMyCommands(botCommands('en'), { language_code: 'en' })
  }

  let username: Promise<string> | undefined
  return {
    handle,
    registerWebhook: async (publicUrl, secret) => {
      await api.setWebhook(`${publicUrl}${webhookPath}`, {
        secret_token: secret,
        allowed_updates: allowedUpdates,
        drop_pending_updates: false,
      })
      await registerCommands()
    },
    poll: async (signal) => {
      later(registerCommands(), 'the menu of commands was not set')
      await pollUpdates({ api, handle, now, log, ...(waits && { waits }) }, signal)
    },
    botUsername: async () => {
      username ??= api.getMe().then((me) => me.username)
      try {
        return await username
      } catch (error) {
        username = undefined
        throw error
      }
    },
  }
}

const botInfoOf = (token: string) => ({
  id: Number(token.split(':')[0]),
  is_bot: true as const,
  first_name: '',
  username: '',
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
})

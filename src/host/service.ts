import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type Kysely, sql } from 'kysely'
import type { FormFonts } from '../adapters/pdf/formFonts.ts'
import { chatFiles } from '../adapters/postgres/chatFiles.ts'
import { DatabaseFault } from '../adapters/postgres/database.ts'
import { forms } from '../adapters/postgres/forms.ts'
import { outbox } from '../adapters/postgres/outbox.ts'
import type { Database } from '../adapters/postgres/schema.ts'
import { transcript } from '../adapters/postgres/transcript.ts'
import { turnStore } from '../adapters/postgres/turns.ts'
import { uploads } from '../adapters/postgres/uploads.ts'
import { takeTurn } from '../bot/takeTurn.ts'
import { telegramChannel, type TelegramChannel } from '../bot/telegram/channel.ts'
import { telegramSender } from '../bot/telegram/sender.ts'
import { TelegramApi } from '../bot/telegram/telegramApi.ts'
import type { Config } from './config.ts'
import type { Channel, Incoming, SamplePicture } from '../core/chat.ts'
import { Fault } from '../core/fault.ts'
import type { FormComposer, MissingCharacters } from '../core/form.ts'
import type { FormLayout } from '../core/formShape.ts'
import { formNumberLink } from '../core/formNumber.ts'
import type { ChatSender, Host, Log, ObjectStore, Vault } from '../core/ports.ts'
import { chatRoutes } from '../http/chat/chatRoutes.tsx'
import { healthRoutes } from '../http/health.ts'
import { webhookRoutes } from '../http/webhook.ts'
import type { ScansAhead } from '../http/desk/review/shownScans.ts'
import type { OpenDesk } from './openDesk.ts'

/** What a host gives the service: its configuration, and one adapter for each port. */
export interface Parts {
  readonly config: Config
  /** Where people reach it, without a slash at the end. */
  readonly address: string
  readonly db: Kysely<Database>
  readonly vault: Vault
  readonly objects: ObjectStore
  readonly composer: FormComposer
  readonly missingCharacters: MissingCharacters
  readonly fonts: FormFonts
  /** Of the forms that are printed. */
  readonly layout: FormLayout
  readonly sample: (picture: SamplePicture) => Promise<Uint8Array>
  /** Signs the desk's sessions; at least 32 characters. */
  readonly deskSecret: string
  readonly host: Host
  readonly log: Log
  /** Kept by a host that makes a service for each request, so that Telegram is asked for the bot's name once. */
  readonly barcodeAddresses?: BarcodeAddresses
  /** Kept by a host that makes one service for all requests: elsewhere nothing that is got ready is there when asked for. */
  readonly scansAhead?: ScansAhead
  /** Takes work that goes on after an answer; it never rejects. */
  readonly background: (work: Promise<void>) => void
}

/** The service as both hosts run it. */
export interface Service {
  readonly app: Hono
  /** Where people reach it. */
  readonly address: string
  /** Takes one turn and has what it says leave: for what reaches a chat by another way than its channel. */
  readonly takeTurn: (incoming: Incoming) => Promise<'taken' | 'seen'>
  /** Hands over up to `limit` messages of the outbox that are due; returns how many. */
  readonly sendOutbox: (limit: number) => Promise<number>
  readonly telegram: TelegramChannel | undefined
  readonly fetchPicture: ChatSender['fetchPicture']
  readonly desk: () => Promise<OpenDesk>
}

export const createService = (parts: Parts): Service => {
  const { config, address, db, vault, objects, host, log, background } = parts
  const files = chatFiles(db, {
    objects,
    forms: forms(db, vault),
    composer: parts.composer,
    sample: parts.sample,
    report: (err) => log.error({ err }, 'a form was composed anew with other bytes'),
  })
  const telegramApi =
    config.TELEGRAM_BOT_TOKEN === undefined
      ? undefined
      : new TelegramApi({
          token: config.TELEGRAM_BOT_TOKEN,
          apiRoot: config.TELEGRAM_API_ROOT,
          now: host.now,
        })
  const sender = telegramApi && telegramSender({ api: telegramApi, files })

  const departures = outbox(db, vault, (err) => log.error({ err }, 'a message could not be sent'))
  const sendOutbox = async (limit: number, chatId?: string): Promise<number> =>
    sender
      ? departures.deliver({ now: host.now(), limit, ...(chatId !== undefined && { chatId }) }, sender.send)
      : 0
  const sendOutboxOf = async (chatId: string): Promise<void> => {
    while ((await sendOutbox(1, chatId)) > 0);
  }

  const formLinkBase = parts.barcodeAddresses ?? barcodeAddresses(address)
  const turn = takeTurn({
    turns: turnStore(db, vault),
    host,
    config: {
      missingCharacters: parts.missingCharacters,
      formLink: (formNumber, channel) => {
        learnBarcodeAddress()
        return formNumberLink(formLinkBase.of(channel), formNumber)
      },
      operator: {
        name: config.OPERATOR_NAME,
        contact: { 'zh-CN': config.OPERATOR_CONTACT, en: config.OPERATOR_CONTACT_EN },
        retentionDays: config.RETENTION_DAYS,
      },
    },
  })
  const telegram =
    telegramApi &&
    telegramChannel({
      api: telegramApi,
      takeTurn: turn,
      after: sendOutboxOf,
      background,
      now: host.now,
      log,
    })

  const learnBarcodeAddress = (): void => {
    if (telegram) background(formLinkBase.learn(telegram, log))
  }
  learnBarcodeAddress()

  let openedDesk: OpenDesk | undefined
  const desk = async (): Promise<OpenDesk> => {
    if (openedDesk) return openedDesk
    const { openDesk } = await import('./openDesk.ts')
    openedDesk = openDesk(parts)
    openedDesk.app.onError(tellRequestFailure)
    return openedDesk
  }
  const tellRequestFailure = (err: Error, c: Context): Response => {
    // What a door refuses by itself, such as a form posted from another site, is no failure of ours.
    if (err instanceof HTTPException) return err.getResponse()
    const id = host.uuid()
    log.error({ id, err }, 'a request failed')
    return c.text(
      `系统出现故障，请稍后再试。编号 ${id}\nSomething went wrong on our side. Try again later. Reference ${id}`,
      500,
    )
  }
  const app = new Hono()
  app.route('/', healthRoutes({ ready: async () => [{ name: 'database', ok: await answers(db) }] }))
  if (telegram && config.TELEGRAM_WEBHOOK_SECRET !== undefined) {
    const secret = config.TELEGRAM_WEBHOOK_SECRET
    app.route('/', webhookRoutes({ secret, handle: telegram.handle, uuid: host.uuid, log }))
  }
  for (const path of ['/desk', '/desk/*']) app.all(path, async (c) => (await desk()).app.fetch(c.req.raw))
  let openedApi: Hono | undefined
  const api = async (): Promise<Hono> => (openedApi ??= (await import('./openApi.ts')).openApi(parts))
  for (const path of ['/api', '/api/*']) app.all(path, async (c) => (await api()).fetch(c.req.raw))
  app.route(
    '/',
    chatRoutes({
      takeTurn: turn,
      transcript: transcript(db, vault),
      files,
      uploads: uploads(db, objects, host),
      host,
      hashVisitor: async (cookie) => vault.hash('chat.cookie', cookie),
      operatorName: config.OPERATOR_NAME,
      publicUrl: address,
    }),
  )
  app.onError(tellRequestFailure)

  return {
    app,
    address,
    takeTurn: async (incoming) => {
      const outcome = await turn(incoming)
      if (incoming.channel === 'telegram') await sendOutboxOf(incoming.chatId)
      return outcome
    },
    sendOutbox,
    telegram,
    fetchPicture: async (picture) => {
      if (!sender) throw new Fault('refused', 'The picture came by Telegram, which is no longer configured.')
      return sender.fetchPicture(picture)
    },
    desk,
  }
}

/**
 * Where the barcode of a form leads: to the chat it was filled in. Until Telegram has told the bot's name, and where
 * it does not, to the web chat.
 */
export interface BarcodeAddresses {
  readonly of: (channel: Channel) => string
  /** Asks Telegram for the bot's name, unless it is known; asked with each form, for a first try may have failed. */
  readonly learn: (telegram: TelegramChannel, log: Log) => Promise<void>
}

export const barcodeAddresses = (address: string): BarcodeAddresses => {
  let bot: string | undefined
  return {
    of: (channel) => (channel === 'telegram' && bot !== undefined ? bot : address),
    learn: async (telegram, log) => {
      if (bot !== undefined) return
      try {
        bot = `https://t.me/${await telegram.botUsername()}`
      } catch (err) {
        log.warn({ err }, 'the name of the bot is unknown: barcodes lead to the web chat')
      }
    },
  }
}

const answers = async (db: Kysely<Database>): Promise<boolean> => {
  try {
    await sql`select 1`.execute(db)
    return true
  } catch (error) {
    if (error instanceof DatabaseFault) return false
    throw error
  }
}

import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { telegramChannel, type TelegramChannelOptions } from '../../../src/bot/telegram/channel.ts'
import { commandMenu } from '../../../src/bot/telegram/commandMenu.ts'
import { telegramSender } from '../../../src/bot/telegram/sender.ts'
import { TelegramApi } from '../../../src/bot/telegram/telegramApi.ts'
import { formatChoiceId, type Incoming, type Outgoing } from '../../../src/core/chat.ts'
import { Fault } from '../../../src/core/fault.ts'
import { startBotApi, type BotApi, type TestUser } from '../../support/botApi.ts'

const now = () => new Date()
const silent = { info: () => {}, warn: () => {}, error: () => {} }
const faultKind = async (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof Fault ? error.kind : String(error)),
  )

let botApi: BotApi
let user: TestUser
let api: TelegramApi
let turns: Incoming[]
let stop: AbortController
let polling: Promise<void>
let work: Promise<void>[]

beforeEach(async () => {
  botApi = await startBotApi()
  user = botApi.user({ languageCode: 'zh-hans' })
  api = new TelegramApi({ token: botApi.token, apiRoot: botApi.root, now })
  turns = []
  work = []
  stop = new AbortController()
  polling = Promise.resolve()
})
afterEach(async () => {
  stop.abort()
  await polling
  await Promise.all(work)
  await botApi.close()
})

/** Takes every update by the id, once; `takeTurn` given here decides what storing does. */
const channel = (options: Partial<TelegramChannelOptions> = {}) =>
  telegramChannel({
    api,
    takeTurn: async (incoming) => {
      turns.push(incoming)
      return 'taken'
    },
    after: async () => {},
    background: (more) => work.push(more),
    now,
    log: silent,
    waits: { first: 5, longest: 20, longestForTurn: 20 },
    ...options,
  })

const poll = (options?: Partial<TelegramChannelOptions>) => {
  polling = channel(options).poll(stop.signal)
}

const say = async (message: Outgoing) =>
  telegramSender({ api, files: { document: async () => undefined, picture: async () => undefined } }).send({
    id: '1',
    channel: 'telegram',
    chatId: `telegram:${user.id}`,
    message,
    attempt: 1,
  })

const question: Outgoing = {
  type: 'text',
  text: '原因?',
  choices: [[{ id: { step: 'askReason', version: 3, option: 'other' }, label: '其他' }]],
}

describe('the channel', () => {
  it('hands every kind of message to the conversation as Telegram delivers it', async () => {
    poll()
    const photo = await sharp({ create: { width: 2_000, height: 1_000, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer()
    await user.says('/start 1234')
    await user.says('清华大学')
    await user.sendsPhoto(photo)
    await user.sendsFile(photo, 'form.jpg', 'image/jpeg')
    await user.sendsSticker()
    await botApi.confirmed(await user.sendsVoice())
    expect(turns.map(({ input }) => input.type)).toEqual([
      'command',
      'text',
      'picture',
      'picture',
      'other',
      'other',
    ])
    expect(turns.every(({ language }) => language === 'zh-CN')).toBe(true)
    const fetched = turns.flatMap(({ input }) =>
      input.type === 'picture' && input.picture.source === 'telegram' ? [input.picture] : [],
    )
    const sizes = await Promise.all(
      fetched.map(async ({ fileId }) => (await api.download(fileId, 1e6)).length),
    )
    expect(sizes).toEqual(fetched.map(({ bytes }) => bytes))
  })

  it('takes each picture of an album as its own', async () => {
    poll()
    const picture = await sharp({ create: { width: 50, height: 50, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const ids = await user.sendsAlbum([picture, picture, picture])
    await Promise.all(ids.map((id) => botApi.confirmed(id)))
    expect(turns.map(({ updateId }) => Number(updateId))).toEqual(ids)
  })

  it('works off the outbox of the chat after the turn, also when the update was seen before', async () => {
    const flushed: string[] = []
    const after = async (chatId: string) => void flushed.push(chatId)
    const update = (id: number) => ({
      update_id: id,
      message: { message_id: 1, date: 0, chat: { id: 7, type: 'private' }, text: 'x' },
    })
    await channel({ after }).handle(update(1))
    await channel({ after, takeTurn: async () => 'seen' }).handle(update(1))
    await Promise.all(work)
    expect(flushed).toEqual(['telegram:7', 'telegram:7'])
  })

  it('keeps the turn when the outbox cannot be worked off', async () => {
    const told: string[] = []
    const { handle } = channel({
      after: async () => {
        throw new Fault('retry', 'no database')
      },
      log: { ...silent, warn: (_, message) => told.push(message) },
    })
    await handle({ update_id: 1, message: { message_id: 1, chat: { id: 7, type: 'private' }, text: 'x' } })
    await Promise.all(work)
    expect(turns).toHaveLength(1)
    expect(told).toEqual(['the outbox of a chat was not worked off'])
  })

  it('hears nothing in groups and channels', async () => {
    const { handle } = channel()
    const group = { id: -100, type: 'supergroup', title: 'x' }
    const message = { message_id: 1, date: 0, chat: group, text: '/start' }
    const from = { id: 7, is_bot: false, first_name: 'x' }
    await handle({ update_id: 1, message })
    await handle({ update_id: 2, channel_post: { ...message, chat: { ...group, type: 'channel' } } })
    await handle({
      update_id: 3,
      callback_query: { id: '1', from, chat_instance: '1', message, data: '1:a:b' },
    })
    await handle({ update_id: 4, edited_message: { ...message, chat: { id: 7, type: 'private' } } })
    expect(turns).toEqual([])
    expect(botApi.calls).toEqual([])
  })

  it('refuses what is no update and passes on why a turn was not stored', async () => {
    expect(await faultKind(channel().handle({ message: {} }))).toBe('refused')
    const takeTurn = async () => {
      throw new Fault('retry', 'no database')
    }
    const update = { update_id: 1, message: { message_id: 1, chat: { id: 7, type: 'private' }, text: 'x' } }
    expect(await faultKind(channel({ takeTurn }).handle(update))).toBe('retry')
  })
})

describe('a pressed button', () => {
  it('reaches the conversation and stops spinning', async () => {
    await say(question)
    poll()
    const press = await user.presses('其他')
    expect(await press.answered()).toBe(true)
    expect(
      turns.map(({ input }) => (input.type === 'choice' ? formatChoiceId(input.choice) : input)),
    ).toEqual(['3:askReason:other'])
  })

  it('stops spinning also when its turn fails', async () => {
    await say(question)
    let failed = 0
    poll({
      takeTurn: async () => {
        failed += 1
        throw new Fault('retry', 'no database')
      },
    })
    const press = await user.presses('其他')
    expect(await press.answered()).toBe(true)
    expect(failed).toBeGreaterThan(0)
    expect(botApi.isPending(press.updateId)).toBe(true)
  })

  it('that Telegram no longer waits for does not harm the turn', async () => {
    await say(question)
    const press = await user.presses('其他')
    botApi.skipTime(3_600_000)
    poll()
    await botApi.confirmed(press.updateId)
    expect(turns).toHaveLength(1)
  })
})

describe('polling', () => {
  it('confirms an update only after its turn is stored', async () => {
    const { promise: stored, resolve: store } = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    poll({
      takeTurn: async () => {
        begun.resolve()
        await stored
        return 'taken'
      },
    })
    const id = await user.says('a')
    await begun.promise
    await expect(botApi.confirmed(id, { timeout: 100 })).rejects.toThrow('was not taken')
    store()
    expect(await botApi.confirmed(id)).toBe(true)
  })

  it('has an update delivered again until its turn is stored, and the chat’s later ones after it', async () => {
    let failing = 3
    poll({
      takeTurn: async (incoming) => {
        turns.push(incoming)
        if (failing-- > 0) throw new Fault('retry', 'no database')
        return 'taken'
      },
    })
    const first = await user.says('a')
    const second = await user.says('b')
    await botApi.confirmed(second)
    const ids = turns.map(({ updateId }) => Number(updateId))
    expect(ids.filter((id) => id === first)).toHaveLength(4)
    expect(ids.indexOf(second)).toBeGreaterThan(ids.lastIndexOf(first))
  })

  it('goes on in other chats while one waits, sixteen at once, one chat’s in order', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    let running = 0
    let most = 0
    const others = Array.from({ length: 20 }, () => botApi.user())
    const ids: number[] = []
    for (const other of [...others, ...others]) ids.push(await other.says('a'))
    const { promise: full, resolve: isFull } = Promise.withResolvers<void>()
    poll({
      takeTurn: async (incoming) => {
        running += 1
        most = Math.max(most, running)
        if (running === 16) isFull()
        await released
        turns.push(incoming)
        running -= 1
        return 'taken'
      },
    })
    await full
    release()
    await Promise.all(ids.map((id) => botApi.confirmed(id)))
    expect(most).toBe(16)
    for (const other of others) {
      const own = turns
        .filter(({ chatId }) => chatId === `telegram:${other.id}`)
        .map(({ updateId }) => Number(updateId))
      expect(own).toEqual(own.toSorted((a, b) => a - b))
      expect(own).toHaveLength(2)
    }
  })

  it('lets go of an update whose turn fails by a fault of ours again and again, and says so', async () => {
    const errors: string[] = []
    poll({
      takeTurn: async (incoming) => {
        if (incoming.chatId === `telegram:${user.id}`) throw new TypeError('a bug')
        return 'taken'
      },
      log: { ...silent, error: (_, message) => errors.push(message) },
    })
    await botApi.confirmed(await user.says('a'))
    expect(errors).toEqual(['an update is let go: its turn failed too often'])
  })

  it.each([
    ['broken connections', { drop: true }],
    ['internal errors', { status: 502 }],
    ['being told to wait', { retryAfter: 0 }],
  ])('survives %s', async (_, trouble) => {
    botApi.refuseNext({ ...trouble, method: 'deleteWebhook', times: 2 })
    botApi.refuseNext({ ...trouble, method: 'getUpdates', times: 3 })
    poll()
    expect(await botApi.confirmed(await user.says('a'))).toBe(true)
  })

  it('removes a webhook first', async () => {
    await api.setWebhook('http://127.0.0.1:9/telegram/webhook')
    const id = await user.says('a')
    poll()
    expect(await botApi.confirmed(id)).toBe(true)
  })

  it('names another receiver of the bot’s updates and goes on', async () => {
    const errors: string[] = []
    botApi.refuseNext({
      method: 'getUpdates',
      status: 409,
      description: 'Conflict: terminated by other',
      times: 2,
    })
    poll({ log: { ...silent, error: (_, message) => errors.push(message) } })
    await botApi.confirmed(await user.says('a'))
    expect(errors).toHaveLength(2)
    expect(errors[0]).toContain('another process receives')
  })

  it('ends with an alert when the token is refused', async () => {
    const refused = new TelegramApi({ token: '42:revoked', apiRoot: botApi.root, now })
    expect(await faultKind(channel({ api: refused }).poll(stop.signal))).toBe('alert')
  })

  it('ends at once when stopped', async () => {
    poll()
    await botApi.called('getUpdates')
    stop.abort()
    expect(await polling).toBeUndefined()
  })
})

describe('set-up', () => {
  it('registers the webhook with its secret and the menu in both languages', async () => {
    await channel().registerWebhook('https://sealpass.example', 'the_secret-1')
    expect(botApi.calls[0]).toEqual({
      method: 'setWebhook',
      fields: {
        url: 'https://sealpass.example/telegram/webhook',
        secret_token: 'the_secret-1',
        allowed_updates: ['message', 'callback_query'],
        drop_pending_updates: false,
      },
    })
    expect(Object.fromEntries(botApi.commands)).toEqual({
      '': Object.entries(commandMenu['zh-CN']).map(([command, description]) => ({ command, description })),
      en: Object.entries(commandMenu.en).map(([command, description]) => ({ command, description })),
    })
  })

  it('fails when Telegram does not take the address or the secret', async () => {
    expect(await faultKind(channel().registerWebhook('http://sealpass.example', 'secret'))).toBe('refused')
    expect(await faultKind(channel().registerWebhook('https://sealpass.example', 'se cret'))).toBe('refused')
  })

  it('asks for the bot’s name once, and again after a failure', async () => {
    const { botUsername } = channel()
    botApi.refuseNext({ status: 500 })
    expect(await faultKind(botUsername())).toBe('retry')
    expect(await botUsername()).toBe(botApi.username)
    expect(await botUsername()).toBe(botApi.username)
    expect(botApi.calls.filter(({ method }) => method === 'getMe')).toHaveLength(2)
  })
})

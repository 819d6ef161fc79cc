import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxText, partsOf, telegramSender } from '../../../src/bot/telegram/sender.ts'
import { TelegramApi } from '../../../src/bot/telegram/telegramApi.ts'
import type { Outgoing } from '../../../src/core/chat.ts'
import { Fault } from '../../../src/core/fault.ts'
import { startBotApi, type BotApi, type TestUser } from '../../support/botApi.ts'

const now = new Date('2026-03-02T01:00:00Z')
const form = new TextEncoder().encode('%PDF-1.7 the form')
const jpeg = async (width: number, height: number) =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background: '#a33' } })
      .jpeg()
      .toBuffer(),
  )

let botApi: BotApi
let user: TestUser
let scan: Uint8Array

beforeEach(async () => {
  botApi = await startBotApi()
  user = botApi.user()
  scan = await jpeg(600, 400)
})
afterEach(() => botApi.close())

const senderAt = (root: string, token = botApi.token, deadline = 5_000) =>
  telegramSender({
    api: new TelegramApi({
      token,
      apiRoot: root,
      now: () => now,
      deadlines: { call: deadline, transfer: deadline },
    }),
    files: {
      document: async (_chat, { applicationId }) => (applicationId === 'known' ? form : undefined),
      picture: async (_chat, picture) =>
        picture.kind !== 'scan' || picture.scanId === 'known' ? scan : undefined,
    },
  })

const send = (message: Outgoing, { chatId = `telegram:${user.id}`, sender = senderAt(botApi.root) } = {}) =>
  sender.send({ id: '1', channel: 'telegram', chatId, message, attempt: 1 })

const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Fault)) throw new Error(`expected a Fault, got ${String(error)}`)
  return error
}

const text = (value: string): Outgoing => ({ type: 'text', text: value })
const choice = (option: string, label = option) => ({ id: { step: 'askReason', version: 3, option }, label })

describe('a text', () => {
  it('arrives with its rows of buttons and without a link preview', async () => {
    await send({
      type: 'text',
      text: '原因?https://example.org',
      choices: [[choice('a'), choice('b')], [choice('其他')]],
    })
    const shown = await user.sees('原因?')
    expect(shown.buttons).toEqual([
      [
        { text: 'a', callback_data: '3:askReason:a' },
        { text: 'b', callback_data: '3:askReason:b' },
      ],
      [{ text: '其他', callback_data: '3:askReason:其他' }],
    ])
    expect(botApi.calls[0]?.fields).toMatchObject({ link_preview_options: { is_disabled: true } })
  })

  it('that is too long arrives in parts, the buttons under the last', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `第 ${index} 行:${'字'.repeat(20)}`)
    await send({ type: 'text', text: lines.join('\n'), choices: [[choice('a')]] })
    expect(user.messages.length).toBeGreaterThan(1)
    expect(user.messages.map((message) => message.text).join('\n')).toBe(lines.join('\n'))
    expect(user.messages.map((message) => message.buttons.length)).toEqual([
      ...user.messages.slice(1).map(() => 0),
      1,
    ])
  })

  it('with a button of over 64 bytes alerts and sends nothing', async () => {
    const fault = await faultOf(send({ type: 'text', text: 'x', choices: [[choice('选'.repeat(20))]] }))
    expect(fault.kind).toBe('alert')
    expect(fault.message).toContain('askReason')
    expect(botApi.calls).toEqual([])
  })

  it('without line ends is cut between characters', () => {
    const parts = partsOf('𠀀'.repeat(5_000) + 'x')
    expect(parts.join('')).toBe('𠀀'.repeat(5_000) + 'x')
    expect(parts.every((part) => part.length <= maxText && part.isWellFormed())).toBe(true)
    expect(partsOf(`a${'𠀀'.repeat(2_500)}`).every((part) => part.isWellFormed())).toBe(true)
    expect(partsOf('')).toEqual([''])
  })
})

describe('a file', () => {
  it('arrives as the bytes that were composed, under its Chinese name', async () => {
    const document = { kind: 'form', applicationId: 'known' } as const
    await send({ type: 'document', document, fileName: '密码查询信息表.pdf', caption: '请打印' })
    const shown = await user.sees('请打印')
    expect(shown.document?.fileName).toBe('密码查询信息表.pdf')
    expect(shown.document?.bytes).toEqual(form)
  })

  it('that is not this chat’s to see is refused', async () => {
    const document = { kind: 'form', applicationId: 'another’s' } as const
    const fault = await faultOf(send({ type: 'document', document, fileName: 'x.pdf', caption: '' }))
    expect(fault.kind).toBe('refused')
    expect(botApi.calls).toEqual([])
  })

  it('with a caption over the limit has it follow as a text', async () => {
    await send({ type: 'picture', picture: { kind: 'sample', of: 'form' }, caption: '要'.repeat(1_025) })
    expect(user.messages.map((message) => [message.photo !== undefined, message.text.length])).toEqual([
      [true, 0],
      [false, 1_025],
    ])
  })

  it('that is a picture arrives as a photo', async () => {
    await send({ type: 'picture', picture: { kind: 'scan', scanId: 'known' }, caption: '已上传' })
    const shown = await user.sees('已上传')
    expect(shown.photo?.bytes).toEqual(scan)
  })

  it('that Telegram takes for no photo arrives as a file', async () => {
    scan = await jpeg(6_000, 4_100)
    await send({ type: 'picture', picture: { kind: 'scan', scanId: 'known' }, caption: '已上传' })
    const shown = await user.sees('已上传')
    expect(shown.document).toEqual({ fileName: 'scan.jpg', bytes: scan })
  })
})

describe('what takes time', () => {
  it('is a chat action', async () => {
    await send({ type: 'busy', what: 'composing' })
    await send({ type: 'busy', what: 'inspecting' })
    expect(user.actions).toEqual(['upload_document', 'typing'])
  })

  it('holds nothing up when it is refused or not answered', async () => {
    botApi.refuseNext({ retryAfter: 3 })
    await send({ type: 'busy', what: 'composing' })
    user.blocks()
    await send({ type: 'busy', what: 'composing' })
    expect(user.actions).toEqual([])
    expect(botApi.calls).toHaveLength(2)
  })
})

describe('what is to be forgotten', () => {
  const forget = (messageRef: string): Outgoing => ({ type: 'forget', messageRef })

  it('is deleted, and once more is no fault', async () => {
    await user.says('11010519491231002X')
    const messageRef = String(user.messages[0]?.id)
    await send(forget(messageRef))
    expect(user.messages[0]?.deleted).toBe(true)
    await send(forget(messageRef))
    expect(botApi.calls).toHaveLength(2)
  })

  it('stays when it is too old to be deleted, without a fault', async () => {
    await user.says('11010519491231002X')
    botApi.skipTime(49 * 3_600_000)
    await send(forget(String(user.messages[0]?.id)))
    expect(user.messages[0]?.deleted).toBe(false)
  })

  it('is a fault when refused for another reason', async () => {
    await user.says('11010519491231002X')
    user.blocks()
    const fault = await faultOf(send(forget(String(user.messages[0]?.id))))
    expect(fault.kind).toBe('refused')
  })
})

describe('what Telegram does not do', () => {
  it.each([
    ['an empty text', () => send(text('')), 'message text is empty'],
    ['an unknown chat', () => send(text('x'), { chatId: 'telegram:99' }), 'chat not found'],
    [
      'a chat that blocked the bot',
      () => {
        user.blocks()
        return send(text('x'))
      },
      'bot was blocked by the user',
    ],
    [
      'an unknown file',
      () => senderAt(botApi.root).fetchPicture({ source: 'telegram', fileId: 'x' }),
      'wrong file_id',
    ],
  ])('%s is refused, in its own words', async (_, act, words) => {
    const fault = await faultOf(act())
    expect(fault.kind).toBe('refused')
    expect(fault.message).toContain(words)
  })

  it('too many messages are tried again when it says', async () => {
    botApi.refuseNext({ retryAfter: 7 })
    const fault = await faultOf(send(text('x')))
    expect(fault.kind).toBe('retry')
    expect(fault.retryAt).toEqual(new Date(now.getTime() + 7_000))
  })

  it.each([
    ['an internal error', { status: 500 }],
    ['a gateway’s error', { status: 502, description: 'Bad Gateway' }],
    ['a broken connection', { drop: true }],
    ['a lost answer', { loseAnswer: true }],
  ])('%s is tried again', async (_, trouble) => {
    botApi.refuseNext(trouble)
    const fault = await faultOf(send(text('x')))
    expect([fault.kind, fault.retryAt]).toEqual(['retry', undefined])
  })

  it('an answer that never comes is given up at the deadline and tried again', async () => {
    botApi.refuseNext({ hang: true })
    const fault = await faultOf(send(text('x'), { sender: senderAt(botApi.root, botApi.token, 50) }))
    expect(fault.kind).toBe('retry')
    expect(fault.message).toContain('TimeoutError')
  })

  it('nobody listening is tried again', async () => {
    const closed = await startBotApi()
    await closed.close()
    const fault = await faultOf(send(text('x'), { sender: senderAt(closed.root) }))
    expect(fault.kind).toBe('retry')
    expect(fault.message).toContain('ECONNREFUSED')
  })

  it.each(['42:another', 'no-token-at-all'])('the token %s alerts', async (token) => {
    const fault = await faultOf(send(text('x'), { sender: senderAt(botApi.root, token) }))
    expect(fault.kind).toBe('alert')
  })

  it('a chat of another channel alerts', async () => {
    expect((await faultOf(send(text('x'), { chatId: 'web:7' }))).kind).toBe('alert')
  })

  it('is told without the token, the text or the address', async () => {
    const troubles = [
      {
        status: 400,
        description: `Bad Request: can't parse "身份证 11010519491231002X": 身份证 11010519491231002X`,
      },
      { status: 502, description: `no route to /bot${botApi.token}/sendMessage` },
      { drop: true },
    ]
    for (const trouble of troubles) {
      botApi.refuseNext(trouble)
      const fault = await faultOf(send(text('身份证 11010519491231002X')))
      const told = `${fault.message} ${String(fault.stack)} ${JSON.stringify(fault)} ${String(fault.cause)}`
      expect(told).not.toContain(botApi.token)
      expect(told).not.toContain('11010519491231002X')
    }
    expect.assertions(6)
  })
})

describe('a picture that was sent', () => {
  const lastFileId = async () => {
    const api = new TelegramApi({ token: botApi.token, apiRoot: botApi.root, now: () => now })
    const updates = await api.getUpdates(0, 100, 0, undefined)
    const update = updates.at(-1)
    if (!update || !('message' in update) || !('document' in update.message)) throw new Error('no document')
    return update.message.document.file_id
  }
  const fetchPicture = (fileId: string, bytes?: number) =>
    senderAt(botApi.root).fetchPicture({ source: 'telegram', fileId, ...(bytes !== undefined && { bytes }) })

  it('is fetched as its bytes', async () => {
    await user.sendsFile(scan, 'scan.jpg', 'image/jpeg')
    expect(await fetchPicture(await lastFileId())).toEqual(scan)
  })

  it('is refused when it is gone, or larger than Telegram hands out', async () => {
    await user.sendsFile(scan, 'scan.jpg', 'image/jpeg', { size: 21 * 1024 * 1024 })
    const tooLarge = await lastFileId()
    expect((await faultOf(fetchPicture(tooLarge))).message).toContain('file is too big')
    const calls = botApi.calls.length
    expect((await faultOf(fetchPicture(tooLarge, 21 * 1024 * 1024))).kind).toBe('refused')
    expect(botApi.calls).toHaveLength(calls)
    await user.sendsFile(scan, 'scan.jpg', 'image/jpeg')
    const gone = await lastFileId()
    botApi.loseFiles()
    expect((await faultOf(fetchPicture(gone))).kind).toBe('refused')
  })

  it('is tried again when the download breaks, refused when its path is dead', async () => {
    await user.sendsFile(scan, 'scan.jpg', 'image/jpeg')
    const fileId = await lastFileId()
    botApi.refuseNext({ method: 'file', drop: true })
    expect((await faultOf(fetchPicture(fileId))).kind).toBe('retry')
    botApi.refuseNext({ method: 'file', status: 503 })
    expect((await faultOf(fetchPicture(fileId))).kind).toBe('retry')
    botApi.refuseNext({ method: 'file', status: 404 })
    expect((await faultOf(fetchPicture(fileId))).kind).toBe('refused')
  })

  it('is not read past the limit, whatever Telegram said of its size', async () => {
    await user.sendsFile(new Uint8Array(2_000), 'scan.jpg', 'image/jpeg')
    const api = new TelegramApi({ token: botApi.token, apiRoot: botApi.root, now: () => now })
    const fault = await faultOf(api.download(await lastFileId(), 1_999))
    expect(fault.kind).toBe('refused')
  })
})

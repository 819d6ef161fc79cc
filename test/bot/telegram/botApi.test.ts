import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startBotApi, type BotApi, type TestUser } from '../../support/botApi.ts'

/** The loopback Bot API refuses what the real one refuses; the tests that trust it stand on these. */
let botApi: BotApi
let user: TestUser
beforeEach(async () => {
  botApi = await startBotApi()
  user = botApi.user()
})
afterEach(() => botApi.close())

interface Answer {
  readonly ok: boolean
  readonly error_code?: number
  readonly description?: string
  readonly parameters?: { readonly retry_after: number }
  readonly result?: { readonly message_id: number }
}

const call = async (method: string, fields: object | FormData, token = botApi.token): Promise<Answer> => {
  const multipart = fields instanceof FormData
  const response = await fetch(`${botApi.root}/bot${token}/${method}`, {
    method: 'POST',
    body: multipart ? fields : JSON.stringify(fields),
    ...(multipart ? {} : { headers: { 'content-type': 'application/json' } }),
  })
  return (await response.json()) as Answer
}
const inChat = (fields: object) => ({ chat_id: user.id, text: 'x', ...fields })
const button = (data?: string) => ({
  reply_markup: { inline_keyboard: [[{ text: 'b', ...(data !== undefined && { callback_data: data }) }]] },
})
const form = (fields: Record<string, string | Blob>): FormData => {
  const form = new FormData()
  form.append('chat_id', String(user.id))
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
const image = async (width: number, height: number) =>
  new Blob([
    new Uint8Array(
      await sharp({ create: { width, height, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    ),
  ])

describe('the loopback Bot API refuses', () => {
  it.each([
    ['an empty text', 'sendMessage', { text: '' }, 'message text is empty'],
    ['a blank text', 'sendMessage', { text: ' \n' }, 'text must be non-empty'],
    ['a long text', 'sendMessage', { text: 'x'.repeat(4097) }, 'message is too long'],
    ['no chat', 'sendMessage', { chat_id: '' }, 'chat_id is empty'],
    ['an unknown chat', 'sendMessage', { chat_id: 99 }, 'chat not found'],
    ['65 bytes behind a button', 'sendMessage', button('x'.repeat(65)), 'BUTTON_DATA_INVALID'],
    ['22 Chinese characters behind a button', 'sendMessage', button('选'.repeat(22)), 'BUTTON_DATA_INVALID'],
    ['nothing behind a button', 'sendMessage', button(''), 'BUTTON_DATA_INVALID'],
    ['a button that does nothing', 'sendMessage', button(), 'Text buttons are unallowed'],
    [
      'a keyboard as [object Object]',
      'sendMessage',
      { reply_markup: '[object Object]' },
      "can't parse reply markup",
    ],
    ['an unknown chat action', 'sendChatAction', { action: 'thinking' }, 'wrong parameter action'],
    ['an unknown message to delete', 'deleteMessage', { message_id: 5 }, 'message to delete not found'],
    ['an unknown message to edit', 'editMessageText', { message_id: 5 }, 'message to edit not found'],
    ['an unknown press', 'answerCallbackQuery', { callback_query_id: '5' }, 'query is too old'],
    ['an unknown file', 'getFile', { file_id: 'x' }, 'wrong file_id or the file is temporarily unavailable'],
    ['a file that is none', 'sendDocument', { document: '[object Object]' }, 'wrong remote file identifier'],
    ['no file', 'sendDocument', {}, 'there is no document in the request'],
    ['a webhook without TLS', 'setWebhook', { url: 'http://example.org/' }, 'An HTTPS URL must be provided'],
    [
      'a secret with a space',
      'setWebhook',
      { url: 'https://example.org/', secret_token: 'a b' },
      'unallowed characters',
    ],
    [
      'a secret of 257 characters',
      'setWebhook',
      { url: 'https://example.org/', secret_token: 'a'.repeat(257) },
      'secret token is too long',
    ],
    [
      'a capital command',
      'setMyCommands',
      { commands: [{ command: 'Start', description: 'x' }] },
      'BOT_COMMAND_INVALID',
    ],
    [
      'a command of no description',
      'setMyCommands',
      { commands: [{ command: 'start', description: '' }] },
      'BOT_COMMAND_DESCRIPTION_INVALID',
    ],
    [
      'a language of five letters',
      'setMyCommands',
      { commands: [], language_code: 'zh-CN' },
      'invalid language code',
    ],
  ])('%s', async (_, method, fields, words) => {
    const answer = await call(method, inChat(fields))
    expect([answer.ok, answer.error_code]).toEqual([false, 400])
    expect(answer.description).toMatch(/^Bad Request: /u)
    expect(answer.description).toContain(words)
    expect(user.messages).toEqual([])
  })

  it('an edit that changes nothing', async () => {
    const message_id = (await call('sendMessage', inChat(button('a')))).result?.message_id
    expect((await call('editMessageText', inChat({ message_id, ...button('a') }))).description).toContain(
      'message is not modified',
    )
    expect((await call('editMessageText', inChat({ message_id, ...button('b') }))).ok).toBe(true)
  })

  it('uploads that are empty, no image, too large or too long for a photo, or captioned too long', async () => {
    const refused = async (method: string, fields: Record<string, string | Blob>) =>
      (await call(method, form(fields))).description
    const document = new Blob(['%PDF'])
    expect(await refused('sendDocument', { document: new Blob([]) })).toContain('file must be non-empty')
    expect(await refused('sendDocument', { document: '[object Object]' })).toContain(
      'wrong remote file identifier',
    )
    expect(await refused('sendDocument', { document, caption: 'x'.repeat(1025) })).toContain(
      'caption is too long',
    )
    expect(await refused('sendPhoto', { photo: document })).toContain('IMAGE_PROCESS_FAILED')
    expect(await refused('sendPhoto', { photo: new Blob([new Uint8Array(10_485_761)]) })).toContain(
      'too big for a photo',
    )
    expect(await refused('sendPhoto', { photo: await image(2_100, 100) })).toContain(
      'PHOTO_INVALID_DIMENSIONS',
    )
    expect(await refused('sendPhoto', { photo: await image(2_000, 100) })).toBeUndefined()
  })

  it('a bot whose user blocked it', async () => {
    user.blocks()
    expect(await call('sendMessage', inChat({}))).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    })
    user.unblocks()
    expect((await call('sendMessage', inChat({}))).ok).toBe(true)
  })

  it('what it was told to, as often as it was told to', async () => {
    botApi.refuseNext({ method: 'sendMessage', retryAfter: 3, times: 2 })
    expect((await call('getMe', {})).ok).toBe(true)
    const refused = { error_code: 429, parameters: { retry_after: 3 } }
    expect(await call('sendMessage', inChat({}))).toMatchObject(refused)
    expect(await call('sendMessage', inChat({}))).toMatchObject(refused)
    expect((await call('sendMessage', inChat({}))).ok).toBe(true)
  })

  it('wrong tokens and unknown methods', async () => {
    expect(await call('getMe', {}, '42:wrong')).toMatchObject({
      error_code: 401,
      description: 'Unauthorized',
    })
    expect(await call('getMe', {}, 'wrong')).toMatchObject({ error_code: 404, description: 'Not Found' })
    expect(await call('sendTelepathy', {})).toMatchObject({ error_code: 404 })
  })

  it('fetching while a webhook is set, and the earlier of two that fetch', async () => {
    await call('setWebhook', { url: 'https://example.org/' })
    expect(await call('getUpdates', {})).toMatchObject({ error_code: 409 })
    await call('deleteWebhook', {})
    const first = call('getUpdates', { timeout: 5 })
    await botApi.called('getUpdates', { times: 2 })
    const second = call('getUpdates', { timeout: 5 })
    expect((await first).description).toContain('terminated by other getUpdates request')
    await user.says('x')
    expect((await second).ok).toBe(true)
  })
})

describe('the person at the loopback Bot API', () => {
  it('waits for what the bot says, and is told what it said instead', async () => {
    const seen = user.sees('later')
    await call('sendMessage', inChat({ text: 'sooner' }))
    await call('sendMessage', inChat({ text: 'and later' }))
    expect((await seen).text).toBe('and later')
    await expect(user.sees('never', { timeout: 20 })).rejects.toThrow('- sooner')
  })

  it('takes for an answer only what came after the last thing done', async () => {
    await call('sendMessage', inChat({ text: 'hello' }))
    await user.says('x')
    await expect(user.sees('hello', { timeout: 20 })).rejects.toThrow('the bot did not say "hello"')
  })

  it('cannot press what is not there', async () => {
    await call('sendMessage', inChat(button('a')))
    await expect(user.presses('c')).rejects.toThrow('there are: b')
  })

  it('has photos made small and files left alone', async () => {
    const bytes = new Uint8Array(await (await image(3_000, 1_500)).arrayBuffer())
    await user.sendsPhoto(bytes)
    await user.sendsFile(bytes, 'a.png', 'image/png')
    const photo = await sharp(user.messages[0]?.photo?.bytes).metadata()
    expect([photo.format, photo.width, photo.height]).toEqual(['jpeg', 1280, 640])
    expect(user.messages[1]?.document?.bytes).toEqual(bytes)
  })
})

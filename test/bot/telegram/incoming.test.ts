import type { Message } from 'telegraf/types'
import { describe, expect, it } from 'vitest'
import {
  incomingOfMessage,
  incomingOfPress,
  isUpdate,
  languageOf,
} from '../../../src/bot/telegram/incoming.ts'

const from = { id: 7, is_bot: false, first_name: '测试', language_code: 'en' }
const chat = { id: 7, type: 'private' as const, first_name: '测试' }
const message = (content: object): Message =>
  ({ message_id: 12, date: 0, from, chat, ...content }) as unknown as Message
const inputOf = (content: object) => incomingOfMessage(9, message(content))?.input
const megabytes = (count: number) => count * 1024 * 1024

describe('a message', () => {
  it('carries its update, its chat and the language of its sender', () => {
    expect(incomingOfMessage(9, message({ text: '清华大学' }))).toEqual({
      channel: 'telegram',
      updateId: '9',
      chatId: 'telegram:7',
      language: 'en',
      input: { type: 'text', text: '清华大学', messageRef: '12' },
    })
  })

  it.each([
    ['/start', 'start', ''],
    ['/start 123456789012', 'start', '123456789012'],
    ['/status@sealpass_bot', 'status', ''],
    ['/STATUS', 'status', ''],
    ['/start@sealpass_bot  1234 ', 'start', '1234'],
    ['/settings', 'help', ''],
  ])('%s is a command', (text, command, argument) => {
    expect(inputOf({ text })).toEqual({ type: 'command', command, argument })
  })

  it.each(['/ 12', '/北京', 'a /start', '/start-now'])('%s is text', (text) => {
    expect(inputOf({ text })).toEqual({ type: 'text', text, messageRef: '12' })
  })

  it('with a photo is its largest size that can be fetched', () => {
    const size = (file_id: string, width: number, file_size?: number) => ({
      file_id,
      file_unique_id: file_id,
      width,
      height: width,
      file_size,
    })
    const photo = [
      size('s', 90, 900),
      size('y', 1280, 90_000),
      size('m', 320, 9_000),
      size('w', 9000, megabytes(21)),
    ]
    expect(inputOf({ photo })).toEqual({
      type: 'picture',
      picture: { source: 'telegram', fileId: 'y', bytes: 90_000 },
      messageRef: '12',
    })
    expect(inputOf({ photo: [] })).toEqual({ type: 'other' })
  })

  it('with a file is a picture whatever the file says it is, and keeps its size for the answer', () => {
    const document = { file_id: 'd', file_unique_id: 'd', mime_type: 'video/mp4', file_size: megabytes(30) }
    expect(inputOf({ document })).toEqual({
      type: 'picture',
      picture: { source: 'telegram', fileId: 'd', bytes: megabytes(30) },
      messageRef: '12',
    })
    for (const mime_type of ['image/heic', 'image/png', 'application/pdf'])
      expect(inputOf({ document: { file_id: 'd', file_unique_id: 'd', mime_type } })).toMatchObject({
        type: 'picture',
        picture: { fileId: 'd' },
      })
    expect(inputOf({ document: { file_id: 'd', file_unique_id: 'd' } })).toEqual({
      type: 'picture',
      picture: { source: 'telegram', fileId: 'd' },
      messageRef: '12',
    })
  })

  it.each(['sticker', 'voice', 'video', 'video_note', 'contact', 'location', 'poll', 'dice', 'of_next_year'])(
    'with a %s is of a kind no question uses',
    (kind) => {
      expect(inputOf({ [kind]: {} })).toEqual({ type: 'other' })
    },
  )

  it('that the client wrote by itself is none', () => {
    expect(inputOf({ pinned_message: message({ text: 'x' }) })).toBeUndefined()
  })

  it('of an album is an Incoming of its own', () => {
    const photo = (file_id: string) => [{ file_id, file_unique_id: file_id, width: 9, height: 9 }]
    const both = ['a', 'b'].map((id, index) =>
      incomingOfMessage(20 + index, message({ photo: photo(id), media_group_id: '5' })),
    )
    expect(both.map((incoming) => incoming?.updateId)).toEqual(['20', '21'])
    expect(both.map((incoming) => incoming?.input)).toMatchObject([{ inAlbum: true }, { inAlbum: true }])
  })
})

describe('a pressed button', () => {
  const query = (content: object) => ({
    id: '1',
    from,
    chat_instance: '1',
    message: message({ text: 'which?' }) as Message.TextMessage,
    ...content,
  })

  it('is the choice it carries', () => {
    expect(incomingOfPress(9, query({ data: '3:askReason:other' }) as never)).toMatchObject({
      chatId: 'telegram:7',
      input: {
        type: 'choice',
        choice: { version: 3, step: 'askReason', option: 'other' },
        messageRef: '12',
      },
    })
  })

  it.each([{ data: 'what an older release wrote' }, { game_short_name: 'chess' }])(
    'that is none of ours is of a kind no question uses: %o',
    (content) => {
      expect(incomingOfPress(9, query(content) as never)?.input).toEqual({ type: 'other' })
    },
  )

  it('outside a chat is none', () => {
    const { message: _, ...inline } = query({ data: '3:askReason:other' })
    expect(incomingOfPress(9, inline as never)).toBeUndefined()
  })
})

describe('the language', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-hans', 'zh-CN'],
    ['zh-Hant-TW', 'zh-CN'],
    ['en', 'en'],
    ['de', 'en'],
    ['zha', 'en'],
  ])('of a client that says %s is %s', (code, language) => {
    expect(languageOf(code)).toBe(language)
  })
})

describe('what is delivered', () => {
  it('is an update when it has the parts that are read', () => {
    expect(isUpdate({ update_id: 1, message: message({ text: 'x' }) })).toBe(true)
    expect(isUpdate({ update_id: 1, of_next_year: {} })).toBe(true)
  })

  it.each([
    null,
    [],
    'text',
    {},
    { update_id: '1' },
    { update_id: 1.5 },
    { update_id: 1, message: 5 },
    { update_id: 1, message: null },
    { update_id: 1, message: { message_id: 1 } },
    { update_id: 1, message: { message_id: 1, chat: { id: 'x' } } },
    { update_id: 1, message: { message_id: 1, chat, text: 5 } },
    { update_id: 1, message: { message_id: 1, chat, from: { language_code: 5 } } },
    { update_id: 1, message: { message_id: 1, chat, photo: {} } },
    { update_id: 1, message: { message_id: 1, chat, photo: [null] } },
    { update_id: 1, message: { message_id: 1, chat, document: {} } },
    { update_id: 1, callback_query: { id: 1, from } },
    { update_id: 1, callback_query: { id: '1', from, data: {} } },
    { update_id: 1, callback_query: { id: '1', from, message: {} } },
  ])('is none otherwise: %j', (value) => {
    expect(isUpdate(value)).toBe(false)
  })
})

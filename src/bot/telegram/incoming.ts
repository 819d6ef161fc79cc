import type { CallbackQuery, Message, Update } from 'telegraf/types'
import type { Language } from '../../core/application.ts'
import { commands, parseChoiceId, type Command, type Incoming, type Input } from '../../core/chat.ts'
import { maxDownloadBytes } from './telegramApi.ts'

/** The kinds of update the bot asks for; all others stay with Telegram. */
export const allowedUpdates = ['message', 'callback_query'] as const

/**
 * What a private message says to the conversation; undefined for what the client reports by itself, such as a
 * pinned message. Each photo of an album comes as a message, and so as an Incoming, of its own.
 */
export const incomingOfMessage = (updateId: number, message: Message): Incoming | undefined => {
  const input = inputOf(message)
  return input && incoming(updateId, message.chat.id, message.from?.language_code, input)
}

/**
 * What a pressed button says; undefined for a button outside a chat. A button that is none of ours, perhaps of an
 * older release, counts as a message no question uses, and is answered with what is expected.
 */
export const incomingOfPress = (updateId: number, query: CallbackQuery): Incoming | undefined => {
  if (!query.message) return undefined
  const choice = 'data' in query ? parseChoiceId(query.data) : undefined
  const input: Input = choice
    ? { type: 'choice', choice, messageRef: String(query.message.message_id) }
    : { type: 'other' }
  return incoming(updateId, query.message.chat.id, query.from.language_code, input)
}

const incoming = (
  updateId: number,
  chatId: number,
  languageCode: string | undefined,
  input: Input,
): Incoming => ({
  channel: 'telegram',
  updateId: String(updateId),
  chatId: `telegram:${chatId}`,
  language: languageOf(languageCode),
  input,
})

/** Whoever names no language gets the one most applicants speak (R19). */
export const languageOf = (code: string | undefined): Language =>
  code === undefined || /^zh\b/iu.test(code) ? 'zh-CN' : 'en'

/** What Telegram writes into a private chat on its own account. */
const serviceFields: readonly string[] = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'write_access_allowed',
  'connected_website',
  'chat_background_set',
  'boost_added',
]

const inputOf = (message: Message): Input | undefined => {
  const messageRef = String(message.message_id)
  if ('text' in message) return commandOf(message.text) ?? { type: 'text', text: message.text, messageRef }
  const file = fileOf(message)
  if (file) {
    const inAlbum = 'media_group_id' in message ? { inAlbum: true as const } : {}
    return { type: 'picture', picture: pictureOf(file), ...inAlbum, messageRef }
  }
  return serviceFields.some((field) => field in message) ? undefined : { type: 'other' }
}

/**
 * `/start 123`, `/status@the_bot`. A command nobody knows is a call for help; a slash before anything but Latin
 * letters is text.
 */
const commandOf = (text: string): Input | undefined => {
  const match = /^\/([a-z][a-z0-9_]{0,31})(?:@[a-z0-9_]+)?(?:\s+(.*))?$/isu.exec(text)
  if (!match) return undefined
  const [, name = '', argument = ''] = match
  const command: Command = commands.find((command) => command === name.toLowerCase()) ?? 'help'
  return { type: 'command', command, argument: argument.trim() }
}

type PhotoSize = Message.PhotoMessage['photo'][number]

const fileOf = (message: Message): Parameters<typeof pictureOf>[0] | undefined => {
  const photo = 'photo' in message ? largest(message.photo) : undefined
  return photo ?? ('document' in message ? message.document : undefined)
}

/** The most pixels among the sizes that can be fetched at all. */
const largest = (sizes: readonly PhotoSize[]): PhotoSize | undefined =>
  sizes
    .filter(({ file_size: bytes }) => bytes === undefined || bytes <= maxDownloadBytes)
    .toSorted((a, b) => b.width * b.height - a.width * a.height)[0]

const pictureOf = ({ file_id: fileId, file_size: bytes }: { file_id: string; file_size?: number }) => ({
  source: 'telegram' as const,
  fileId,
  ...(bytes === undefined ? {} : { bytes }),
})

/** Whether a value has the parts of an update that this room reads; Telegram's own updates all do. */
export const isUpdate = (value: unknown): value is Update => {
  if (!isRecord(value) || !Number.isSafeInteger(value['update_id'])) return false
  const { message, callback_query: query } = value
  if (message !== undefined) return isMessage(message)
  if (query === undefined) return true
  return (
    isRecord(query) &&
    typeof query['id'] === 'string' &&
    isRecord(query['from']) &&
    isTextOrAbsent(query['data']) &&
    (query['message'] === undefined || isMessage(query['message']))
  )
}

const isMessage = (value: unknown): boolean =>
  isRecord(value) &&
  Number.isSafeInteger(value['message_id']) &&
  isRecord(value['chat']) &&
  Number.isSafeInteger(value['chat']['id']) &&
  isTextOrAbsent(value['text']) &&
  (value['from'] === undefined ||
    (isRecord(value['from']) && isTextOrAbsent(value['from']['language_code']))) &&
  (value['document'] === undefined || isFile(value['document'])) &&
  (value['photo'] === undefined || (Array.isArray(value['photo']) && value['photo'].every(isFile)))

const isFile = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['file_id'] === 'string' &&
  (value['file_size'] === undefined || Number.isSafeInteger(value['file_size']))

const isTextOrAbsent = (value: unknown): boolean => value === undefined || typeof value === 'string'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

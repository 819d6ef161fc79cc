import sharp from 'sharp'
import type { Fields } from './fields.ts'
import { badRequest, Refusal } from './refusal.ts'
import { checkWebhook, type Updates } from './updates.ts'
import type { Chat, StoredMessage, World } from './world.ts'

const maxText = 4096
const maxCaption = 1024
const maxPhotoBytes = 10 * 1024 * 1024
const maxUploadBytes = 50 * 1024 * 1024
const maxDownloadBytes = 20 * 1024 * 1024
const deletableFor = 48 * 3_600_000
const answerableFor = 15 * 60_000

const actions = [
  'typing',
  'upload_photo',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_voice',
]

export interface Call {
  readonly fields: Fields
  readonly world: World
  readonly updates: Updates
  /** Aborted when the caller has hung up. */
  readonly gone: AbortSignal
}

type Method = (call: Call) => unknown

/** The methods of the Bot API that a bot of ours may come to use; any other is answered with 404. */
export const methods: Readonly<Record<string, Method>> = {
  getMe: ({ world }) => ({ ...world.bot, can_join_groups: false, supports_inline_queries: false }),

  sendMessage: ({ world, fields }) => {
    const chat = world.openChat(chatIdOf(fields))
    return sent(world, chat, { text: checkedText(fields), buttons: fields.buttons() })
  },

  editMessageText: ({ world, fields }) => {
    const chat = world.openChat(chatIdOf(fields))
    const message = chat.messages.find(({ id, deleted }) => id === fields.integer('message_id') && !deleted)
    if (!message) throw badRequest('message to edit not found')
    if (message.by !== 'bot') throw badRequest("message can't be edited")
    const text = checkedText(fields)
    const buttons = fields.buttons()
    if (text === message.text && JSON.stringify(buttons) === JSON.stringify(message.buttons)) {
      throw badRequest(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      )
    }
    Object.assign(message, { text, buttons })
    world.changed()
    return shown(world, chat, message)
  },

  sendDocument: async ({ world, fields }) => {
    const chat = world.openChat(chatIdOf(fields))
    const { bytes, name } = await upload(world, fields, 'document')
    const document = { fileName: name, bytes }
    return sent(world, chat, { text: checkedCaption(fields), buttons: fields.buttons(), document })
  },

  sendPhoto: async ({ world, fields }) => {
    const chat = world.openChat(chatIdOf(fields))
    const { bytes } = await upload(world, fields, 'photo')
    await checkPhoto(bytes)
    return sent(world, chat, { text: checkedCaption(fields), buttons: fields.buttons(), photo: { bytes } })
  },

  sendChatAction: ({ world, fields }) => {
    const chat = world.openChat(chatIdOf(fields))
    const action = fields.text('action')
    if (!actions.includes(action)) throw badRequest('wrong parameter action in request')
    chat.actions.push(action)
    world.changed()
    return true
  },

  deleteMessage: ({ world, fields }) => {
    const chat = world.openChat(chatIdOf(fields))
    const id = fields.integer('message_id')
    if (id === 0) throw badRequest('message identifier is not specified')
    const message = chat.messages.find((message) => message.id === id && !message.deleted)
    if (!message) throw badRequest('message to delete not found')
    if (world.now() - message.sentAt > deletableFor) throw badRequest("message can't be deleted for everyone")
    message.deleted = true
    world.changed()
    return true
  },

  answerCallbackQuery: ({ world, fields }) => {
    const press = world.presses.get(fields.text('callback_query_id'))
    if (!press || world.now() - press.sentAt > answerableFor) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid')
    }
    if (fields.text('text').length > 200) throw badRequest('MESSAGE_TOO_LONG')
    press.answered = true
    world.changed()
    return true
  },

  getFile: ({ world, fields }) => {
    const file = world.files.get(fields.text('file_id'))
    if (!file || file.gone) throw badRequest('wrong file_id or the file is temporarily unavailable')
    if (file.size > maxDownloadBytes) throw badRequest('file is too big')
    return { file_id: file.id, file_unique_id: file.id, file_size: file.size, file_path: file.path }
  },

  getUpdates: ({ updates, fields, gone }) => {
    updates.allowed = allowedUpdates(fields) ?? updates.allowed
    const limit = Math.min(Math.max(fields.integer('limit', 100), 1), 100)
    return updates.fetch(fields.integer('offset'), limit, fields.integer('timeout'), gone)
  },

  setWebhook: ({ updates, fields }) => {
    const url = fields.text('url')
    const secret = fields.text('secret_token') || undefined
    if (url !== '') checkWebhook(url, secret)
    updates.allowed = allowedUpdates(fields) ?? updates.allowed
    updates.setWebhook(url === '' ? undefined : { url, secret })
    return true
  },

  deleteWebhook: ({ updates }) => {
    updates.setWebhook(undefined)
    return true
  },

  getWebhookInfo: ({ updates }) => ({
    url: updates.webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: updates.pendingCount,
    ...(updates.allowed.length > 0 && { allowed_updates: updates.allowed }),
    ...(updates.webhook?.lastError && { last_error_message: updates.webhook.lastError }),
  }),

  setMyCommands: ({ world, fields }) => {
    const list = fields.json('commands', "can't parse commands JSON object")
    if (!Array.isArray(list)) throw badRequest('expected an Array of BotCommand')
    if (list.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
    const language = fields.text('language_code')
    if (language !== '' && !/^[a-z]{2}$/u.test(language)) throw badRequest('invalid language code specified')
    world.commands.set(language, list.map(botCommand))
    return true
  },
}

const chatIdOf = (fields: Fields): number => {
  if (fields.text('chat_id') === '') throw badRequest('chat_id is empty')
  return fields.integer('chat_id')
}

const checkedText = (fields: Fields): string => {
  const text = fields.text('text')
  if (text === '') throw badRequest('message text is empty')
  if (text.trim() === '') throw badRequest('text must be non-empty')
  if ([...text].length > maxText) throw badRequest('message is too long')
  return text.trim()
}

const checkedCaption = (fields: Fields): string => {
  const caption = fields.text('caption').trim()
  if ([...caption].length > maxCaption) throw badRequest('message caption is too long')
  return caption
}

/** The file of a field: uploaded, or named by the id of one that Telegram has. */
const upload = async (
  world: World,
  fields: Fields,
  name: 'document' | 'photo',
): Promise<{ bytes: Uint8Array; name: string }> => {
  const file = fields.file(name)
  if (file) {
    if (file.size === 0) throw badRequest('file must be non-empty')
    if (file.size > maxUploadBytes) throw new Refusal(413, 'Request Entity Too Large')
    return { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name }
  }
  const id = fields.text(name)
  if (id === '') throw badRequest(`there is no ${name} in the request`)
  const known = world.files.get(id)
  if (!known || known.gone) {
    throw badRequest('wrong remote file identifier specified: Wrong character in the string')
  }
  return { bytes: known.bytes, name: known.path }
}

const checkPhoto = async (bytes: Uint8Array): Promise<void> => {
  if (bytes.length > maxPhotoBytes) {
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${maxPhotoBytes} bytes`,
    )
  }
  const image = await sharp(bytes)
    .metadata()
    .catch(() => undefined)
  if (!image) throw badRequest('IMAGE_PROCESS_FAILED')
  const { width, height } = image
  if (width + height > 10_000 || Math.max(width, height) > 20 * Math.min(width, height)) {
    throw badRequest('PHOTO_INVALID_DIMENSIONS')
  }
}

const allowedUpdates = (fields: Fields): readonly string[] | undefined => {
  const allowed = fields.json('allowed_updates', "can't parse allowed updates JSON object")
  return Array.isArray(allowed) ? allowed.map(String) : undefined
}

const botCommand = (value: unknown): { command: string; description: string } => {
  const { command, description } = (value ?? {}) as Record<string, unknown>
  if (typeof command !== 'string' || !/^[a-z0-9_]{1,32}$/u.test(command))
    throw badRequest('BOT_COMMAND_INVALID')
  if (typeof description !== 'string' || description === '' || [...description].length > 256) {
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  }
  return { command, description }
}

const sent = (
  world: World,
  chat: Chat,
  content: Pick<StoredMessage, 'text' | 'buttons'> & Partial<Pick<StoredMessage, 'document' | 'photo'>>,
): object => {
  const message: StoredMessage = {
    id: world.nextId(),
    by: 'bot',
    deleted: false,
    sentAt: world.now(),
    ...content,
  }
  chat.messages.push(message)
  world.changed()
  return shown(world, chat, message)
}

const shown = (world: World, chat: Chat, message: StoredMessage): object => ({
  message_id: message.id,
  from: world.bot,
  chat: { id: chat.user.id, type: 'private', first_name: chat.user.firstName },
  date: Math.floor(message.sentAt / 1000),
  text: message.text,
})

import { formatChoiceId, type Choice, type Outgoing } from '../../core/chat.ts'
import { Fault } from '../../core/fault.ts'
import type { ChatFiles, ChatSender, Departing } from '../../core/ports.ts'
import { maxDownloadBytes, TelegramFault, type TelegramApi } from './telegramApi.ts'

/** Telegram's limits: characters of a text and of a caption, bytes behind a button. */
export const maxText = 4096
export const maxCaption = 1024
const maxChoiceBytes = 64

/** Sends what leaves for a Telegram chat. A message that is sent in parts is repeated as a whole. */
export const telegramSender = ({
  api,
  files,
}: {
  readonly api: TelegramApi
  readonly files: ChatFiles
}): ChatSender => {
  const sendText = async (chat: number, text: string, choices: readonly (readonly Choice[])[]) => {
    const keyboard = keyboardOf(choices)
    const parts = partsOf(text)
    for (const [index, part] of parts.entries()) {
      await api.sendMessage(chat, part, {
        link_preview_options: { is_disabled: true },
        ...(keyboard && index === parts.length - 1 ? { reply_markup: keyboard } : {}),
      })
    }
  }

  /** A caption too long for the file follows it as a text. */
  const withCaption = async (
    chat: number,
    caption: string,
    send: (extra: { caption?: string }) => Promise<unknown>,
  ) => {
    const fits = caption.length <= maxCaption
    await send(fits && caption !== '' ? { caption } : {})
    if (!fits) await sendText(chat, caption, [])
  }

  const sendDocument = async (chat: number, bytes: Uint8Array, filename: string, caption: string) =>
    withCaption(chat, caption, (extra) => api.sendDocument(chat, fileOf(bytes, filename), extra))

  // Not protected from saving: the applicant looks at and keeps what is the applicant's own (R9).
  const sendPicture = async (chat: number, bytes: Uint8Array, name: string, caption: string) => {
    try {
      await withCaption(chat, caption, (extra) => api.sendPhoto(chat, fileOf(bytes, `${name}.jpg`), extra))
    } catch (error) {
      if (!isRefusal(error, notAPhoto)) throw error
      await sendDocument(chat, bytes, `${name}.jpg`, caption)
    }
  }

  const send = async (chatId: string, message: Outgoing): Promise<void> => {
    const chat = chatOf(chatId)
    switch (message.type) {
      case 'text':
        await sendText(chat, message.text, message.choices ?? [])
        return
      case 'document': {
        const bytes = found(await files.document(chatId, message.document))
        await sendDocument(chat, bytes, message.fileName, message.caption)
        return
      }
      case 'picture': {
        const bytes = found(await files.picture(chatId, message.picture))
        await sendPicture(chat, bytes, message.picture.kind, message.caption)
        return
      }
      case 'busy':
        await ignoring(
          // What it announces follows at once, and meets the same trouble if it lasts.
          (error) => error instanceof Fault && error.kind !== 'alert',
          () => api.sendChatAction(chat, message.what === 'composing' ? 'upload_document' : 'typing'),
        )
        return
      case 'forget':
        await ignoring(
          (error) => isRefusal(error, notDeletable),
          () => api.deleteMessage(chat, Number(message.messageRef)),
        )
    }
  }

  return {
    send: ({ chatId, message }: Departing) => send(chatId, message),
    fetchPicture: async ({ fileId, bytes = 0 }) => {
      if (bytes > maxDownloadBytes) throw new Fault('refused', 'Telegram hands out no file of this size')
      return api.download(fileId, maxDownloadBytes)
    },
  }
}

/** Gone already, or older than the 48 hours in which a bot may delete what it was sent. */
const notDeletable = /message to delete not found|message can't be deleted/iu

/** Too many pixels, too long and narrow, or too many bytes for a photo; as a file it still arrives. */
const notAPhoto =
  /PHOTO_INVALID_DIMENSIONS|IMAGE_PROCESS_FAILED|PHOTO_SAVE_FILE_INVALID|too big for a photo/iu

const isRefusal = (error: unknown, description: RegExp): boolean =>
  error instanceof TelegramFault && error.kind === 'refused' && description.test(error.description)

const ignoring = async (
  harmless: (error: unknown) => boolean,
  call: () => Promise<unknown>,
): Promise<void> => {
  try {
    await call()
  } catch (error) {
    if (!harmless(error)) throw error
  }
}

const chatOf = (chatId: string): number => {
  const match = /^telegram:(-?\d{1,16})$/u.exec(chatId)
  if (!match) throw new Fault('alert', 'a message for another channel reached Telegram’s sender')
  return Number(match[1])
}

const found = (bytes: Uint8Array | undefined): Uint8Array => {
  if (!bytes) throw new Fault('refused', 'what was to be shown is no longer there, or not for this chat')
  return bytes
}

/** Telegraf's types ask for Node's Buffer; our client sends any bytes. */
const fileOf = (bytes: Uint8Array, filename: string) => ({ source: bytes as Buffer, filename })

const keyboardOf = (rows: readonly (readonly Choice[])[]) =>
  rows.length === 0
    ? undefined
    : {
        inline_keyboard: rows.map((row) =>
          row.map(({ id, label }) => ({ text: label, callback_data: callbackData(id) })),
        ),
      }

const callbackData = (id: Choice['id']): string => {
  const data = formatChoiceId(id)
  const bytes = new TextEncoder().encode(data).length
  if (bytes <= maxChoiceBytes) return data
  throw new Fault(
    'alert',
    `a button of step ${id.step} carries ${bytes} bytes; Telegram takes ${maxChoiceBytes}`,
  )
}

/** The text in parts that Telegram takes, cut at line ends where there are any, never inside a character. */
export const partsOf = (text: string): readonly string[] => {
  const parts: string[] = []
  let rest = text
  while (rest.length > maxText) {
    const line = rest.lastIndexOf('\n', maxText)
    const cut = line > 0 ? line : maxText - (isLowSurrogate(rest.charCodeAt(maxText)) ? 1 : 0)
    parts.push(rest.slice(0, cut))
    rest = rest.slice(line > 0 ? cut + 1 : cut)
  }
  return rest.trim() === '' && parts.length > 0 ? parts : [...parts, rest]
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

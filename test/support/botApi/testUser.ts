import sharp from 'sharp'
import type { Updates } from './updates.ts'
import type { Chat, ShownMessage, StoredFile, StoredMessage, World } from './world.ts'

export interface Press {
  readonly updateId: number
  /** Resolves when the button stops spinning. */
  answered(options?: { timeout?: number }): Promise<true>
}

/** A person in a private chat with the bot. What they do resolves to the id of the update it became. */
export class TestUser {
  readonly id: number
  private readonly world: World
  private readonly updates: Updates
  private readonly chat: Chat
  /** The bot's messages from here on are the answer to what the user did last. */
  private answersFrom = 0

  constructor(world: World, updates: Updates, chat: Chat) {
    this.world = world
    this.updates = updates
    this.chat = chat
    this.id = chat.user.id
  }

  /** All messages of both sides, oldest first, the deleted ones included. */
  get messages(): readonly ShownMessage[] {
    return this.chat.messages
  }

  /** What the bot did as chat actions, in order. */
  get actions(): readonly string[] {
    return this.chat.actions
  }

  async says(text: string): Promise<number> {
    const entities = /^\/[a-z0-9_]+(@\w+)?/iu.exec(text)
    return this.sends(
      { text },
      {
        text,
        ...(entities && { entities: [{ type: 'bot_command', offset: 0, length: entities[0].length }] }),
      },
    )
  }

  /** Presses the newest button with this label, or the one on `on`. */
  async presses(label: string, { on }: { on?: ShownMessage } = {}): Promise<Press> {
    const candidates = on ? [on] : this.chat.messages.filter(({ by, deleted }) => by === 'bot' && !deleted)
    const message = candidates.findLast(({ buttons }) => buttons.flat().some(({ text }) => text === label))
    const button = message?.buttons.flat().find(({ text }) => text === label)
    if (!message || !button) {
      const labels = candidates.flatMap(({ buttons }) => buttons.flat().map(({ text }) => text))
      throw new Error(`there is no button ${label}; there are: ${labels.join(' | ')}`)
    }
    const queryId = String(this.world.nextId())
    const press = { chatId: this.id, sentAt: this.world.now(), answered: false }
    this.world.presses.set(queryId, press)
    this.answersFrom = this.chat.messages.length
    const updateId = this.updates.push(this.id, 'callback_query', {
      id: queryId,
      from: this.from(),
      message: {
        message_id: message.id,
        from: this.world.bot,
        chat: this.shownChat(),
        date: 0,
        text: message.text,
      },
      chat_instance: String(this.id),
      data: button.callback_data,
    })
    return {
      updateId,
      answered: ({ timeout = 5_000 } = {}) =>
        this.world.until(
          () => press.answered || undefined,
          timeout,
          () => `the button ${label} still spins`,
        ),
    }
  }

  /** Sends a picture as a photo: Telegram makes it a JPEG of at most 1280 pixels. */
  async sendsPhoto(bytes: Uint8Array, { album }: { album?: string } = {}): Promise<number> {
    const sizes = await Promise.all([90, 320, 1280].map((side) => this.photoSize(bytes, side)))
    const largest = sizes.at(-1)
    if (!largest) throw new Error('a photo has sizes')
    return this.sends(
      { photo: { bytes: largest.file.bytes } },
      { photo: sizes.map(({ shown }) => shown), ...(album && { media_group_id: album }) },
    )
  }

  async sendsAlbum(pictures: readonly Uint8Array[]): Promise<number[]> {
    const album = String(this.world.nextId())
    const ids: number[] = []
    for (const picture of pictures) ids.push(await this.sendsPhoto(picture, { album }))
    return ids
  }

  /** Sends bytes as they are. `size` makes Telegram believe in a larger file. */
  async sendsFile(
    bytes: Uint8Array,
    name: string,
    mime: string,
    { size = bytes.length }: { size?: number } = {},
  ): Promise<number> {
    const file = this.world.keep('documents', name.split('.').at(-1) ?? 'dat', bytes, size)
    return this.sends(
      { document: { fileName: name, bytes } },
      { document: { ...idOf(file), file_name: name, mime_type: mime } },
    )
  }

  async sendsSticker(): Promise<number> {
    const file = this.world.keep('stickers', 'webp', new Uint8Array([1]))
    return this.sends(
      {},
      { sticker: { ...idOf(file), width: 512, height: 512, type: 'regular', emoji: '🐟' } },
    )
  }

  async sendsVoice(): Promise<number> {
    const file = this.world.keep('voice', 'oga', new Uint8Array([1]))
    return this.sends({}, { voice: { ...idOf(file), duration: 1, mime_type: 'audio/ogg' } })
  }

  blocks(): void {
    this.chat.blocked = true
  }

  unblocks(): void {
    this.chat.blocked = false
  }

  /**
   * The first message of the bot, since the user last did something, that holds the text or fits; waits for it up
   * to `timeout` milliseconds.
   */
  async sees(
    expected: string | ((message: ShownMessage) => boolean),
    { timeout = 5_000 }: { timeout?: number } = {},
  ): Promise<ShownMessage> {
    const fits =
      typeof expected === 'string' ? (message: ShownMessage) => message.text.includes(expected) : expected
    const answers = () =>
      this.chat.messages.slice(this.answersFrom).filter(({ by, deleted }) => by === 'bot' && !deleted)
    return this.world.until(
      () => answers().find(fits),
      timeout,
      () =>
        `the bot did not say ${typeof expected === 'string' ? `"${expected}"` : 'what was expected'}; it said:\n${answers()
          .map(
            ({ text, document, photo }) =>
              `- ${text}${document ? ' [document]' : ''}${photo ? ' [photo]' : ''}`,
          )
          .join('\n')}`,
    )
  }

  private sends(content: Partial<StoredMessage>, fields: object): number {
    const message: StoredMessage = {
      id: this.world.nextId(),
      by: 'user',
      text: '',
      buttons: [],
      deleted: false,
      sentAt: this.world.now(),
      ...content,
    }
    this.chat.messages.push(message)
    this.answersFrom = this.chat.messages.length
    return this.updates.push(this.id, 'message', {
      message_id: message.id,
      from: this.from(),
      chat: this.shownChat(),
      date: Math.floor(message.sentAt / 1000),
      ...fields,
    })
  }

  private from(): object {
    const { id, firstName, languageCode } = this.chat.user
    return {
      id,
      is_bot: false,
      first_name: firstName,
      ...(languageCode !== undefined && { language_code: languageCode }),
    }
  }

  private shownChat(): object {
    return { id: this.id, type: 'private', first_name: this.chat.user.firstName }
  }

  private async photoSize(bytes: Uint8Array, side: number): Promise<{ file: StoredFile; shown: object }> {
    const { data, info } = await sharp(bytes)
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 87 })
      .toBuffer({ resolveWithObject: true })
    const file = this.world.keep('photos', 'jpg', new Uint8Array(data))
    return { file, shown: { ...idOf(file), width: info.width, height: info.height } }
  }
}

const idOf = (file: StoredFile): object => ({
  file_id: file.id,
  file_unique_id: file.id,
  file_size: file.size,
})

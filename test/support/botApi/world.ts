import { badRequest, Refusal } from './refusal.ts'

export interface Button {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
}

/** A message as both sides of a chat see it. */
export interface ShownMessage {
  readonly id: number
  readonly by: 'bot' | 'user'
  /** Of a text, or the caption of a file. */
  readonly text: string
  readonly buttons: readonly (readonly Button[])[]
  readonly document?: { readonly fileName: string; readonly bytes: Uint8Array }
  readonly photo?: { readonly bytes: Uint8Array }
  readonly deleted: boolean
}

export interface StoredMessage extends ShownMessage {
  text: string
  buttons: readonly (readonly Button[])[]
  deleted: boolean
  /** Milliseconds since 1970 by the world's clock. */
  readonly sentAt: number
}

export interface ChatUser {
  readonly id: number
  readonly languageCode: string | undefined
  readonly firstName: string
}

export interface Chat {
  readonly user: ChatUser
  readonly messages: StoredMessage[]
  readonly actions: string[]
  blocked: boolean
}

export interface StoredFile {
  readonly id: string
  readonly path: string
  readonly bytes: Uint8Array
  /** What the Bot API says of its size; larger than `bytes` for a file that only claims to be large. */
  readonly size: number
  gone: boolean
}

export interface Press {
  readonly chatId: number
  readonly sentAt: number
  answered: boolean
}

export type Payload = Readonly<Record<string, unknown>>

/** Everything the loopback Bot API knows, and who waits for it to change. */
export class World {
  readonly bot = { id: 42, is_bot: true, first_name: 'Sealpass', username: 'sealpass_test_bot' }
  readonly chats = new Map<number, Chat>()
  readonly files = new Map<string, StoredFile>()
  readonly presses = new Map<string, Press>()
  /** By language code; '' for everyone else. */
  readonly commands = new Map<string, readonly { command: string; description: string }[]>()
  private readonly watchers = new Set<() => void>()
  private skipped = 0
  private lastId = 1000

  now(): number {
    return Date.now() + this.skipped
  }

  skip(milliseconds: number): void {
    this.skipped += milliseconds
  }

  nextId(): number {
    this.lastId += 1
    return this.lastId
  }

  chat(id: number): Chat {
    const chat = this.chats.get(id)
    if (!chat) throw badRequest('chat not found')
    return chat
  }

  /** The chat as the bot may write to it. */
  openChat(id: number): Chat {
    const chat = this.chat(id)
    if (chat.blocked) throw new Refusal(403, 'Forbidden: bot was blocked by the user')
    return chat
  }

  keep(folder: string, extension: string, bytes: Uint8Array, size = bytes.length): StoredFile {
    const number = this.nextId()
    const file: StoredFile = {
      id: `BQACAgIAAxkBAA${number}-${folder}`,
      path: `${folder}/file_${number}.${extension}`,
      bytes,
      size,
      gone: false,
    }
    this.files.set(file.id, file)
    return file
  }

  changed(): void {
    for (const watcher of this.watchers) watcher()
  }

  /** The first defined value of `look`, which is asked again after each change. */
  async until<Value>(look: () => Value | undefined, timeout: number, missing: () => string): Promise<Value> {
    const now = look()
    if (now !== undefined) return now
    const { promise, resolve, reject } = Promise.withResolvers<Value>()
    const timer = setTimeout(() => reject(new Error(`after ${timeout} ms: ${missing()}`)), timeout)
    const watcher = () => {
      const value = look()
      if (value !== undefined) resolve(value)
    }
    this.watchers.add(watcher)
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.watchers.delete(watcher)
    }
  }
}

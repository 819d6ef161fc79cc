import type { Language } from '../core/application.ts'
import type { Channel } from '../core/chat.ts'
import type { MissingCharacters } from '../core/form.ts'

/** What a conversation is configured with, once. */
export interface Conversing {
  readonly missingCharacters: MissingCharacters
  /** What the barcode of a form carries that is composed in this channel. */
  readonly formLink: (formNumber: string, channel: Channel) => string
  readonly operator: {
    readonly name: string
    readonly contact: Readonly<Record<Language, string>>
    /** Days until an ended application is erased (R20). */
    readonly retentionDays: number
  }
}

/** Clock and randomness of one turn, made by the host; used only if the turn composes a form. */
export interface Fresh {
  readonly now: Date
  readonly applicationId: string
  readonly formNumber: string
}

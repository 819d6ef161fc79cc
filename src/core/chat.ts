import type { Language, ScanKind } from './application.ts'
import type { ScanProblem } from './problem.ts'
import type { ScanWarning } from './scan/scanWarning.ts'

/** The channels a conversation can run in. */
export type Channel = 'telegram' | 'web'

/**
 * One thing that reached a chat, whatever the channel: what a person sent, or news of their application.
 * `updateId` is unique within its channel; the same one delivered again counts once (R21).
 */
export interface Incoming {
  readonly channel: Channel
  readonly updateId: string
  /** `telegram:<chat id>` or `web:<keyed hash of the visitor's cookie>`. */
  readonly chatId: string
  /** What the client says it speaks; used for a chat that has chosen no language yet. */
  readonly language: Language
  readonly input: Input
}

export type Input =
  | { readonly type: 'text'; readonly text: string; readonly messageRef?: string }
  | { readonly type: 'choice'; readonly choice: ChoiceId; readonly messageRef?: string }
  | {
      readonly type: 'picture'
      readonly picture: PictureRef
      /** Sent at once with others: which scan each is, only the picture tells. */
      readonly inAlbum?: true
      readonly messageRef?: string
    }
  | { readonly type: 'command'; readonly command: Command; readonly argument: string }
  /** A message of a kind no question uses: a sticker, a voice message, a video, a contact. */
  | { readonly type: 'other' }
  | { readonly type: 'news'; readonly news: News }

/** Understood at every step, before the step itself. */
export const commands = [
  'start',
  'status',
  'back',
  'pause',
  'cancel',
  'withdraw',
  'language',
  'help',
] as const
export type Command = (typeof commands)[number]

/** A button's identity: the step that drew it, the chat's version then, and the option. At most 64 bytes as text. */
export interface ChoiceId {
  readonly step: string
  readonly version: number
  readonly option: string
}

/** `version:step:option`, as a button carries it. */
export const formatChoiceId = (choice: ChoiceId): string =>
  `${choice.version}:${choice.step}:${choice.option}`

export const parseChoiceId = (text: string): ChoiceId | undefined => {
  const match = /^(\d{1,9}):([A-Za-z]{1,40}):(.{1,40})$/su.exec(text)
  if (!match) return undefined
  const [, version = '', step = '', option = ''] = match
  return { version: Number(version), step, option }
}

/** Where the bytes of a picture can be fetched; `bytes` is the size its sender named, if any. */
export type PictureRef =
  | { readonly source: 'telegram'; readonly fileId: string; readonly bytes?: number }
  /** Put into the object store by the web chat before the turn. */
  | { readonly source: 'upload'; readonly key: string; readonly bytes: number }

/** What happened to the chat's application since, told to the chat as an input of its own (R11). */
export type News =
  /** The picture was inspected and is now the applicant's choice for `kind` (R9). */
  | {
      readonly type: 'scanChosen'
      readonly kind: ScanKind
      /** Which it was sent for, where it shows the other. */
      readonly sentFor?: ScanKind
      readonly scanId: string
      readonly warnings: readonly ScanWarning[]
    }
  /**
   * The picture was refused (R8), as a scan of this kind if that is known; `picture` stays available for the offer to
   * convert it.
   */
  | {
      readonly type: 'scanRefused'
      readonly kind?: ScanKind
      readonly problem: ScanProblem
      readonly picture: PictureRef
    }
  /** A picture that came without a word shows neither scan for certain: which it is, the applicant knows. */
  | { readonly type: 'scanUnclear'; readonly picture: PictureRef }
  /** The picture was inspected, and another was chosen, or the choice cleared or sent, before that could be told. */
  | { readonly type: 'scanReplaced' }
  /** What a picture shows that came while no application was known, and the number of the form it shows. */
  | {
      readonly type: 'pictureRead'
      readonly shows?: ScanKind
      readonly formNumber?: string
      readonly picture: PictureRef
    }
  | { readonly type: 'inReview' }
  | { readonly type: 'scansRequested' }
  | { readonly type: 'approved' }
  | { readonly type: 'rejected' }
  | { readonly type: 'delivered'; readonly by: 'sms' | 'mail' }
  | { readonly type: 'undeliverable' }
  /** The scans of the application have been awaited for days. */
  | { readonly type: 'reminder' }

/** One message that leaves for a chat, in the chat's language, ready for any channel. */
export type Outgoing =
  | {
      readonly type: 'text'
      readonly text: string
      /** Rows of buttons. */
      readonly choices?: readonly (readonly Choice[])[]
      /** What the current question takes; the web chat shows the matching control. */
      readonly expects?: Expected
      /** A picture is an answer too; the web chat offers to send one. */
      readonly takesPictures?: true
    }
  | {
      readonly type: 'document'
      readonly document: DocumentRef
      readonly fileName: string
      readonly caption: string
    }
  | { readonly type: 'picture'; readonly picture: ShownPicture; readonly caption: string }
  /** Something takes time: a chat action, a spinner. */
  | { readonly type: 'busy'; readonly what: 'composing' | 'inspecting' }
  /** Removes the applicant's own message from the chat where the channel allows it (it held an identity number). */
  | { readonly type: 'forget'; readonly messageRef: string }

export interface Choice {
  readonly id: ChoiceId
  readonly label: string
}

/** The kind of answer, with hints for a client's input control. */
export type Expected =
  | {
      readonly type: 'text'
      readonly field: string
      readonly mode: 'text' | 'tel' | 'email' | 'numeric'
      readonly prefill?: string
    }
  | { readonly type: 'picture'; readonly kind: ScanKind }
  | { readonly type: 'choice' }

/**
 * Composed when it is sent: the same form gives the same bytes (R4). Of an application that was corrected it is the
 * form that is valid when it is sent, so that no void one is handed out again.
 */
export type DocumentRef = { readonly kind: 'form'; readonly applicationId: string }

/** A scan as it was sent, upright with the doubtful places marked by numbers, or small, to be known again by. */
export type ShownPicture =
  SamplePicture | { readonly kind: 'scan' | 'marked' | 'thumbnail'; readonly scanId: string }

/** A good scan, or the common mistakes (R7). */
export type SamplePicture = { readonly kind: 'sample' | 'mistakes'; readonly of: ScanKind }

/** What the applicant sent, as a transcript shows it: never an identity number, never a picture's bytes. */
export interface Echo {
  readonly text: string
  /** It was a picture, which is being looked at. */
  readonly isPicture?: true
}

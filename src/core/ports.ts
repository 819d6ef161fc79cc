import type { Language, ScanKind } from './application.ts'
import type { Channel, DocumentRef, Echo, Outgoing, PictureRef, ShownPicture } from './chat.ts'
import type { FormContent } from './form.ts'

/** Encrypts what is personal before it reaches a row or a file, and gives it a keyed hash to be found by (R20). */
export interface Vault {
  /** `context` names the place ("application.values:<id>"); a value moved to another place does not open. */
  seal(plain: Uint8Array | string, context: string): Promise<Uint8Array>
  /** Throws a Fault 'alert' if the bytes were altered, moved, or sealed with another key. */
  open(sealed: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>
  openText(sealed: Uint8Array, context: string): Promise<string>
  /** HMAC-SHA-256 as base64url; `purpose` separates the hashes of different columns. */
  hash(purpose: string, value: string | Uint8Array): Promise<string>
}

/** Bytes by key, sealed at rest; keys are made by us and hold no personal data. */
export interface ObjectStore {
  /** Durable when it returns, and looks at `bytes` no more. The same key again replaces. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Bytes that are the caller's own. */
  find(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** No error when there is none. */
  remove(key: string): Promise<void>
}

/** Clock and randomness, read by node.ts and worker.ts alone. */
export interface Host {
  now(): Date
  randomBytes(count: number): Uint8Array
  uuid(): string
}

/**
 * What the service tells its operators: fields that are no personal data, and a fixed sentence. `err` among the
 * fields is an error, which the log writes without what it may quote.
 */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** A message of the outbox on its way; `attempt` counts from 1. */
export interface Departing {
  readonly id: string
  readonly channel: Channel
  readonly chatId: string
  readonly message: Outgoing
  readonly attempt: number
}

/**
 * Messages on their way out. Within a chat they leave in order, one at a time; a chat whose first message is
 * refused for the moment waits with all that follow.
 */
export interface Outbox {
  /**
   * Takes the first pending message of up to `limit` chats (of `chatId` alone, if given), hands each to `send`
   * while holding it, and stores what became of it. Returns how many were handed over.
   * `send` throws a Fault: 'retry' is tried again later (at `retryAt` if given), 'refused' never again.
   */
  deliver(
    options: { readonly now: Date; readonly limit: number; readonly chatId?: string },
    send: (message: Departing) => Promise<void>,
  ): Promise<number>
}

/** A chat as its page shows it: for channels that are read by page instead of pushed to. */
export interface Transcript {
  /** The language of a chat that has spoken, undefined for one that has not. */
  language(chatId: string): Promise<Language | undefined>
  /** Oldest first: the first `limit` entries that follow the entry `after`; without `after`, the newest `limit`. */
  read(
    chatId: string,
    options: { readonly after?: string; readonly limit: number },
  ): Promise<readonly TranscriptEntry[]>
}

export type TranscriptEntry =
  | { readonly id: string; readonly at: Date; readonly direction: 'in'; readonly echo: Echo }
  | { readonly id: string; readonly at: Date; readonly direction: 'out'; readonly message: Outgoing }

/** The pictures and documents that a chat is shown; undefined when they are not this chat's to see. */
export interface ChatFiles {
  document(chatId: string, document: DocumentRef): Promise<Uint8Array | undefined>
  picture(chatId: string, picture: ShownPicture): Promise<Uint8Array | undefined>
}

/** The channel's own sender, for channels that push. Throws a Fault as `Outbox.deliver` takes it. */
export interface ChatSender {
  send(message: Departing): Promise<void>
  /** The bytes of a picture that was sent to the chat. Fault 'refused' when the service no longer has it. */
  fetchPicture(picture: Extract<PictureRef, { source: 'telegram' }>): Promise<Uint8Array>
}

/** Work that happens after a commit; at least once, so each handler can be repeated without harm. */
export interface Jobs {
  readonly inspect: {
    readonly jobId: string
    readonly channel: Channel
    readonly chatId: string
    /** None of a picture that came while no application was known: it is only read then. */
    readonly applicationId?: string
    /** Which scan it was sent for; undefined when it came without a word. */
    readonly kind?: ScanKind
    readonly picture: PictureRef
    /** The applicant has taken the offer to convert it. */
    readonly convert: boolean
  }
  /** An inspection that failed for good: its chat is told, instead of being left waiting. */
  readonly inspectFailed: Jobs['inspect']
  /** A card's scan that its host could not read, for one that can; where there is none, nothing waits for it. */
  readonly readCard: { readonly scanId: string }
  /** A decision's time to be undone is over. */
  readonly applyDecision: { readonly applicationId: string; readonly decisionId: string }
  readonly deliverCredential: { readonly applicationId: string }
  /** Tells the application's chat what became of it; `version` is the application's, so that each is told once. */
  readonly tellChat: { readonly applicationId: string; readonly version: number }
  /** Reminds the application's chat of the scans that are awaited; nothing when it has moved on since. */
  readonly remindChat: { readonly applicationId: string; readonly version: number }
}
export type JobName = keyof Jobs
export type JobHandlers = { readonly [Name in JobName]: (job: Jobs[Name]) => Promise<void> }

/** Runs the jobs until stopped; a handler that throws is tried again with growing waits, then kept as failed. */
export interface JobRunner {
  start(handlers: JobHandlers): Promise<void>
  /** Runs what is due once and has a handler, for hosts without long-lived processes. Returns how many ran. */
  runDue(handlers: Partial<JobHandlers>, options?: RunDueOptions): Promise<number>
  stop(): Promise<void>
}

export interface RunDueOptions {
  /** How many jobs of one kind run at a time; 4 when absent. */
  readonly atOnce?: number
  /** No further jobs are taken once so many ran; 100 when absent. */
  readonly limit?: number
  /** Whether to give back first what runners that died had in hand; true when absent. */
  readonly supervise?: boolean
}

/** What the forms of applications are made of, and which bytes they once were. */
export interface Forms {
  /** The form that is valid now; earlier ones are never composed again. Undefined once erased. */
  find(applicationId: string): Promise<FormContent | undefined>
  /**
   * Keeps the SHA-256 (hexadecimal) of a form's bytes when it is composed for the first time. False when other bytes
   * were kept before; those stay.
   */
  keepDigest(formNumber: string, sha256: string): Promise<boolean>
}

/** The platform's directory of accounts (R15). */
export interface Directory {
  /**
   * Sets a one-time password that must be changed at first use; the same call again with the same password
   * changes nothing more. Fault 'retry' or 'refused'.
   */
  resetPassword(accountId: string, oneTimePassword: string): Promise<void>
  /** Lets the account holder in once with the one-time password and asks for a new one. */
  signIn(accountId: string, password: string): Promise<'wrong' | 'mustChange' | 'in'>
  changePassword(accountId: string, current: string, next: string): Promise<'wrong' | 'changed'>
}

/** SMS and mail. A message with an idempotency key that was accepted before is not sent again. */
export interface Gateway {
  sendSms(message: {
    readonly idempotencyKey: string
    readonly to: string
    readonly text: string
  }): Promise<void>
  sendMail(message: {
    readonly idempotencyKey: string
    readonly to: string
    readonly subject: string
    readonly text: string
  }): Promise<void>
}

/** Scripts, styles and pictures that pages refer to as `/assets/<path>`, where the host does not serve them itself. */
export interface Assets {
  find(path: string): Asset | undefined
}

export interface Asset {
  readonly bytes: Uint8Array
  readonly contentType: string
  /** A strong validator, quotes included. */
  readonly etag: string
}

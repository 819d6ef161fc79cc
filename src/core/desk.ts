import type { ApplicationState, ApplicationValues, Language, ScanKind } from './application.ts'
import {
  type FormReason,
  type IdCardReason,
  maxNoteLength,
  rejectReasons,
  type RejectReason,
  scanReasons,
  wordReasons,
} from './deskReasons.ts'
import type { ProblemOf } from './problem.ts'
import { fail, ok, type Result } from './result.ts'
import type { ScanReading } from './scan/reading.ts'
import { joinShanghai, splitShanghai } from './shanghaiTime.ts'
import type { ChatScan, RequestedScan, Unit } from './turn.ts'

/** A reviewer holds an application for this long after taking it (R12). */
export const leaseMinutes = 10

export const leaseFrom = (now: Date): Date => new Date(now.getTime() + leaseMinutes * 60_000)

/** The queue's parts, most urgent first. */
export const queueParts = ['overdue', 'dueToday', 'later', 'mine', 'waiting', 'undeliverable'] as const
export type QueuePart = (typeof queueParts)[number]

/** The first moment of tomorrow in Shanghai: what is promised before it is due today. */
export const endOfToday = (now: Date): Date => joinShanghai(splitShanghai(now).day + 1, 0)

/** One line of the queue: nothing personal (R20). */
export interface QueueEntry {
  readonly applicationId: string
  readonly unitName: string
  readonly state: ApplicationState
  readonly promisedAt: Date
  /** While a reviewer holds it; in the past once their lease has lapsed. */
  readonly heldUntil: Date | undefined
}

/** One application as its reviewer sees it. */
export interface Review {
  readonly applicationId: string
  readonly version: number
  readonly state: ApplicationState
  /** The applicant's; reasons reach them in it. */
  readonly language: Language
  readonly unit: Unit
  readonly formNumber: string
  readonly values: ApplicationValues
  readonly scans: Readonly<Partial<Record<ScanKind, ReviewScan>>>
  readonly submittedAt: Date
  readonly promisedAt: Date
  readonly leaseUntil: Date
  readonly accounts: readonly ReviewAccount[]
  /** What happened so far, oldest first. */
  readonly history: readonly {
    readonly at: Date
    readonly actor: 'applicant' | 'service' | { readonly reviewer: string }
    /** As the audit log names it. */
    readonly action: string
  }[]
}

export interface ReviewScan extends ChatScan {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** There is a copy that is turned and straightened. */
  readonly isStraightened: boolean
  /** What the machine read; undefined when nothing here reads scans of that kind. */
  readonly reading: ScanReading | undefined
  /** Other applications that the same picture was sent to, at most a few. */
  readonly elsewhere: readonly SamePicture[]
}

/** An application to which the same picture was sent, to the bit, or one that looks like it. */
export interface SamePicture {
  readonly applicationId: string
  readonly isExact: boolean
}

export interface ReviewAccount {
  readonly id: string
  readonly name: string
  readonly holderName: string | undefined
  /** The name the applicant gave is this account's. */
  readonly isNamed: boolean
}

/** `note` is the reviewer's own sentence to the applicant, beside the catalogue's; '' for none. */
export type Decision =
  | { readonly kind: 'approve'; readonly accountId: string }
  | { readonly kind: 'requestScans'; readonly scans: readonly ScanRequest[] }
  | { readonly kind: 'reject'; readonly reasons: readonly RejectReason[]; readonly note: string }

export type ScanRequest =
  | { readonly kind: 'form'; readonly reasons: readonly FormReason[]; readonly note: string }
  | { readonly kind: 'idCard'; readonly reasons: readonly IdCardReason[]; readonly note: string }

/** The scans asked for again, with the reasons in the applicant's words: at least one scan, and a reason for each. */
export const wordRequest = (
  scans: readonly ScanRequest[],
  language: Language,
): Result<readonly RequestedScan[], ProblemOf<'reasonRequired' | 'tooLong'>> => {
  if (scans.some((scan) => scan.note.length > maxNoteLength))
    return fail({ kind: 'tooLong', max: maxNoteLength })
  const worded = scans.map((scan) => ({
    kind: scan.kind,
    reason: wordReasons(
      scan.kind === 'form'
        ? scan.reasons.map((reason) => scanReasons.form[reason])
        : scan.reasons.map((reason) => scanReasons.idCard[reason]),
      scan.note,
      language,
    ),
  }))
  return worded.length === 0 || worded.some(({ reason }) => reason === '')
    ? fail({ kind: 'reasonRequired' })
    : ok(worded)
}

/** Why it was rejected, in the applicant's words; never empty. */
export const wordRejection = (
  rejection: Extract<Decision, { kind: 'reject' }>,
  language: Language,
): Result<string, ProblemOf<'reasonRequired' | 'tooLong'>> => {
  if (rejection.note.length > maxNoteLength) return fail({ kind: 'tooLong', max: maxNoteLength })
  const reason = wordReasons(
    rejection.reasons.map((id) => rejectReasons[id]),
    rejection.note,
    language,
  )
  return reason === '' ? fail({ kind: 'reasonRequired' }) : ok(reason)
}

/** Why a reviewer cannot act on an application (any more). An unknown one is `notNow`. */
export type Unheld = ProblemOf<'heldByAnother' | 'leaseLapsed' | 'notNow'>

/** Everything the desk refuses, so that each has its sentence. */
export type DeskRefusal =
  Unheld | ProblemOf<'queueEmpty' | 'staleVersion' | 'reasonRequired' | 'tooLong' | 'accountRequired'>

/** The desk's work on applications (R12–R16). Every call that shows or changes something personal is audited. */
export interface Desk {
  count(reviewerId: string, now: Date): Promise<Readonly<Record<QueuePart, number>>>
  /**
   * A page of one part by promised time; `after` is the last line's promised time and id. What waits for a
   * decision is in its part also while a reviewer holds it: the promise runs on.
   */
  list(
    part: QueuePart,
    options: {
      readonly reviewerId: string
      readonly now: Date
      readonly limit: number
      readonly after?: { readonly promisedAt: Date; readonly applicationId: string }
    },
  ): Promise<readonly QueueEntry[]>
  /**
   * Takes the most urgent one nobody holds, or the one named; one the reviewer holds already is theirs for
   * another lease. Two reviewers never hold the same. Gives the application's id.
   */
  take(
    reviewerId: string,
    now: Date,
    applicationId?: string,
  ): Promise<Result<string, ProblemOf<'queueEmpty' | 'heldByAnother' | 'notNow'>>>
  /** Renews the lease of what the reviewer holds; gives its end. */
  renew(reviewerId: string, applicationId: string, now: Date): Promise<Result<Date, Unheld>>
  /** Puts it back into the queue. */
  release(reviewerId: string, applicationId: string, now: Date): Promise<Result<void, Unheld>>
  /** What the reviewer holds, decrypted. */
  open(reviewerId: string, applicationId: string, now: Date): Promise<Result<Review, Unheld>>
  /**
   * A sent scan of an application the reviewer holds: the stored JPEG, or where there is one the copy that is turned and
   * straightened.
   */
  scan(
    reviewerId: string,
    applicationId: string,
    scanId: string,
    now: Date,
    as?: 'original' | 'upright',
  ): Promise<Uint8Array | undefined>
  /** `version` is that of the Review the reviewer saw. */
  decide(
    reviewerId: string,
    applicationId: string,
    version: number,
    decision: Decision,
    now: Date,
  ): Promise<
    Result<void, Unheld | ProblemOf<'staleVersion' | 'reasonRequired' | 'tooLong' | 'accountRequired'>>
  >
  /** Tries the delivery of the credential again (R15). */
  retryDelivery(
    reviewerId: string,
    applicationId: string,
    now: Date,
  ): Promise<Result<void, ProblemOf<'notNow'>>>
}

/** Slows guessing of a reviewer's password: counts tries by key, which may be personal and is stored as a keyed hash. */
export interface SignInLimit {
  /** Counts one try. Gives the moment from which the next is heard, if this one is not. */
  attempt(key: string, now: Date): Promise<Date | undefined>
  /** Forgets the tries, after a right one. */
  clear(key: string): Promise<void>
}

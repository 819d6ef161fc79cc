import type { ApplicationState } from './application.ts'
import type { Decision, DecisionFault, PendingDecision } from './deskDecision.ts'
import type { SensitiveField } from './deskMask.ts'
import type { ApplicationRecord, Review } from './deskReview.ts'
import type { Change, ProblemOf } from './problem.ts'
import type { Result } from './result.ts'
import { joinShanghai, splitShanghai } from './shanghaiTime.ts'

/** A reviewer holds an application for this long after taking it (R12). */
export const leaseMinutes = 10

export const leaseFrom = (now: Date): Date => new Date(now.getTime() + leaseMinutes * 60_000)

/**
 * Whether an application that a reviewer saw as one version, and holds as another, is still as they saw it: at most taken
 * again by them, which is one version more.
 */
export const isAsSeen = (seen: number, version: number): boolean => version === seen || version === seen + 1

/** The queue's parts of what waits for a decision, most urgent first. */
export const openParts = ['overdue', 'dueToday', 'later'] as const
export const queueParts = [...openParts, 'mine', 'waiting', 'undeliverable'] as const
export type QueuePart = (typeof queueParts)[number]

/** The first moment of tomorrow in Shanghai: what is promised before it is due today. */
export const endOfToday = (now: Date): Date => joinShanghai(splitShanghai(now).day + 1, 0)

/**
 * What comes back with new scans is left to the reviewer who asked for them for so many minutes, if they did something
 * at the desk within as many before; not so what is due within `soonDueMinutes`.
 */
export const returnedMinutes = 30
export const soonDueMinutes = 60

/** One line of the queue: nothing personal (R20). */
export interface QueueEntry {
  readonly applicationId: string
  readonly unitName: string
  readonly state: ApplicationState
  readonly promisedAt: Date
  /** While the promise is paused for scans to be sent again: the working time left of it, in milliseconds. */
  readonly promiseLeft: number | undefined
  /** While a reviewer holds it: who, and until when; in the past once their lease has lapsed. */
  readonly held: { readonly by: QueueReviewer; readonly until: Date } | undefined
  /** Who approved it first, where it waits for a second reviewer: they cannot take it. */
  readonly firstApprover: QueueReviewer | undefined
  /** It came back with the new scans that this reviewer had asked for. */
  readonly isReturned: boolean
}

/** Where a page of the queue ended: of its last line. */
export type QueuePlace = Pick<QueueEntry, 'isReturned' | 'promisedAt' | 'applicationId'>

export interface QueueReviewer {
  readonly id: string
  readonly name: string
}

/**
 * Why a reviewer cannot act on an application (any more). An unknown one is `notNow`; `secondReviewerNeeded`: this
 * reviewer is the one who approved it first, and another decides.
 */
export type Unheld = ProblemOf<'heldByAnother' | 'leaseLapsed' | 'notNow' | 'secondReviewerNeeded'>

/** Why an application cannot be taken. */
export type Untaken = ProblemOf<'heldByAnother' | 'notNow' | 'secondReviewerNeeded'>

/** Why a decision was not made. */
export type Undecided = Unheld | DecisionFault | ProblemOf<'staleVersion' | 'accountRequired'>

/** Everything the desk refuses about an application, so that each has its sentence. */
export type DeskRefusal = Untaken | Undecided | ProblemOf<'tooLateToUndo'>
/** Nothing that this reviewer may take is free. */
export type NothingFree = ProblemOf<'queueEmpty'>

/** Reads a JPEG; throws a Fault `alert` when it is missing from where it was stored. */
export type ReadScan = () => Promise<Uint8Array>

/** The desk's work on applications (R12–R16). Every call that shows or changes something personal is audited. */
export interface Desk {
  count(reviewerId: string, now: Date): Promise<Readonly<Record<QueuePart, number>>>
  /**
   * A page of one part: what came back to this reviewer, then the rest, each by promised time. What waits for a decision
   * is in its part also while a reviewer holds it: the promise runs on.
   */
  list(
    part: QueuePart,
    options: {
      readonly reviewerId: string
      readonly now: Date
      readonly limit: number
      readonly after?: QueuePlace
    },
  ): Promise<readonly QueueEntry[]>
  /**
   * Takes the most urgent one nobody holds, what comes back to this reviewer with new scans before all else, and not
   * what is left to another (`returnedMinutes`). Two reviewers never hold the same. Gives the application's id.
   */
  takeNext(reviewerId: string, now: Date): Promise<Result<string, NothingFree>>
  /** Takes this one; one the reviewer holds already is theirs for another lease. */
  take(reviewerId: string, applicationId: string, now: Date): Promise<Result<void, Untaken>>
  /** Renews the lease of what the reviewer holds; gives its end. */
  renew(reviewerId: string, applicationId: string, now: Date): Promise<Result<Date, Unheld>>
  /** Puts it back into the queue. */
  release(reviewerId: string, applicationId: string, now: Date): Promise<Result<void, Unheld>>
  /**
   * Takes an application away from whoever holds it, and puts it back into the queue: a supervisor's. The reason, of at
   * most `maxNoteLength` UTF-16 code units, is audited as it is, so it should name no applicant.
   */
  releaseOf(
    supervisorId: string,
    applicationId: string,
    reason: string,
    now: Date,
  ): Promise<Result<void, ProblemOf<'notNow' | 'reasonRequired' | 'tooLong'>>>
  /** Whether there is such an application, in whatever state. */
  exists(applicationId: string): Promise<boolean>
  /** What the reviewer holds, decrypted, and masked where it is sensitive. */
  open(reviewerId: string, applicationId: string, now: Date): Promise<Result<Review, Unheld>>
  /** What became of an application, whoever holds it; undefined when there is none. Seeing it is audited. */
  record(actor: string, applicationId: string, now: Date): Promise<ApplicationRecord | undefined>
  /** One sensitive value of what the reviewer holds; each is one line of the audit log. */
  reveal(
    reviewerId: string,
    applicationId: string,
    field: SensitiveField,
    now: Date,
  ): Promise<Result<string, Unheld>>
  /**
   * A sent scan of an application the reviewer holds: the stored JPEG, or where there is one the copy that is turned and
   * straightened. Asking for it is a view, and audited.
   */
  scan(
    reviewerId: string,
    applicationId: string,
    scanId: string,
    now: Date,
    as?: 'original' | 'upright',
  ): Promise<ReadScan | undefined>
  /** Those of an application the reviewer holds, to get them ready; not a view, so none of them is to be shown. */
  uprightScans(
    reviewerId: string,
    applicationId: string,
    now: Date,
  ): Promise<readonly { readonly scanId: string; readonly read: ReadScan }[]>
  /**
   * Makes a decision, which takes effect by itself after `undoSeconds`: nothing of it is told, recorded or sent before.
   * `version` is that of the Review the reviewer saw. The same decision made again is the one made before.
   */
  decide(
    reviewerId: string,
    applicationId: string,
    version: number,
    decision: Decision,
    now: Date,
  ): Promise<Result<PendingDecision, Undecided>>
  /**
   * What happened since the reviewer was last shown this version of the application, oldest first; undefined when they
   * never were.
   */
  changesSince(
    reviewerId: string,
    applicationId: string,
    version: number,
  ): Promise<readonly Change[] | undefined>
  /** Takes a decision back that has not taken effect: the application is the reviewer's again, for a whole lease. */
  undo(
    reviewerId: string,
    applicationId: string,
    now: Date,
  ): Promise<Result<void, ProblemOf<'tooLateToUndo'>>>
  /** What the reviewer decided and can still undo, the latest first. */
  undoable(reviewerId: string, now: Date): Promise<readonly PendingDecision[]>
  /** Tries the delivery of the credential again (R15). */
  retryDelivery(
    reviewerId: string,
    applicationId: string,
    now: Date,
  ): Promise<Result<void, ProblemOf<'notNow'>>>
}

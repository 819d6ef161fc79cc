import type { ApplicationState, ApplicationValues, ScanKind } from './application.ts'
import type { ChatScan, RequestedScan, Unit } from './turn.ts'
import type { ProblemOf } from './problem.ts'
import type { Result } from './result.ts'

/** A reviewer holds an application for this long after taking it (R12). */
export const leaseMinutes = 10

/** The queue's parts, most urgent first. */
export const queueParts = ['overdue', 'dueToday', 'later', 'mine', 'waiting', 'undeliverable'] as const
export type QueuePart = (typeof queueParts)[number]

/** One line of the queue: nothing personal (R20). */
export interface QueueEntry {
  readonly applicationId: string
  readonly unitName: string
  readonly state: ApplicationState
  readonly promisedAt: Date
  readonly heldUntil: Date | undefined
}

/** One application as its reviewer sees it. */
export interface Review {
  readonly applicationId: string
  readonly version: number
  readonly state: ApplicationState
  readonly unit: Unit
  readonly formNumber: string
  readonly values: ApplicationValues
  readonly scans: Readonly<Partial<Record<ScanKind, ChatScan>>>
  readonly submittedAt: Date
  readonly promisedAt: Date
  readonly leaseUntil: Date
  readonly accounts: readonly ReviewAccount[]
  readonly history: readonly { readonly at: Date; readonly actor: string; readonly action: string }[]
}

export interface ReviewAccount {
  readonly id: string
  readonly name: string
  readonly holderName: string | undefined
  /** The name the applicant gave is this account's. */
  readonly isNamed: boolean
}

export type Decision =
  | { readonly kind: 'approve'; readonly accountId: string }
  | { readonly kind: 'requestScans'; readonly scans: readonly RequestedScan[] }
  | { readonly kind: 'reject'; readonly reason: string }

type Held = ProblemOf<'heldByAnother' | 'leaseLapsed' | 'staleVersion' | 'notNow'>

/** The desk's work on applications (R12–R16). Every call that shows or changes something personal is audited. */
export interface Desk {
  count(reviewerId: string, now: Date): Promise<Readonly<Record<QueuePart, number>>>
  /** A page of one part by promised time; `after` is the last line's promised time and id. */
  list(
    part: QueuePart,
    options: {
      readonly reviewerId: string
      readonly now: Date
      readonly limit: number
      readonly after?: { readonly promisedAt: Date; readonly applicationId: string }
    },
  ): Promise<readonly QueueEntry[]>
  /** Takes the most urgent one nobody holds, or the one named. Two reviewers never hold the same. */
  take(
    reviewerId: string,
    now: Date,
    applicationId?: string,
  ): Promise<Result<string, ProblemOf<'queueEmpty' | 'heldByAnother' | 'notNow'>>>
  /** Renews the lease of what the reviewer holds. */
  renew(reviewerId: string, applicationId: string, now: Date): Promise<Result<Date, Held>>
  release(reviewerId: string, applicationId: string, now: Date): Promise<Result<void, Held>>
  /** What the reviewer holds, decrypted. Fails when they do not hold it. */
  open(reviewerId: string, applicationId: string, now: Date): Promise<Result<Review, Held>>
  /** The stored JPEG of a scan of an application the reviewer holds. */
  scan(reviewerId: string, scanId: string, now: Date): Promise<Uint8Array | undefined>
  decide(
    reviewerId: string,
    applicationId: string,
    version: number,
    decision: Decision,
    now: Date,
  ): Promise<Result<void, Held | ProblemOf<'reasonRequired' | 'accountRequired'>>>
  /** Tries the delivery of the credential again (R15). */
  retryDelivery(
    reviewerId: string,
    applicationId: string,
    now: Date,
  ): Promise<Result<void, ProblemOf<'notNow'>>>
}

import type { ApplicationState, ApplicationValues, Language, ScanKind } from './application.ts'
import type { Decision } from './deskDecision.ts'
import type { FourEyesRule } from './fourEyes.ts'
import type { ScanReading } from './scan/reading.ts'
import type { ScanWarning } from './scan/scanWarning.ts'
import type { ChatScan, Unit } from './turn.ts'

/** One application as the reviewer who holds it sees it. */
export interface Review {
  readonly applicationId: string
  readonly version: number
  readonly state: ApplicationState
  /** The applicant's; reasons reach them in it. */
  readonly language: Language
  readonly unit: Unit
  readonly formNumber: string
  /** The sensitive ones masked (`sensitiveFields`); `Desk.reveal` gives them one at a time. */
  readonly values: ApplicationValues
  readonly scans: Readonly<Partial<Record<ScanKind, ReviewScan>>>
  readonly submittedAt: Date
  readonly promisedAt: Date
  readonly leaseUntil: Date
  readonly accounts: readonly ReviewAccount[]
  /** Where four eyes are needed, the approval that this one would follow. */
  readonly firstApproval: FirstApproval | undefined
  /** Decisions made before, oldest first; those that were undone among them. */
  readonly decisions: readonly PastDecision[]
  /** Other applications that have something in common with this one, the latest first. */
  readonly related: readonly RelatedApplication[]
  /** What happened so far, oldest first. */
  readonly history: readonly {
    readonly at: Date
    readonly actor: 'applicant' | 'service' | { readonly reviewer: string }
    /** As the audit log names it. */
    readonly action: string
    /** As the audit log keeps it: nothing personal, with names of what each action is about. */
    readonly detail: Readonly<Record<string, unknown>>
  }[]
}

/** One application for who holds none and reads what became of it: everything personal masked, and no scan (R20). */
export interface ApplicationRecord extends Pick<Review, 'applicationId' | 'state' | 'decisions' | 'history'> {
  readonly unitName: string
  /** As `maskForRecord` leaves them; undefined once they were erased. */
  readonly values: ApplicationValues | undefined
  readonly submittedAt: Date | undefined
  readonly promisedAt: Date | undefined
}

export interface ReviewScan extends ChatScan {
  /** Those of `warningsForDesk`; `tries` is 0 where the applicant was told of none of them. */
  readonly warnings: readonly ScanWarning[]
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
  /** Why an approval for this account waits for a second reviewer, whether it has had a first or not; none: it does not. */
  readonly fourEyes: readonly FourEyesRule[]
}

/** The approval of a first reviewer: another who approves for the same account makes it hold. */
export interface FirstApproval {
  /** Their name. */
  readonly reviewer: string
  readonly accountId: string
}

export interface PastDecision {
  readonly at: Date
  /** Their name. */
  readonly reviewer: string
  readonly isUndone: boolean
  readonly decision: Decision
}

/** What two applications can have in common. */
export type Relation = 'unit' | 'idNumber' | 'mobile' | 'picture'

/** At most so many of each relation are shown. */
export const mostRelated = 20

export interface RelatedApplication {
  readonly applicationId: string
  readonly unitName: string
  readonly why: readonly Relation[]
  readonly state: ApplicationState
  readonly submittedAt: Date | undefined
}

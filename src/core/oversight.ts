import type { ScanKind } from './application.ts'
import type { Decision } from './deskDecision.ts'

/** Days of Shanghai, `2026-11-24`, both included. */
export interface DayRange {
  readonly from: string
  readonly to: string
}

/** The longest range that figures are drawn for, in days: a leap year. */
export const maxFigureDays = 366

/** Of the catalogue's ids, most frequent first. */
export interface ReasonCount {
  readonly kind: Decision['kind']
  readonly reason: string
  readonly count: number
}

/** How often a scan was asked for again, most often first. */
export interface ScanCount {
  readonly scan: ScanKind
  readonly count: number
}

/** What a day, a reviewer or the whole range comes to. Times run by the clock, from submission to decision. */
export interface Tally {
  /** Decisions that took effect, of all three kinds. */
  readonly decided: number
  readonly approved: number
  readonly requested: number
  readonly rejected: number
  /** Minutes; undefined where nothing was decided. */
  readonly medianMinutes: number | undefined
  readonly p95Minutes: number | undefined
  /** Decided by the promised time. */
  readonly insidePromise: number
  /** Approved without a scan having been asked for again. */
  readonly approvedFirstTry: number
  readonly reasons: readonly ReasonCount[]
  readonly scans: readonly ScanCount[]
}

export interface Figures {
  readonly total: Tally & { readonly submitted: number }
  /** Each day of the range, in order, also those on which nothing happened. */
  readonly days: readonly (Tally & { readonly day: string; readonly submitted: number })[]
  /** By decisions, most first. */
  readonly reviewers: readonly (Tally & { readonly name: string })[]
}

/** A share of a whole; undefined of nothing. */
export const share = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : part / whole

/** One line of the audit log (R16) as it is read and exported. */
export interface AuditLine {
  /** A bigint in decimal. */
  readonly seq: string
  readonly at: Date
  readonly actor: string
  /** The reviewer's or the token's name, where the actor is one. */
  readonly name: string | undefined
  readonly action: string
  readonly applicationId: string | undefined
  readonly detail: unknown
  /** SHA-256 over the line and the hash before it, in hexadecimal. */
  readonly hash: string
}

export interface AuditFilter {
  readonly actor?: string
  readonly action?: string
  readonly applicationId?: string
  readonly from?: Date
  /** Not included. */
  readonly before?: Date
}

/** What is read over the reviewers' shoulders: figures and the audit log. */
export interface Oversight {
  figures(range: DayRange): Promise<Figures>
  /** Newest first, those before the line `beforeSeq`; or oldest first, those after `afterSeq`. */
  auditLines(
    filter: AuditFilter,
    page: { readonly limit: number } & ({ readonly beforeSeq?: string } | { readonly afterSeq: string }),
  ): Promise<readonly AuditLine[]>
  /** What the log can be filtered by. */
  auditKeys(): Promise<{
    readonly actions: readonly string[]
    readonly actors: readonly { readonly id: string; readonly name: string | undefined }[]
  }>
  /** Notes in the log that it was exported. */
  noteExport(actor: string, filter: AuditFilter, now: Date): Promise<void>
  /** The last line's number, '0' of an empty log: it changes with everything that happens to an application. */
  lastSeq(): Promise<string>
}

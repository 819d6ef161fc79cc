import type { Language } from './application.ts'
import { type ChecklistItem, isComplete } from './deskChecklist.ts'
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
import type { RequestedScan } from './turn.ts'

/** `note` is the reviewer's own sentence to the applicant, beside the catalogue's; '' for none. */
export type Verdict =
  | { readonly kind: 'approve'; readonly accountId: string }
  | { readonly kind: 'requestScans'; readonly scans: readonly ScanRequest[] }
  | { readonly kind: 'reject'; readonly reasons: readonly RejectReason[]; readonly note: string }

export type ScanRequest =
  | { readonly kind: 'form'; readonly reasons: readonly FormReason[]; readonly note: string }
  | { readonly kind: 'idCard'; readonly reasons: readonly IdCardReason[]; readonly note: string }

/** What a reviewer decides, with what they ticked and a note that stays at the desk ('' for none). */
export type Decision = Verdict & {
  readonly checklist: readonly ChecklistItem[]
  readonly internalNote: string
}

/** Longest note that stays at the desk, in UTF-16 code units. */
export const maxInternalNoteLength = 1_000

/** A decision leaves the desk only after this, and can be undone until then. */
export const undoSeconds = 10

export const takesEffectAt = (decidedAt: Date): Date => new Date(decidedAt.getTime() + undoSeconds * 1_000)

/** A decision that was made and has not taken effect. */
export interface PendingDecision {
  readonly applicationId: string
  readonly kind: Decision['kind']
  /** From then on it cannot be undone. */
  readonly takesEffectAt: Date
}

/** Why a decision does not hold by itself, whoever makes it and whatever about. */
export type DecisionFault = ProblemOf<'checklistIncomplete' | 'reasonRequired' | 'tooLong'>

export const checkDecision = (decision: Decision): Result<void, DecisionFault> => {
  if (decision.internalNote.length > maxInternalNoteLength)
    return fail({ kind: 'tooLong', max: maxInternalNoteLength })
  if (decision.kind === 'approve')
    return isComplete(decision.checklist) ? ok(undefined) : fail({ kind: 'checklistIncomplete' })
  const worded =
    decision.kind === 'reject' ? wordRejection(decision, 'zh-CN') : wordRequest(decision.scans, 'zh-CN')
  return worded.ok ? ok(undefined) : worded
}

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
  rejection: Extract<Verdict, { kind: 'reject' }>,
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

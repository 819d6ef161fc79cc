import type { ScanKind } from '../application.ts'
import { formNumberFromLink } from '../formNumber.ts'
import type { ScanProblem } from '../problem.ts'
import type { Inspection } from './inspection.ts'

/** What is doubtful about a scan; the applicant is told and may still send it (R8). */
export type ScanWarning =
  /** No barcode of a form was read. */
  { readonly kind: 'noCode' }

export interface ScanJudgement {
  readonly problem?: ScanProblem
  readonly warnings: readonly ScanWarning[]
}

/** Holds what was read from a scan against the application it was sent for (R8). */
export const judgeScan = (
  kind: ScanKind,
  inspection: Pick<Inspection, 'code'>,
  expected: {
    readonly formNumber: string
    /** The numbers of the application's earlier forms. */
    readonly superseded: readonly string[]
  },
): ScanJudgement => {
  if (kind !== 'form') return { warnings: [] }
  const formNumber = inspection.code === undefined ? undefined : formNumberFromLink(inspection.code)
  if (formNumber === undefined) return { warnings: [{ kind: 'noCode' }] }
  if (formNumber === expected.formNumber) return { warnings: [] }
  const isSuperseded = expected.superseded.includes(formNumber)
  return { problem: { kind: isSuperseded ? 'supersededForm' : 'otherForm' }, warnings: [] }
}

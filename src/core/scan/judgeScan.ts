import type { ScanKind } from '../application.ts'
import { formNumberFromLink } from '../formNumber.ts'
import type { ScanProblem } from '../problem.ts'
import type { Inspection } from './inspection.ts'
import type { ScanWarning } from './scanWarning.ts'

export interface ScanJudgement {
  readonly problem?: ScanProblem
  readonly warnings: readonly ScanWarning[]
}

/** Holds what was read from a scan against the application it was sent for (R8). */
export const judgeScan = (
  kind: ScanKind,
  { reading }: Pick<Inspection, 'reading'>,
  expected: {
    readonly formNumber: string
    /** The numbers of the application's earlier forms. */
    readonly superseded: readonly string[]
  },
): ScanJudgement => {
  if (kind !== 'form') return { warnings: [] }
  const code = reading?.kind === 'form' ? reading.code?.text : undefined
  const formNumber = code === undefined ? undefined : formNumberFromLink(code)
  if (formNumber === undefined) return { warnings: [{ kind: 'noCode' }] }
  if (formNumber === expected.formNumber) return { warnings: [] }
  const isSuperseded = expected.superseded.includes(formNumber)
  return { problem: { kind: isSuperseded ? 'supersededForm' : 'otherForm' }, warnings: [] }
}

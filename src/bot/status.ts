import type { Sight } from './step.ts'
import { nameScan } from './scans.ts'

/** What the desk asked for, each with its reason (R13). */
export const requestedLines = (sight: Sight): readonly string[] =>
  (sight.application?.requested ?? []).map(({ kind, reason }) =>
    sight.texts.requestedLine(nameScan(kind, sight), reason),
  )

/** Where the application stands and what is next (R11). */
export const wordStatus = (sight: Sight): string => {
  const { application, texts } = sight
  if (application === undefined) return texts.statusOfNone
  const { unitName, state, promisedAt, decisionReason } = application
  const isPromised = state === 'submitted' || state === 'inReview' || state === 'decided'
  const reason = decisionReason === undefined ? [] : [texts.decisionReason(decisionReason)]
  return texts.status(unitName, state, isPromised ? promisedAt : undefined, [
    ...requestedLines(sight),
    ...reason,
  ])
}

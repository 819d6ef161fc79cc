import { scanKinds, type IdType, type ScanKind } from '../core/application.ts'
import type { PictureRef } from '../core/chat.ts'
import type { Problem } from '../core/problem.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { ChatApplication } from '../core/turn.ts'
import type { Answers } from './answers.ts'
import type { Move, Prompted, Sight } from './step.ts'
import type { StepName } from './stepNames.ts'
import type { ScanState } from './texts/words.ts'

/** Whether scans are awaited: for the first time, or again. */
export const awaitsScans = (application: ChatApplication | undefined): boolean =>
  application?.state === 'awaitingScans' || application?.state === 'scansRequested'

/** Where a conversation about an application belongs, by the application's state. */
export const homeOf = (application: ChatApplication | undefined): StepName => {
  switch (application?.state) {
    case 'awaitingScans':
    case 'scansRequested':
      return 'chooseScan'
    case 'submitted':
    case 'inReview':
    case 'approved':
    case 'undeliverable':
      return 'waiting'
    case 'delivered':
    case 'rejected':
    case 'withdrawn':
    case undefined:
      return 'start'
  }
}

/** What was sent again for the desk's latest request; another chat may have seen to an earlier one. */
export const resentScans = ({ version }: ChatApplication, { resent }: Answers): readonly ScanKind[] =>
  resent?.version === version ? resent.kinds : []

/** The scans still to be sent, in the order they are asked for. */
export const missingScans = (application: ChatApplication, answers: Answers): readonly ScanKind[] => {
  if (application.state === 'awaitingScans')
    return scanKinds.filter((kind) => application.scans[kind].sent === undefined)
  if (application.state !== 'scansRequested') return []
  const resent = resentScans(application, answers)
  return scanKinds.filter(
    (kind) => !resent.includes(kind) && application.requested.some((request) => request.kind === kind),
  )
}

export const scanState = (kind: ScanKind, application: ChatApplication, answers: Answers): ScanState => {
  if (!missingScans(application, answers).includes(kind)) return 'sent'
  return application.scans[kind].chosen === undefined ? 'missing' : 'chosen'
}

const idTypeOf = ({ application, answers }: Sight): IdType | undefined =>
  application !== undefined && application.id === answers.passportFor ? 'passport' : undefined

export const nameScan = (kind: ScanKind, sight: Sight): string => sight.texts.scanName(kind, idTypeOf(sight))

/** A sample of a scan with what is required of it (R7). */
export const sampleOf = (kind: ScanKind, sight: Sight): Prompted => ({
  type: 'picture',
  picture: { kind: 'sample', of: kind },
  caption: sight.texts.requirements(kind, idTypeOf(sight)),
})

/** A scan that was sent, to be looked at again (R9). */
export const sentScan = (kind: ScanKind, sight: Sight): readonly Prompted[] => {
  const scan = sight.application?.scans[kind].sent
  if (scan === undefined) return []
  const caption = sight.texts.sentCaption(nameScan(kind, sight))
  return [{ type: 'picture', picture: { kind: 'scan', scanId: scan.id }, caption }]
}

/** Has a picture inspected as the applicant's new choice for `kind`. */
export const inspectPicture = (
  kind: ScanKind,
  picture: PictureRef,
  sight: Sight,
  shrink: boolean = false,
): Move => {
  const chosen = sight.application?.scans[kind].chosen
  return {
    to: 'inspecting',
    answers: { scanKind: kind, picture: undefined, shrinkable: undefined },
    effects: [
      ...(chosen === undefined ? [] : [{ type: 'clearScan', scanId: chosen.id } as const]),
      { type: 'inspect', kind, picture, shrink },
    ],
  }
}

/** A picture that came without a word: the one scan that is missing, or the applicant is asked which it is. */
export const receivePicture = (picture: PictureRef, sight: Sight): Result<Move, Problem> => {
  const { application, answers } = sight
  if (application === undefined) return fail({ kind: 'wrongInput', expected: 'choice' })
  if (!awaitsScans(application))
    return fail({ kind: homeOf(application) === 'waiting' ? 'alreadySent' : 'notNow' })
  const [first, second] = missingScans(application, answers)
  if (first === undefined) return fail({ kind: 'alreadySent' })
  return second === undefined
    ? ok(inspectPicture(first, picture, sight))
    : ok({ to: 'chooseKind', answers: { picture } })
}

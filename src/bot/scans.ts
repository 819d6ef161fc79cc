import { scanKinds, type ScanKind } from '../core/application.ts'
import type { PictureRef } from '../core/chat.ts'
import type { Problem } from '../core/problem.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { ChatApplication } from '../core/turn.ts'
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

/** The scans still to be sent, in the order they are asked for; one that the desk asked for again counts as not sent. */
export const missingScans = (application: ChatApplication): readonly ScanKind[] =>
  awaitsScans(application) ? scanKinds.filter((kind) => application.scans[kind].sent === undefined) : []

export const scanState = (kind: ScanKind, application: ChatApplication): ScanState => {
  if (!missingScans(application).includes(kind)) return 'sent'
  return application.scans[kind].chosen === undefined ? 'missing' : 'chosen'
}

export const nameScan = (kind: ScanKind, { texts, application }: Sight): string =>
  texts.scanName(kind, application?.idType)

/** A sample of a scan with what is required of it, and the common mistakes (R7). */
export const samplesOf = (kind: ScanKind, sight: Sight): readonly Prompted[] => [
  {
    type: 'picture',
    picture: { kind: 'sample', of: kind },
    caption: sight.texts.requirements(kind, sight.application?.idType),
  },
  { type: 'picture', picture: { kind: 'mistakes', of: kind }, caption: sight.texts.mistakes },
]

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
    answers: { scanKind: kind, picture: undefined, convertible: undefined },
    effects: [
      ...(chosen === undefined ? [] : [{ type: 'clearScan', scanId: chosen.id } as const]),
      { type: 'inspect', kind, picture, shrink },
    ],
  }
}

/** A picture that came without a word: the one scan that is missing, or the applicant is asked which it is. */
export const receivePicture = (picture: PictureRef, sight: Sight): Result<Move, Problem> => {
  const { application } = sight
  if (application === undefined) return fail({ kind: 'wrongInput', expected: 'choice' })
  if (!awaitsScans(application))
    return fail({ kind: homeOf(application) === 'waiting' ? 'alreadySent' : 'notNow' })
  const [first, second] = missingScans(application)
  if (first === undefined) return fail({ kind: 'alreadySent' })
  return second === undefined
    ? ok(inspectPicture(first, picture, sight))
    : ok({ to: 'chooseKind', answers: { picture } })
}

import { scanKinds, type ScanKind } from '../core/application.ts'
import type { PictureRef } from '../core/chat.ts'
import type { Problem } from '../core/problem.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { ChatApplication, ChatScan, Effect } from '../core/turn.ts'
import type { Answers } from './answers.ts'
import { say, type Move, type Option, type Prompted, type SentPicture, type Sight } from './step.ts'
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
    case 'decided':
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

/** A choice may be sent when nothing is doubtful about it, or when it is not the first picture that was (R8). */
export const isSendable = ({ warnings, tries }: ChatScan): boolean => warnings.length === 0 || tries >= 2

/** Has pictures inspected, as the applicant's new choice for `kind`, or without one as what each shows. */
export const inspectPictures = (
  pictures: readonly { readonly picture: PictureRef; readonly kind?: ScanKind }[],
  { convert }: { readonly convert: boolean } = { convert: false },
): Move & { readonly effects: readonly Effect[] } => {
  const [only, ...others] = pictures
  return {
    to: 'inspecting',
    answers: { scanKind: others.length === 0 ? only?.kind : undefined },
    effects: pictures.map(({ picture, kind }) => ({
      type: 'inspect',
      ...(kind === undefined ? {} : { kind }),
      picture,
      convert,
    })),
  }
}

/** A picture that came without a word: the one scan that is missing, or whichever of the two it shows. */
export const receivePicture = (picture: PictureRef, sight: Sight): Result<Move, Problem> => {
  const { application } = sight
  if (application === undefined) return fail({ kind: 'wrongInput', expected: 'choice' })
  if (!awaitsScans(application))
    return fail({ kind: homeOf(application) === 'waiting' ? 'alreadySent' : 'notNow' })
  const [first, second] = missingScans(application)
  if (first === undefined) return fail({ kind: 'alreadySent' })
  return ok(inspectPictures([second === undefined ? { picture, kind: first } : { picture }]))
}

/** A picture sent for `kind`; of several at once, each is whichever scan it shows, as long as both are missing. */
export const receiveFor = (kind: ScanKind, { picture, inAlbum }: SentPicture, { application }: Sight) => {
  const isEither = inAlbum && application !== undefined && missingScans(application).length > 1
  return inspectPictures([isEither ? { picture } : { picture, kind }])
}

/** A picture while no application is known: it is looked at for which form it shows. */
export const recognisePicture = (picture: PictureRef, step: StepName, { texts }: Sight): Move => ({
  to: step,
  effects: [{ type: 'recognise', picture }],
  say: [say(texts.recognising), { type: 'busy', what: 'inspecting' }],
  quiet: true,
})

/** A picture at a step that asks for none: for the application that is known, else to find it. */
export const takePicture = (picture: PictureRef, step: StepName, sight: Sight): Result<Move, Problem> =>
  homeOf(sight.application) === 'start'
    ? ok(recognisePicture(picture, step, sight))
    : receivePicture(picture, sight)

/** Where to go on when one picture is done with: to the next choice not sent yet, to a picture nobody knows, or home. */
export const nextPicture = (
  application: ChatApplication,
  { pictures = [] }: Answers,
  done?: ScanKind,
): Pick<Move, 'to' | 'answers'> => {
  const chosen = missingScans(application).find(
    (kind) => kind !== done && application.scans[kind].chosen !== undefined,
  )
  if (chosen !== undefined) return { to: 'confirmScan', answers: { scanKind: chosen } }
  return { to: pictures.length > 0 ? 'chooseKind' : 'chooseScan', answers: { scanKind: undefined } }
}

/** The offer to convert what was refused for its size or format alone. */
export const offerOptions = ({ answers: { offers = [] }, texts }: Sight): readonly (readonly Option[])[] => {
  const last = offers.at(-1)
  return last === undefined ? [] : [[{ option: 'convert', label: texts.convert[last.to] }]]
}

/** The offers that stand once another picture of this kind has come: those that are, or may be, of the other scan. */
export const offersBeside = (
  kind: ScanKind,
  { application, answers: { offers = [] } }: Sight,
): Answers['offers'] => {
  const isLast = application === undefined || missingScans(application).every((other) => other === kind)
  const others = isLast ? [] : offers.filter((offer) => offer.kind !== kind)
  return others.length === 0 ? undefined : others
}

/** Takes the offer, for every picture it was made for. */
export const convertOffered = ({ answers: { offers = [] } }: Sight): Move => {
  const move = inspectPictures(offers, { convert: true })
  return { ...move, answers: { ...move.answers, offers: undefined } }
}

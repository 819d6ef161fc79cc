import type { ScanKind } from '../application.ts'
import type { Box, FormLayout } from '../formShape.ts'
import { formNumberFromLink } from '../formNumber.ts'
import type { ProblemOf } from '../problem.ts'
import { placeBox } from './form/place.ts'
import type { Inspection } from './inspection.ts'
import type { CardReading, Doubt, FormReading, PagePlace, Region, SeenDoubt } from './reading.ts'
import type { ScanWarning } from './scanWarning.ts'

export interface ScanJudgement {
  readonly problem?: ProblemOf<'otherForm' | 'supersededForm'>
  /** The one that explains most first. */
  readonly warnings: readonly PlacedWarning[]
}

export type PlacedWarning = Required<ScanWarning>

/** The form a scan is held against. */
export interface ExpectedForm {
  readonly formNumber: string
  /** The numbers of the application's earlier forms. */
  readonly superseded: readonly string[]
}

/**
 * Holds what was read from a scan against the application it was sent for (R8), and a form's page against the layout it
 * was printed by. What nothing on this host reads is neither refused nor warned about.
 */
export const judgeScan = (
  kind: ScanKind,
  { reading }: Pick<Inspection, 'reading'>,
  expected: ExpectedForm,
  layout: FormLayout,
): ScanJudgement => {
  if (reading?.kind !== kind) return { warnings: [] }
  return reading.kind === 'form' ? judgeForm(reading, expected, layout) : { warnings: cardWarnings(reading) }
}

const judgeForm = (
  reading: FormReading,
  { formNumber, superseded }: ExpectedForm,
  layout: FormLayout,
): ScanJudgement => {
  const read = reading.code && formNumberFromLink(reading.code.text)
  if (read === undefined || read === formNumber)
    return { warnings: formWarnings(reading, read !== undefined, layout) }
  return { problem: { kind: superseded.includes(read) ? 'supersededForm' : 'otherForm' }, warnings: [] }
}

const wholePicture: Region = { x: 0, y: 0, width: 1, height: 1 }

/** How the picture was taken comes first, as it may be why something on the paper was not seen. */
const formWarnings = (
  { page, seal, signature, doubts }: FormReading,
  isCodeRead: boolean,
  layout: FormLayout,
): readonly PlacedWarning[] => {
  const all = regionOf(page, layout.page) ?? wholePicture
  /** With where it should have been seen, as far as that lies in the picture. */
  const missing = (kind: ScanWarning['kind'], box: Box): PlacedWarning => ({
    kind,
    region: regionOf(page, box) ?? all,
  })
  return [
    ...doubtful(doubts, all),
    ...(page === undefined ? [{ kind: 'noPage', region: all } as const] : []),
    ...(isCodeRead ? [] : [missing('noCode', layout.barcode.box)]),
    ...(page === undefined || seal ? [] : [missing('noSeal', layout.seal)]),
    ...(page === undefined || signature ? [] : [missing('noSignature', layout.signature)]),
  ]
}

/** Where a box of the page lies; undefined when none of it is in the picture, or nobody knows. */
const regionOf = (page: PagePlace | undefined, box: Box): Region | undefined => {
  const region = page && placeBox(page, box)
  return region && region.width > 0 && region.height > 0 ? region : undefined
}

/** A card's back has no number and no name to be missed. */
export const cardWarnings = ({
  side,
  idNumber,
  name,
  regions,
  doubts,
}: CardReading): readonly PlacedWarning[] => {
  const { card = wholePicture } = regions
  if (side === 'back') return [{ kind: 'backSide', region: card }, ...doubtful(doubts, card)]
  const ofNumber = (kind: ScanWarning['kind']) => ({ kind, region: regions.idNumber ?? card })
  return [
    ...doubtful(doubts, card),
    ...(idNumber === 'other' ? [ofNumber('idNumberOther')] : []),
    ...(name === 'other' ? [{ kind: 'nameOther' as const, region: regions.name ?? card }] : []),
    ...(idNumber === 'unread' ? [ofNumber('idNumberUnread')] : []),
  ]
}

/** What is in the picture before how well it is seen: another picture is needed then in any case. */
const doubtRank: Readonly<Record<Doubt, number>> = {
  twoDocuments: 0,
  screen: 1,
  cutOff: 2,
  dark: 3,
  blurred: 4,
  glare: 5,
}

/** What is seen all over is marked on all there is. */
const doubtful = (doubts: readonly SeenDoubt[], all: Region): readonly PlacedWarning[] =>
  doubts
    .toSorted((one, other) => doubtRank[one.kind] - doubtRank[other.kind])
    .map(({ kind, region = all }) => ({ kind, region }))

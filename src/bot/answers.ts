import type { ApplicationValues, ScanKind } from '../core/application.ts'
import type { PictureRef } from '../core/chat.ts'
import { fieldNames, fields, type FieldName } from '../core/fields.ts'
import type { Unit } from '../core/turn.ts'

/** `null`: left out on purpose, so that the question is not asked again. */
export type FieldAnswers = {
  readonly [Name in FieldName]?: NonNullable<ApplicationValues[Name]> | null
}

/** A page of units to pick from, as it was shown. */
export interface Matches {
  readonly name: string
  /** Near names before this page. */
  readonly offset: number
  readonly units: readonly FoundUnit[]
  readonly hasMore: boolean
}
export type FoundUnit = Pick<Unit, 'id' | 'fullName' | 'state' | 'isSample'> & { readonly region?: string }

export const foundUnit = ({ id, fullName, state, isSample, region }: Unit): FoundUnit => ({
  id,
  fullName,
  state,
  isSample,
  ...(region === undefined ? {} : { region }),
})

/** What is filled in for one form. */
export interface Filling extends FieldAnswers {
  readonly unit?: FoundUnit
  /** The notice of R20 was read and agreed to. */
  readonly agreed?: true
}

/** All that a conversation remembers beside where it stands. */
export interface Answers extends Filling {
  readonly matches?: Matches

  /** The application whose form is being corrected: what is filled in is its values. */
  readonly correcting?: string
  /** What was being filled in for another form when the correction began. */
  readonly shelved?: Filling

  /** The two halves of R6; the number alone when a barcode's link brought it. */
  readonly formUnitName?: string
  readonly formNumber?: string

  /** Pictures that came while no application was known, until their form is found or another is begun. */
  readonly brought?: readonly Brought[]

  /** The scan the conversation is at; undefined while a picture is inspected that came without a word. */
  readonly scanKind?: ScanKind
  /** Pictures that show neither scan for certain: which each is, is being asked for, the first first. */
  readonly pictures?: readonly PictureRef[]
  /** Pictures refused for their size or format alone, while the offer to convert them stands (R8). */
  readonly offers?: readonly Offer[]
}

/** `shows` is which scan, if that was seen; `formNumber` that of the form it shows, if that was read. */
export interface Brought {
  readonly picture: PictureRef
  readonly shows?: ScanKind
  readonly formNumber?: string
}

/** `kind` is which scan it was sent for, if it came with a word; `to` what is made of it. */
export interface Offer {
  readonly picture: PictureRef
  readonly kind?: ScanKind
  readonly to: 'smaller' | 'jpeg'
}

/** A chat that sends more pictures than this without an answer is asked for the oldest again. */
const mostKept = 10

/** One more at the end of a list of pictures; the oldest goes when there are too many. */
export const keep = <Item>(list: readonly Item[] | undefined, item: Item): readonly Item[] =>
  [...(list ?? []), item].slice(-mostKept)

/** `undefined` forgets an answer. */
export type AnswersPatch = { readonly [Name in keyof Answers]?: Answers[Name] | undefined }

export const patchAnswers = (answers: Answers, patch: AnswersPatch): Answers =>
  Object.fromEntries(Object.entries({ ...answers, ...patch }).filter(([, value]) => value !== undefined))

/** Forgets what was filled in for a form, the unit included. */
export const withoutFilling: AnswersPatch = {
  unit: undefined,
  matches: undefined,
  agreed: undefined,
  correcting: undefined,
  shelved: undefined,
  ...Object.fromEntries(fieldNames.map((name) => [name, undefined])),
}

/** Forgets what belongs to the scans of one application. */
export const withoutScans: AnswersPatch = {
  scanKind: undefined,
  pictures: undefined,
  offers: undefined,
}

export const hasFilling = (answers: Answers): boolean =>
  answers.unit !== undefined || fieldNames.some((name) => answers[name] !== undefined)

/** Whether the field is to be asked at all, given the answers before it. */
export const isAsked = (name: FieldName, answers: Answers): boolean =>
  fields[name].required !== 'whenOther' || answers.reason === 'other'

/** The values of the form, once every required one is there. */
export const completeValues = (answers: Answers): ApplicationValues | undefined => {
  const { applicantName, idType, idNumber, mobile, email, reason, reasonText } = answers
  if (!applicantName || !idType || !idNumber || !mobile || !email || !reason) return undefined
  if (reason === 'other' && !reasonText) return undefined
  const { accountName, accountHolderName, department, officePhone } = answers
  return {
    ...(accountName ? { accountName } : {}),
    ...(accountHolderName ? { accountHolderName } : {}),
    applicantName,
    ...(department ? { department } : {}),
    idType,
    idNumber,
    mobile,
    ...(officePhone ? { officePhone } : {}),
    email,
    reason,
    ...(reason === 'other' && reasonText ? { reasonText } : {}),
  }
}

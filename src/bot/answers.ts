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

  /** The scan the conversation is at. */
  readonly scanKind?: ScanKind
  /** A picture whose kind is being asked for. */
  readonly picture?: PictureRef
  /** A picture refused for its size alone, while the offer to make it smaller stands (R8). */
  readonly convertible?: PictureRef
}

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
  picture: undefined,
  convertible: undefined,
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

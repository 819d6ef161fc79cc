import { idTypes, reasons, scanKinds } from '../core/application.ts'
import type { PictureRef } from '../core/chat.ts'
import { fields, type FieldName } from '../core/fields.ts'
import {
  hasFilling,
  type Answers,
  type Brought,
  type Filling,
  type FoundUnit,
  type Matches,
  type Offer,
} from './answers.ts'
import { stepNames, type StepName } from './stepNames.ts'

/** Where a conversation stands, as it is stored: names and versions, never positions. */
export interface State {
  /** The version of the flow that stored it. */
  readonly flow: number
  readonly step: StepName
  /** The steps that `back` returns to, the last one first to return to. */
  readonly trail: readonly StepName[]
  readonly answers: Answers
  /** Counts the changes of step or answers: a button of an earlier count is stale. */
  readonly promptVersion: number
  /** The last that was sent was one picture too many. */
  readonly isFlooded?: true
}

type Stored = Readonly<Record<string, unknown>>
/** Turns the state of one flow version into that of the next. */
export type Upgrade = (older: Stored) => Stored

/** The upgrade at index n takes version n + 1 to n + 2; never edit one that has shipped. */
const upgrades: readonly Upgrade[] = [
  // One picture to be told apart, and one too large, became lists.
  (older) => {
    const answers = isStored(older['answers']) ? older['answers'] : {}
    const { picture, convertible, ...rest } = answers
    const kind = rest['scanKind']
    return {
      ...older,
      answers: {
        ...rest,
        ...(picture === undefined ? {} : { pictures: [picture] }),
        ...(convertible === undefined
          ? {}
          : { offers: [{ picture: convertible, to: 'smaller', ...(kind === undefined ? {} : { kind }) }] }),
      },
    }
  },
]

export const startState = (promptVersion: number): State => ({
  flow: upgrades.length + 1,
  step: 'start',
  trail: [],
  answers: {},
  promptVersion,
})

type Check<Value> = (value: unknown) => value is Value

const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText: Check<string> = (value): value is string => typeof value === 'string' && value !== ''
const isCount: Check<number> = (value): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const oneOf =
  <Name extends string>(names: readonly Name[]): Check<Name> =>
  (value): value is Name =>
    names.some((name) => name === value)
const listOf =
  <Item>(isItem: Check<Item>): Check<readonly Item[]> =>
  (value): value is readonly Item[] =>
    Array.isArray(value) && value.every((item) => isItem(item))

const isUnitState = oneOf(['registered', 'underReview', 'turnedDown'] as const)
const isUnit: Check<FoundUnit> = (value): value is FoundUnit =>
  isStored(value) &&
  isText(value['id']) &&
  isText(value['fullName']) &&
  isUnitState(value['state']) &&
  typeof value['isSample'] === 'boolean' &&
  (value['region'] === undefined || typeof value['region'] === 'string')
const isMatches: Check<Matches> = (value): value is Matches =>
  isStored(value) &&
  isText(value['name']) &&
  isCount(value['offset']) &&
  listOf(isUnit)(value['units']) &&
  typeof value['hasMore'] === 'boolean'
const isPicture: Check<PictureRef> = (value): value is PictureRef =>
  isStored(value) &&
  (value['bytes'] === undefined ? value['source'] === 'telegram' : isCount(value['bytes'])) &&
  (value['source'] === 'telegram' ? isText(value['fileId']) : isText(value['key']))

const isKind = oneOf(scanKinds)
const isKindOrAbsent = (value: unknown): boolean => value === undefined || isKind(value)
const isBrought: Check<Brought> = (value): value is Brought =>
  isStored(value) &&
  isPicture(value['picture']) &&
  isKindOrAbsent(value['shows']) &&
  (value['formNumber'] === undefined || isText(value['formNumber']))
const isOffer: Check<Offer> = (value): value is Offer =>
  isStored(value) &&
  isPicture(value['picture']) &&
  isKindOrAbsent(value['kind']) &&
  (value['to'] === 'smaller' || value['to'] === 'jpeg')

const isField =
  (name: FieldName) =>
  (value: unknown): value is string | null =>
    isText(value) || (value === null && fields[name].required === false)

type Checks<Of> = { readonly [Name in keyof Required<Of>]: (value: unknown) => boolean }
const fillingChecks: Checks<Filling> = {
  accountName: isField('accountName'),
  accountHolderName: isField('accountHolderName'),
  applicantName: isField('applicantName'),
  department: isField('department'),
  idType: oneOf(idTypes),
  idNumber: isField('idNumber'),
  mobile: isField('mobile'),
  officePhone: isField('officePhone'),
  email: isField('email'),
  reason: oneOf(reasons),
  reasonText: isField('reasonText'),
  unit: isUnit,
  agreed: (value) => value === true,
}
const checks: Checks<Answers> = {
  ...fillingChecks,
  matches: isMatches,
  correcting: isText,
  shelved: (value) =>
    isStored(value) &&
    Object.entries(value).every(
      ([name, part]) => Object.hasOwn(fillingChecks, name) && fillingChecks[name as keyof Filling](part),
    ),
  formUnitName: isText,
  formNumber: isText,
  brought: listOf(isBrought),
  scanKind: isKind,
  pictures: listOf(isPicture),
  offers: listOf(isOffer),
}

/** Every answer that can still be read; one that cannot is asked again. */
const readAnswers = (stored: unknown): Answers =>
  isStored(stored)
    ? Object.fromEntries(
        Object.entries(stored).filter(
          ([name, value]) => Object.hasOwn(checks, name) && checks[name as keyof Answers](value),
        ),
      )
    : {}

/**
 * A stored state, upgraded to this flow; undefined when nothing of it can be used. A step that is no more leads to
 * the start, from where what was filled in goes on.
 */
export const readState = (stored: unknown, steps: readonly Upgrade[] = upgrades): State | undefined => {
  if (!isStored(stored) || !isCount(stored['flow']) || !isCount(stored['promptVersion'])) return undefined
  const upgraded = steps
    .slice(Math.max(0, stored['flow'] - 1))
    .reduce((older, upgrade) => upgrade(older), stored)
  const answers = readAnswers(upgraded['answers'])
  const promptVersion = isCount(upgraded['promptVersion']) ? upgraded['promptVersion'] : 0
  const isStep = oneOf(stepNames)
  const { step, trail } = upgraded
  const flow = steps.length + 1
  if (!isStep(step)) {
    return hasFilling(answers)
      ? { flow, step: 'start', trail: [], answers, promptVersion: promptVersion + 1 }
      : undefined
  }
  return {
    flow,
    step,
    trail: Array.isArray(trail) ? trail.filter(isStep) : [],
    answers,
    promptVersion,
    ...(upgraded['isFlooded'] === true ? { isFlooded: true } : {}),
  }
}

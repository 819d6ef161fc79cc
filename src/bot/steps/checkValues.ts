import { fieldNames, fields, type FieldName } from '../../core/fields.ts'
import { maskIdNumber } from '../../core/idNumber.ts'
import { formatMobile } from '../../core/mobile.ts'
import { ok } from '../../core/result.ts'
import { changedParts, outdatedScans } from '../../core/revision.ts'
import type { Effect, Filled, Unit } from '../../core/turn.ts'
import { completeValues, isAsked, withoutFilling, withoutScans, type Answers } from '../answers.ts'
import { endCorrection, leaveCorrection } from '../correction.ts'
import { fieldSteps } from '../fieldSteps.ts'
import { formDocument } from '../formDocument.ts'
import { optionOf, say, step, type Move, type Option, type Sight } from '../step.ts'
import type { Texts } from '../texts/texts.ts'

/** A value as the applicant checks it: the identity number masked but for its ends (R3). */
const shown = (name: FieldName, answers: Answers, texts: Texts): string => {
  const value = answers[name]
  if (value === undefined || value === null) return texts.leftOut
  if (name === 'idType') return texts.idTypes[answers.idType ?? 'idCard']
  if (name === 'reason') return texts.reasons[answers.reason ?? 'other']
  if (name === 'idNumber') return maskIdNumber(value)
  return name === 'mobile' ? formatMobile(value) : value
}

const inPairs = (options: readonly Option[]): readonly (readonly Option[])[] =>
  options.flatMap((_, index) => (index % 2 === 0 ? [options.slice(index, index + 2)] : []))

/** Only answers stored by another version can be incomplete here: ask for what is missing. */
const askMissing: Move = { to: 'askUnit' }

const compose = (sight: Sight): Move => {
  const { answers, texts, fresh, config, channel } = sight
  const values = completeValues(answers)
  if (values === undefined || answers.unit === undefined) return askMissing
  const { applicationId, formNumber } = fresh
  const effect: Effect = {
    type: 'compose',
    applicationId,
    unitId: answers.unit.id,
    values,
    formNumber,
    link: config.formLink(formNumber, channel),
  }
  return {
    to: 'chooseScan',
    // The values live in the application from now on, and nowhere twice.
    answers: { ...withoutFilling, ...withoutScans },
    effects: [effect],
    say: [...formDocument({ id: applicationId, formNumber }, sight), say(texts.composed)],
  }
}

/** Makes a new form in the place of the application's, unless nothing differs. */
const revise = (filled: Filled, sight: Sight): Move => {
  const { answers, texts, fresh, config, channel, application } = sight
  const values = completeValues(answers)
  if (values === undefined || answers.unit === undefined || application === undefined) return askMissing
  const unitId = answers.unit.id
  const changed = changedParts({ unitId: filled.unit.id, values: filled.values }, { unitId, values })
  if (changed.length === 0) return leaveCorrection(sight)
  const { formNumber } = fresh
  const link = config.formLink(formNumber, channel)
  const { chosen, sent } = application.scans.idCard
  const voidsCard = outdatedScans(changed).includes('idCard') && (chosen ?? sent) !== undefined
  return {
    to: 'chooseScan',
    answers: { ...endCorrection(answers), ...withoutScans },
    effects: [{ type: 'revise', unitId, values, changed, formNumber, link }],
    say: [
      ...formDocument({ id: application.id, formNumber }, sight),
      say([texts.recomposed, ...(voidsCard ? [texts.documentAgain] : [])].join('\n\n')),
    ],
  }
}

/** What the world is asked once everything is confirmed. */
interface Confirmed {
  readonly unit: Unit | undefined
  /** What the form says that is being corrected. */
  readonly filled: Filled | undefined
}

/** Every value before the form is composed, each of them still to be changed (R3). */
export const checkValues = step({
  prompt: ({ texts, answers }) => {
    const isCorrection = answers.correcting !== undefined
    const asked = fieldNames.filter((name) => isAsked(name, answers))
    const lines = [
      texts.line(texts.unitLabel, true, answers.unit?.fullName ?? texts.leftOut),
      ...asked.map((name) =>
        texts.line(texts.fields[name].label, fields[name].required !== false, shown(name, answers, texts)),
      ),
    ]
    const changes = asked.map((name) => ({ option: name, label: texts.change(texts.fields[name].label) }))
    return [
      {
        type: 'text',
        text: isCorrection ? texts.checkCorrection(lines.join('\n')) : texts.checkValues(lines.join('\n')),
        options: [
          [{ option: 'confirm', label: isCorrection ? texts.confirmCorrection : texts.confirmValues }],
          ...inPairs([{ option: 'unit', label: texts.change(texts.unitLabel) }, ...changes]),
          [{ option: 'cancel', label: isCorrection ? texts.keepForm : texts.cancelFilling }],
        ],
      },
    ]
  },
  parse: optionOf,
  lookUp: async (option, { answers }, lookUps): Promise<Confirmed | undefined> =>
    option === 'confirm' && answers.unit !== undefined
      ? {
          unit: await lookUps.unit(answers.unit.id),
          filled: answers.correcting === undefined ? undefined : await lookUps.filled(),
        }
      : undefined,
  check: (option, _, confirmed: Confirmed | undefined) => ok({ option, ...confirmed }),
  next: ({ option, unit, filled }, sight): Move => {
    const { answers, texts } = sight
    const field = fieldNames.find((name) => name === option)
    if (field !== undefined) return { to: fieldSteps[field], aside: true }
    if (option === 'unit') return { to: 'askUnit', aside: true }
    const isCorrection = answers.correcting !== undefined
    if (option === 'cancel')
      return isCorrection ? leaveCorrection(sight) : { to: 'confirmCancel', aside: true }
    if (unit?.state === 'registered') return filled === undefined ? compose(sight) : revise(filled, sight)
    const gone = texts.unitGone(answers.unit?.fullName ?? '')
    return { to: 'askUnit', answers: { unit: undefined, matches: undefined }, say: [say(gone)] }
  },
})

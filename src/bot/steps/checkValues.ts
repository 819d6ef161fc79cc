import { fieldNames, fields, type FieldName } from '../../core/fields.ts'
import { groupFormNumber } from '../../core/formNumber.ts'
import { maskIdNumber } from '../../core/idNumber.ts'
import { formatMobile } from '../../core/mobile.ts'
import { ok } from '../../core/result.ts'
import type { Effect, Unit } from '../../core/turn.ts'
import { completeValues, isAsked, withoutFilling, withoutScans, type Answers } from '../answers.ts'
import { fieldSteps } from '../fieldSteps.ts'
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

const compose = (sight: Sight): Move => {
  const { answers, texts, fresh, config, channel } = sight
  const values = completeValues(answers)
  // Only answers stored by another version can be incomplete here: ask for what is missing.
  if (values === undefined || answers.unit === undefined) return { to: 'askUnit' }
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
    answers: {
      ...withoutFilling,
      ...withoutScans,
      passportFor: values.idType === 'passport' ? applicationId : undefined,
    },
    effects: [effect],
    say: [
      { type: 'busy', what: 'composing' },
      {
        type: 'document',
        document: { kind: 'form', applicationId },
        fileName: texts.formFile,
        caption: texts.formCaption(groupFormNumber(formNumber)),
      },
      say(texts.composed),
    ],
  }
}

/** Every value before the form is composed, each of them still to be changed (R3). */
export const checkValues = step({
  prompt: ({ texts, answers }) => {
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
        text: texts.checkValues(lines.join('\n')),
        options: [
          [{ option: 'confirm', label: texts.confirmValues }],
          ...inPairs([{ option: 'unit', label: texts.change(texts.unitLabel) }, ...changes]),
          [{ option: 'cancel', label: texts.cancelFilling }],
        ],
      },
    ]
  },
  parse: optionOf,
  lookUp: async (option, { answers }, lookUps) =>
    option === 'confirm' && answers.unit !== undefined ? lookUps.unit(answers.unit.id) : undefined,
  check: (option, _, unit: Unit | undefined) => ok({ option, unit }),
  next: ({ option, unit }, sight): Move => {
    const { answers, texts } = sight
    const field = fieldNames.find((name) => name === option)
    if (field !== undefined) return { to: fieldSteps[field], aside: true }
    if (option === 'unit') return { to: 'askUnit', aside: true }
    if (option === 'cancel') return { to: 'confirmCancel', aside: true }
    if (unit?.state === 'registered') return compose(sight)
    const gone = texts.unitGone(answers.unit?.fullName ?? '')
    return { to: 'askUnit', answers: { unit: undefined, matches: undefined }, say: [say(gone)] }
  },
})

import { fieldNames, fields } from '../core/fields.ts'
import type { ChatApplication, Filled } from '../core/turn.ts'
import { foundUnit, withoutFilling, type Answers, type AnswersPatch, type Filling } from './answers.ts'
import { awaitsScans } from './scans.ts'
import { say, type Move, type Sight } from './step.ts'

/** Whether what is filled in corrects the form of this application, which can still be corrected. */
export const isCorrecting = (answers: Answers, application: ChatApplication | undefined): boolean =>
  application !== undefined && answers.correcting === application.id && awaitsScans(application)

/** Fills in what the application's form says, to be changed; another form that was being filled in waits. */
export const beginCorrection = (
  answers: Answers,
  { id }: ChatApplication,
  { unit, values }: Filled,
): AnswersPatch => {
  const filled = fieldNames.map((name) => [
    name,
    values[name] ?? (fields[name].required === false ? null : undefined),
  ])
  const shelved = fillingOf(answers)
  return {
    ...withoutFilling,
    ...Object.fromEntries(filled),
    unit: foundUnit(unit),
    agreed: true,
    correcting: id,
    ...(Object.keys(shelved).length === 0 ? {} : { shelved }),
  }
}

/** Forgets the correction, and takes up what it interrupted. */
export const endCorrection = ({ shelved }: Answers): AnswersPatch => ({ ...withoutFilling, ...shelved })

/** Back to the scans with the form as it is. */
export const leaveCorrection = ({ answers, texts }: Sight): Move => ({
  to: 'chooseScan',
  answers: endCorrection(answers),
  say: [say(texts.formKept)],
})

const fillingOf = ({ unit, agreed, ...answers }: Answers): Filling => ({
  ...Object.fromEntries(
    fieldNames.flatMap((name) => (answers[name] === undefined ? [] : [[name, answers[name]]])),
  ),
  ...(unit === undefined ? {} : { unit }),
  ...(agreed === undefined ? {} : { agreed }),
})

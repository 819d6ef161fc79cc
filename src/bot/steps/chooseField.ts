import { ok } from '../../core/result.ts'
import { patchAnswers, type Answers, type AnswersPatch, type FieldAnswers } from '../answers.ts'
import { optionOf, step, type Step } from '../step.ts'
import type { StepName } from '../stepNames.ts'
import type { Texts } from '../texts/texts.ts'

type ChosenField = 'idType' | 'reason'

interface ChoiceQuestion<Field extends ChosenField> {
  readonly field: Field
  readonly values: readonly NonNullable<FieldAnswers[Field]>[]
  readonly label: (value: NonNullable<FieldAnswers[Field]>, texts: Texts) => string
  /** The answers that do not outlive this one. */
  readonly forgets: (value: NonNullable<FieldAnswers[Field]>, answers: Answers) => AnswersPatch
  readonly next: (answers: Answers) => StepName
}

/** A question whose answer is one of a few values, one button each. */
export const chooseField = <Field extends ChosenField>(question: ChoiceQuestion<Field>): Step => {
  const { field, values, label, forgets, next } = question
  return step({
    prompt: ({ texts, answers }) => {
      const { label: name, ask } = texts.fields[field]
      const value = values.find((value) => value === answers[field])
      const current = value === undefined ? [] : [texts.current(label(value, texts))]
      return [
        {
          type: 'text',
          text: [texts.ask(name, true, ask), ...current].join('\n'),
          options: values.map((value) => [{ option: value, label: label(value, texts) }]),
        },
      ]
    },
    parse: optionOf,
    check: (option) => ok(values.find((value) => value === option)),
    next: (value, { answers }) => {
      if (value === undefined) return { to: next(answers) }
      const patch: AnswersPatch = { ...forgets(value, answers), [field]: value }
      return { to: next(patchAnswers(answers, patch)), answers: patch }
    },
    passed: (answers) => (answers[field] ? next(answers) : undefined),
  })
}

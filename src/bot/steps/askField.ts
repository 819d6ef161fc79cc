import type { ApplicationValues } from '../../core/application.ts'
import { cleanText } from '../../core/cleanText.ts'
import type { Expected } from '../../core/chat.ts'
import { lengthOf } from '../../core/codeText.ts'
import { fields, type FieldName } from '../../core/fields.ts'
import type { FieldProblem, Problem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { isAsked, type Answers } from '../answers.ts'
import type { Conversing } from '../conversing.ts'
import {
  step,
  textOf,
  type Option,
  type PressedOption,
  type Prompted,
  type Sight,
  type Step,
} from '../step.ts'
import type { StepName } from '../stepNames.ts'

/** The fields that are typed; the others are chosen. */
export type TypedField = Exclude<FieldName, 'idType' | 'reason'>

export interface FieldQuestion {
  readonly field: TypedField
  readonly mode: Extract<Expected, { type: 'text' }>['mode']
  /** The rule, from core; by default any text that says something. */
  readonly check?: (text: string, sight: Sight) => Result<string, FieldProblem>
  readonly next: (answers: Answers) => StepName
  readonly ask?: (sight: Sight) => string
  readonly example?: (sight: Sight) => string
  /** The value as the chat may show it. */
  readonly shown?: (value: string) => string
  readonly echo?: (text: string) => string
  readonly forgets?: (text: string, sight: Sight) => boolean
}

const someText = (text: string): Result<string, FieldProblem> => {
  const value = cleanText(text)
  return value === '' ? fail({ kind: 'required' }) : ok(value)
}

const checkPrintable = (
  config: Conversing,
  field: TypedField,
  value: string,
): Result<string, FieldProblem> => {
  const { max } = fields[field]
  if (lengthOf(value) > max) return fail({ kind: 'tooLong', max })
  const characters = config.missingCharacters(value)
  return characters.length > 0 ? fail({ kind: 'unprintable', characters }) : ok(value)
}

/** A question whose answer is typed: with the value so far if there is one, and a way to leave it out if it may be. */
export const askField = (question: FieldQuestion): Step => {
  const { field, mode, check = someText, next, shown = (value: string) => value } = question
  const skippable = fields[field].required === false

  const options = ({ texts, answers }: Sight): readonly (readonly Option[])[] => {
    const keep: readonly Option[] =
      answers[field] === undefined ? [] : [{ option: 'keep', label: texts.keep }]
    const skip: readonly Option[] = skippable ? [{ option: 'skip', label: texts.skip }] : []
    const row = [...keep, ...skip]
    return row.length === 0 ? [] : [row]
  }
  const asking = (sight: Sight, text: string): readonly Prompted[] => {
    const value = sight.answers[field]
    // An identity number is never put into an input field of a page that others may come to see.
    const prefill = field !== 'idNumber' && value ? { prefill: value } : {}
    return [
      { type: 'text', text, options: options(sight), expects: { type: 'text', field, mode, ...prefill } },
    ]
  }
  const example = (sight: Sight): string =>
    sight.texts.example(question.example?.(sight) ?? sight.texts.fields[field].example)

  return step({
    prompt: (sight) => {
      const { texts, answers } = sight
      const words = texts.fields[field]
      const value = answers[field]
      const ask = texts.ask(words.label, !skippable, question.ask?.(sight) ?? words.ask)
      const current =
        value === undefined ? [] : [texts.current(value === null ? texts.leftOut : shown(value))]
      return asking(sight, [ask, example(sight), ...current].join('\n'))
    },
    again: (sight) =>
      asking(sight, `${example(sight)}\n${sight.texts.again(sight.texts.fields[field].label)}`),
    parse: (sent): Result<string | PressedOption, Problem> =>
      sent.type === 'option' ? ok(sent) : textOf(sent),
    check: (sent, sight): Result<string | null, FieldProblem> => {
      if (typeof sent !== 'string') return ok(sent.option === 'keep' ? (sight.answers[field] ?? null) : null)
      const value = check(sent, sight)
      return value.ok ? checkPrintable(sight.config, field, value.value) : value
    },
    next: (value, { answers }) => {
      const patch: { readonly [Name in TypedField]?: ApplicationValues[Name] | null } = { [field]: value }
      return { to: next(answers), answers: patch }
    },
    passed: (answers) =>
      answers[field] !== undefined || !isAsked(field, answers) ? next(answers) : undefined,
    ...(question.echo ? { echo: question.echo } : {}),
    ...(question.forgets ? { forgets: question.forgets } : {}),
  })
}

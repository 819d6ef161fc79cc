import { groupFormNumber } from '../../core/formNumber.ts'
import type { Problem } from '../../core/problem.ts'
import { ok, type Result } from '../../core/result.ts'
import { step, textOf } from '../step.ts'
import { lookUpForm, showMatch, type Matched } from './matchForm.ts'
import { parseUnitName } from './searchUnits.ts'

/** The first half of R6; the only one to ask for when the barcode's link brought the number. */
export const askFormUnitName = step({
  prompt: ({ texts, answers }) => {
    const { formNumber } = answers
    const known = formNumber === undefined ? [] : [texts.formNumberKnown(groupFormNumber(formNumber))]
    return [
      {
        type: 'text',
        text: [...known, texts.askFormUnitName, texts.example(texts.askUnitExample)].join('\n'),
        ...(formNumber === undefined
          ? {}
          : { options: [[{ option: 'otherNumber', label: texts.otherFormNumber }]] }),
        expects: { type: 'text', field: 'formUnitName', mode: 'text' },
      },
    ]
  },
  parse: (sent): Result<string | undefined, Problem> => {
    if (sent.type === 'option') return ok(undefined)
    const text = textOf(sent)
    return text.ok ? parseUnitName(text.value) : text
  },
  lookUp: async (unitName, { answers }, lookUps) =>
    unitName === undefined || answers.formNumber === undefined
      ? undefined
      : lookUpForm({ unitName, formNumber: answers.formNumber }, lookUps),
  check: (unitName, _, matched: Matched | undefined) => ok({ unitName, matched }),
  next: ({ unitName, matched }, sight) => {
    if (unitName === undefined) return { to: 'askFormUnitName', answers: { formNumber: undefined } }
    if (matched !== undefined) return showMatch(matched, { formNumber: matched.formNumber }, sight)
    return { to: 'askFormNumber', answers: { formUnitName: unitName } }
  },
})

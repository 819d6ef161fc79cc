import { groupFormNumber } from '../../core/formNumber.ts'
import type { Problem } from '../../core/problem.ts'
import { ok, type Result } from '../../core/result.ts'
import { recognisePicture } from '../scans.ts'
import { step, textOf, type PressedOption, type SentPicture } from '../step.ts'
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
        takesPictures: true,
      },
    ]
  },
  parse: (sent): Result<string | PressedOption | SentPicture, Problem> => {
    if (sent.type === 'option' || sent.type === 'picture') return ok(sent)
    const text = textOf(sent)
    return text.ok ? parseUnitName(text.value) : text
  },
  lookUp: async (sent, { answers }, lookUps) =>
    typeof sent !== 'string' || answers.formNumber === undefined
      ? undefined
      : lookUpForm({ unitName: sent, formNumber: answers.formNumber }, lookUps),
  check: (sent, _, matched: Matched | undefined) => ok({ sent, matched }),
  next: ({ sent, matched }, sight) => {
    if (typeof sent !== 'string') {
      return sent.type === 'picture'
        ? recognisePicture(sent.picture, 'askFormUnitName', sight)
        : { to: 'askFormUnitName', answers: { formNumber: undefined } }
    }
    if (matched !== undefined) return showMatch(matched, { formNumber: matched.formNumber }, sight)
    return { to: 'askFormNumber', answers: { formUnitName: sent } }
  },
})

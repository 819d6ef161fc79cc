import { parseFormNumber } from '../../core/formNumber.ts'
import { ok } from '../../core/result.ts'
import { step, textOf, type Prompted, type Sight } from '../step.ts'
import { lookUpForm, showMatch, type Matched } from './matchForm.ts'

const expects = { type: 'text', field: 'formNumber', mode: 'numeric' } as const
const asking = (text: string): readonly Prompted[] => [{ type: 'text', text, expects }]
const example = ({ texts }: Sight): string => texts.example(texts.formNumberExample)

export const askFormNumber = step({
  prompt: (sight) => asking(`${sight.texts.askFormNumber}\n${example(sight)}`),
  again: (sight) => asking(`${example(sight)}\n${sight.texts.askFormNumber}`),
  parse: (sent) => {
    const text = textOf(sent)
    return text.ok ? parseFormNumber(text.value) : text
  },
  lookUp: async (formNumber, { answers }, lookUps) =>
    answers.formUnitName === undefined
      ? undefined
      : lookUpForm({ unitName: answers.formUnitName, formNumber }, lookUps),
  check: (formNumber, _, matched: Matched | undefined) => ok({ formNumber, matched }),
  next: ({ formNumber, matched }, sight) =>
    matched === undefined
      ? { to: 'askFormUnitName', answers: { formNumber } }
      : showMatch(matched, {}, sight),
})

import { parseFormNumber } from '../../core/formNumber.ts'
import type { Problem } from '../../core/problem.ts'
import { ok, type Result } from '../../core/result.ts'
import { recognisePicture } from '../scans.ts'
import { step, textOf, type Prompted, type SentPicture, type Sight } from '../step.ts'
import { lookUpForm, showMatch, type Matched } from './matchForm.ts'

const expects = { type: 'text', field: 'formNumber', mode: 'numeric' } as const
const asking = (text: string): readonly Prompted[] => [{ type: 'text', text, expects, takesPictures: true }]
const example = ({ texts }: Sight): string => texts.example(texts.formNumberExample)

/** The second half of R6, typed or in a picture of the form. */
export const askFormNumber = step({
  prompt: (sight) => asking(`${sight.texts.askFormNumber}\n${example(sight)}`),
  again: (sight) => asking(`${example(sight)}\n${sight.texts.askFormNumber}`),
  parse: (sent): Result<string | SentPicture, Problem> => {
    if (sent.type === 'picture') return ok(sent)
    const text = textOf(sent)
    return text.ok ? parseFormNumber(text.value) : text
  },
  lookUp: async (sent, { answers }, lookUps) =>
    typeof sent !== 'string' || answers.formUnitName === undefined
      ? undefined
      : lookUpForm({ unitName: answers.formUnitName, formNumber: sent }, lookUps),
  check: (sent, _, matched: Matched | undefined) => ok({ sent, matched }),
  next: ({ sent, matched }, sight) => {
    if (typeof sent !== 'string') return recognisePicture(sent.picture, 'askFormNumber', sight)
    if (matched !== undefined) return showMatch(matched, {}, sight)
    return { to: 'askFormUnitName', answers: { formNumber: sent } }
  },
})

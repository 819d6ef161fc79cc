import type { Problem } from '../../core/problem.ts'
import { ok, type Result } from '../../core/result.ts'
import { step, textOf, type Sight } from '../step.ts'
import {
  lookUpUnits,
  parseUnitName,
  showUnits,
  unitExpected,
  type UnitPage,
  type UnitQuery,
} from './searchUnits.ts'

const example = ({ texts }: Sight): string => texts.example(texts.askUnitExample)

export const askUnit = step({
  prompt: (sight) => {
    const { texts, answers } = sight
    const current = answers.unit === undefined ? [] : [texts.current(answers.unit.fullName)]
    return [
      {
        type: 'text',
        text: [texts.askUnit, example(sight), ...current].join('\n'),
        ...(answers.unit === undefined ? {} : { options: [[{ option: 'keep', label: texts.keep }]] }),
        expects: unitExpected,
      },
    ]
  },
  again: (sight) => [
    {
      type: 'text',
      text: `${example(sight)}\n${sight.texts.again(sight.texts.unitLabel)}`,
      expects: unitExpected,
    },
  ],
  parse: (sent): Result<UnitQuery | 'keep', Problem> => {
    if (sent.type === 'option') return ok('keep')
    const text = textOf(sent)
    if (!text.ok) return text
    const name = parseUnitName(text.value)
    return name.ok ? ok({ name: name.value, offset: 0 }) : name
  },
  lookUp: async (query, _, lookUps) => (query === 'keep' ? undefined : lookUpUnits(query, lookUps)),
  check: (_, __, page: UnitPage | undefined) => ok(page),
  next: (page, sight) => (page === undefined ? { to: 'notice' } : showUnits(page, 'askUnit', sight)),
  passed: ({ unit }) => (unit === undefined ? undefined : 'notice'),
})

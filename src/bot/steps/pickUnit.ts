import type { Problem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { FoundUnit } from '../answers.ts'
import { step, type Move, type Option, type Sight } from '../step.ts'
import type { Texts } from '../texts/texts.ts'
import {
  lookUpUnits,
  pageSize,
  parseUnitName,
  showUnits,
  takeUnit,
  type UnitPage,
  type UnitQuery,
} from './searchUnits.ts'

const describe = (unit: FoundUnit, texts: Texts): string => {
  const region = unit.region === undefined ? '' : ` · ${unit.region}`
  return `${unit.fullName}${unit.isSample ? texts.sampleUnit : ''}${texts.unitState[unit.state]}${region}`
}

const turnPage = (option: string, { answers }: Sight) => {
  const { name, offset } = answers.matches ?? { name: '', offset: 0 }
  return { name, offset: option === 'next' ? offset + pageSize : Math.max(0, offset - pageSize) }
}

/** A list to pick from, a page at a time (R1); another name typed here is another search. */
export const pickUnit = step({
  prompt: ({ texts, answers }) => {
    const { name, units, offset, hasMore } = answers.matches ?? {
      name: '',
      units: [],
      offset: 0,
      hasMore: false,
    }
    const numbered = units.map((unit, index) => `${index + 1}. ${describe(unit, texts)}`)
    const rows: readonly (readonly Option[])[] = units.map((unit, index) => [
      { option: unit.id, label: `${index + 1}. ${unit.fullName}`, also: [unit.fullName] },
    ])
    const pages: readonly Option[] = [
      ...(offset > 0 ? [{ option: 'previous', label: texts.previousPage }] : []),
      ...(hasMore ? [{ option: 'next', label: texts.nextPage }] : []),
    ]
    return [
      {
        type: 'text',
        text: texts.pickUnit(name, numbered.join('\n')),
        options: [
          ...rows,
          ...(pages.length > 0 ? [pages] : []),
          [{ option: 'again', label: texts.searchAgain }],
        ],
      },
    ]
  },
  parse: (sent, sight): Result<{ readonly query: UnitQuery } | { readonly option: string }, Problem> => {
    if (sent.type === 'text') {
      const name = parseUnitName(sent.text)
      return name.ok ? ok({ query: { name: name.value, offset: 0 } }) : name
    }
    if (sent.type !== 'option') return fail({ kind: 'wrongInput', expected: 'choice' })
    const { option } = sent
    return ok(option === 'next' || option === 'previous' ? { query: turnPage(option, sight) } : { option })
  },
  lookUp: async (shape, _, lookUps) => ('query' in shape ? lookUpUnits(shape.query, lookUps) : undefined),
  check: (shape, { answers }, page: UnitPage | undefined) =>
    ok({ page, unit: answers.matches?.units.find(({ id }) => 'option' in shape && id === shape.option) }),
  next: ({ page, unit }, sight): Move => {
    if (page !== undefined) return showUnits(page, 'pickUnit', sight)
    return unit === undefined ? { to: 'askUnit', aside: true } : takeUnit(unit, 'pickUnit', sight)
  },
})

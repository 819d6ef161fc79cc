import { cleanText } from '../../core/cleanText.ts'
import { lengthOf } from '../../core/codeText.ts'
import { maxUnitQuery } from '../../core/fields.ts'
import type { Problem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { LookUps, UnitMatches } from '../../core/turn.ts'
import { foundUnit, type FoundUnit } from '../answers.ts'
import { say, type Move, type Sight } from '../step.ts'
import type { StepName } from '../stepNames.ts'

/** Near names on one page. */
export const pageSize = 8

export const unitExpected = { type: 'text', field: 'unit', mode: 'text' } as const

export interface UnitQuery {
  readonly name: string
  readonly offset: number
}
export interface UnitPage extends UnitQuery {
  readonly matches: UnitMatches
}

export const parseUnitName = (text: string): Result<string, Problem> => {
  const name = cleanText(text)
  if (name === '') return fail({ kind: 'required' })
  return lengthOf(name) > maxUnitQuery ? fail({ kind: 'tooLong', max: maxUnitQuery }) : ok(name)
}

export const lookUpUnits = async ({ name, offset }: UnitQuery, lookUps: LookUps): Promise<UnitPage> => ({
  name,
  offset,
  matches: await lookUps.units(name, { offset, limit: pageSize }),
})

/** Takes a unit, or says why no password can be requested for it and stays at `here`. */
export const takeUnit = (unit: FoundUnit, here: StepName, { texts, config, language }: Sight): Move => {
  const contact = config.operator.contact[language]
  const refusal = (text: string): Move => ({ to: here, say: [say(text)] })
  switch (unit.state) {
    case 'underReview':
      return refusal(texts.unitUnderReview(unit.fullName, contact))
    case 'turnedDown':
      return refusal(texts.unitTurnedDown(unit.fullName, contact))
    case 'registered': {
      const missing = config.missingCharacters(unit.fullName)
      return missing.length > 0
        ? refusal(texts.unitUnprintable(unit.fullName, missing.join(' '), contact))
        : { to: 'notice', answers: { unit } }
    }
  }
}

/** Where a search leads (R1): straight on with the one of that name, to a list, or to how to check the name. */
export const showUnits = ({ name, offset, matches }: UnitPage, here: StepName, sight: Sight): Move => {
  const { exact, near, hasMore } = matches
  const [only] = exact
  if (offset === 0 && only !== undefined && exact.length === 1) return takeUnit(foundUnit(only), here, sight)
  const units = (offset === 0 ? [...exact, ...near] : near).map(foundUnit)
  if (units.length === 0) {
    const { texts, config, language } = sight
    const text = texts.unitNotFound(name, config.operator.contact[language])
    return { to: 'askUnit', aside: true, say: [{ type: 'text', text, expects: unitExpected }], quiet: true }
  }
  return { to: 'pickUnit', answers: { matches: { name, offset, units, hasMore } } }
}

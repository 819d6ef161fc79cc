import { formLayout } from '../../../src/core/formLayout.ts'
import { judgeScan } from '../../../src/core/scan/judgeScan.ts'
import type { CardReading, Doubt } from '../../../src/core/scan/reading.ts'
import type { CardCase, CardFate } from '../cards/cardCases.ts'
import type { Looked, ScanReader } from './scanReader.ts'
import { count, counted, newTally } from './tally.ts'

/** A picture of a card, and what came of it with its own holder and with somebody else. */
export interface JudgedCard extends Looked {
  readonly fate: CardFate
  readonly camera: string
  readonly turn: number
  readonly told: readonly string[]
  readonly reading: CardReading | undefined
  /** One for each time it was held against a number that is not the card's. */
  readonly others: readonly (CardReading | undefined)[]
}

const holderOf = (idNumber: string, name: string) => ({ idType: 'idCard', idNumber, name }) as const

const cardIn = ({ found }: Looked): CardReading | undefined =>
  'problem' in found || found.reading?.kind !== 'idCard' ? undefined : found.reading

/** Every picture is read again for so many of its near misses, another kind of them each time. */
const nearMissesEach = 2

export const judgeCard = async (card: CardCase, index: number, reader: ScanReader): Promise<JudgedCard> => {
  const { person, picture, wrongNumbers, wrongName, fate, camera } = card
  const ask = (idNumber: string, name: string) =>
    reader.look(picture.jpeg, { kind: 'idCard', holder: holderOf(idNumber, name) })
  const looked = await ask(person.idNumber, person.name)
  const others: (CardReading | undefined)[] = []
  for (let miss = 0; miss < nearMissesEach; miss++) {
    const number = wrongNumbers[(index * nearMissesEach + miss) % wrongNumbers.length]
    if (number !== undefined) others.push(cardIn(await ask(number, wrongName)))
  }
  const told =
    'problem' in looked.found
      ? [looked.found.problem.kind]
      : judgeScan('idCard', looked.found, { formNumber: '', superseded: [] }, formLayout).warnings.map(
          ({ kind }) => kind,
        )
  const reading = cardIn(looked)
  return {
    ...looked,
    fate,
    camera,
    turn: picture.turn,
    told: reading === undefined && told.length === 0 ? ['notRead'] : told,
    reading,
    others,
  }
}

const cardDoubts = ['blurred', 'dark', 'glare', 'cutOff'] as const satisfies readonly Doubt[]

export const cardChecks = (cards: readonly JudgedCard[]) => {
  const [back, ...tallies] = [newTally(), ...cardDoubts.map(newTally)]
  for (const { fate, reading } of cards) {
    count(back, fate === 'back', reading?.side === 'back')
    for (const [index, doubt] of cardDoubts.entries()) {
      const tally = tallies[index]
      const said = reading?.doubts.some(({ kind }) => kind === doubt) ?? false
      if (tally !== undefined && (fate === doubt || fate === 'good')) count(tally, fate === doubt, said)
    }
  }
  return {
    back,
    ...Object.fromEntries(cardDoubts.map((doubt, index) => [doubt, tallies[index] ?? newTally()])),
  }
}

/** What the applicant is told of each kind of card. */
export const cardVerdicts = (cards: readonly JudgedCard[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(cards, ({ fate }) => fate)).map(([fate, group]) => [
      fate,
      {
        cards: group.length,
        'told nothing': group.filter(({ told }) => told.length === 0).length,
        ...counted(group.flatMap(({ told }) => told)),
      },
    ]),
  )

const sameIn = (readings: readonly (CardReading | undefined)[], value: 'idNumber' | 'name'): number =>
  readings.filter((reading) => reading?.[value] === 'same').length

export const cardNumbers = (cards: readonly JudgedCard[]) => {
  const good = cards.filter(({ fate }) => fate === 'good')
  const readings = good.map(({ reading }) => reading)
  const others = cards.flatMap((card) => card.others)
  return {
    'good cards': good.length,
    'number is the holder’s': sameIn(readings, 'idNumber'),
    'name is the holder’s': sameIn(readings, 'name'),
    'turn right': good.filter(({ reading, turn }) => reading?.turn === turn).length,
    'near misses': others.length,
    'near misses accepted': sameIn(others, 'idNumber'),
    'other names accepted': sameIn(others, 'name'),
  }
}

/** The part of the last line about cards. */
export const cardSummary = (cards: readonly JudgedCard[]) => {
  const numbers = cardNumbers(cards)
  return {
    goodCount: numbers['good cards'],
    idRead: numbers['number is the holder’s'],
    nearMissAccepted: numbers['near misses accepted'],
  }
}

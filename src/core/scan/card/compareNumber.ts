import type { IdType } from '../../application.ts'
import { parseIdNumber } from '../../idNumber.ts'
import type { Compared } from '../reading.ts'
import { greedy, lineScores, scoreText } from './lineScores.ts'
import type { LineReading } from './textModels.ts'

/** Characters of an identity card's number. */
export const numberLength = 18

const digits = '0123456789'
const alphabets: Readonly<Record<IdType, string>> = {
  idCard: `${digits}X`,
  passport: `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZ`,
}

/** What the expected number must score at least, and how many times more than any number that is nearly it. */
const plausible = 1e-4
const clearly = 30

/** Each character of a number that is said to be another must be this likely, and the expected one this unlikely. */
const sureFrom = 0.9
const ruledOut = 1e-9

/** How well a line shows the expected number, and each that is nearly it: natural logarithms, none under `least`. */
export interface NumberWeights {
  readonly expected: number
  /** In the same order for the same expected number. */
  readonly rivals: readonly number[]
}
const least = Math.log(plausible / clearly)

/**
 * Whether a line, cut out once or otherwise again, shows the expected number: when that number explains the cuts, and
 * every number with one character different or two neighbours swapped explains them far worse. So a misreading that
 * happens to pass the check is not believed, nor is a number that is nearly right. Cuts of one line err alike, and so
 * each counts for less the more there are, as the mean of as many measurements does.
 */
export const isShown = (cuts: readonly NumberWeights[]): boolean => {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  const [first] = cuts
  if (first === undefined) return false
  const nearest = Math.max(...first.rivals.map((_, at) => sum(cuts.map(({ rivals }) => rivals[at] ?? 0))))
  const ahead = sum(cuts.map(({ expected }) => expected)) - nearest
  return ahead >= Math.log(clearly) * Math.sqrt(cuts.length)
}

/** `same` when the line alone shows the expected number; `other` only when another valid number is read without doubt. */
export const compareNumber = (line: LineReading, idType: IdType, expected: string): Compared =>
  weighNumber(line, idType, expected).compared

export const weighNumber = (
  line: LineReading,
  idType: IdType,
  expected: string,
): { readonly compared: Compared; readonly weights: NumberWeights } => {
  const alphabet = alphabets[idType]
  const around = idType === 'idCard' ? 'others' : 'anything'
  const scores = lineScores(line, alphabet, (character) => character.toUpperCase())
  const score = scoreText(scores, expected, around)
  const weigh = (value: number): number => Math.max(least, Math.log(value))
  const rivals = nearMisses(expected, alphabet).map((rival) => weigh(scoreText(scores, rival, around)))
  const weights = { expected: weigh(score), rivals }
  if (isShown([weights])) return { compared: 'same', weights }
  const isOther = idType === 'idCard' && score <= ruledOut && showsAnother(line)
  return { compared: isOther ? 'other' : 'unread', weights }
}

const showsAnother = (line: LineReading): boolean => {
  const run = longestNumber(line)
  const isSure = run.every(({ sureness }) => sureness >= sureFrom)
  return isSure && isValid(run.map(({ character }) => character.toUpperCase()).join(''))
}

/** Any moment after which no card was issued: whether the birth date has been is the form's question. */
const farFuture = new Date('2200-01-01T00:00:00Z')

const isValid = (read: string): boolean => parseIdNumber(read, farFuture).ok

const nearMisses = (expected: string, alphabet: string): readonly string[] => {
  const characters = Array.from(expected)
  const misread = characters.flatMap((own, at) =>
    Array.from(alphabet)
      .filter((character) => character !== own)
      .map((character) => characters.with(at, character).join('')),
  )
  const swapped = characters.slice(1).flatMap((right, at) => {
    const left = characters[at] ?? ''
    return left === right
      ? []
      : [
          characters
            .with(at, right)
            .with(at + 1, left)
            .join(''),
        ]
  })
  return [...misread, ...swapped]
}

/** The longest run of characters that an identity card's number is made of, from the best path. */
export const longestNumber = (line: LineReading): ReturnType<typeof greedy> => {
  const read = greedy(line)
  let [start, length] = [0, 0]
  for (let from = 0; from < read.length; from++) {
    let to = from
    while (/^[0-9Xx]$/.test(read[to]?.character ?? '')) to++
    if (to - from > length) [start, length] = [from, to - from]
    if (to > from) from = to
  }
  return read.slice(start, start + length)
}

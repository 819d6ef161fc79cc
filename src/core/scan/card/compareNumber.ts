import type { IdType } from '../../application.ts'
import { parseIdNumber } from '../../idNumber.ts'
import type { Compared } from '../reading.ts'
import { greedy, lineScores, scoreText } from './lineScores.ts'
import type { LineReading } from './textModels.ts'

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

/**
 * Whether a line shows the expected number. `same` only when that number explains the line, and every number with
 * one character different or two neighbours swapped explains it far worse; so a misreading that happens to pass the
 * check is not believed, nor is a number that is nearly right. `other` only when another valid number is read without
 * doubt.
 */
export const compareNumber = (line: LineReading, idType: IdType, expected: string): Compared => {
  const alphabet = alphabets[idType]
  const around = idType === 'idCard' ? 'others' : 'anything'
  const scores = lineScores(line, alphabet, (character) => character.toUpperCase())
  const score = scoreText(scores, expected, around)
  if (score >= plausible) {
    const rivals = nearMisses(expected, alphabet).map((rival) => scoreText(scores, rival, around))
    return score >= clearly * Math.max(...rivals) ? 'same' : 'unread'
  }
  if (idType === 'passport' || score > ruledOut) return 'unread'
  const run = longestNumber(line)
  const isSure = run.every(({ sureness }) => sureness >= sureFrom)
  return isSure && isValid(run.map(({ character }) => character.toUpperCase()).join('')) ? 'other' : 'unread'
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

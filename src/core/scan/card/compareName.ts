import type { Compared } from '../reading.ts'
import { greedy, lineScores, scoreText, type ReadCharacter } from './lineScores.ts'
import type { LineReading } from './textModels.ts'

/** What the expected name must score at least: a tenth of what the best path has, for each doubtful character. */
const plausible = 1e-2
const sureFrom = 0.9

const dots = /[·•‧∙⋅・･.,。、'\-\s]/gu
const letters = (name: string): string => name.replace(dots, '')

/**
 * Whether the line that begins with 姓名 shows the expected name. A character that the reader does not know makes the
 * name unread, and so does one character that is read otherwise, since characters that look alike are taken for each
 * other with great confidence: `other` takes two.
 */
export const compareName = (line: LineReading, expected: string): Compared => {
  const name = Array.from(letters(expected))
  const known = new Set(line.characters)
  if (!name.every((character) => known.has(character))) return 'unread'

  const read = afterLabel(greedy(line))
  const alphabet = [...new Set(name)].join('')
  const scores = lineScores(line, alphabet, letters)
  if (scoreText(scores, name.join(''), 'anything') >= plausible && read.length <= name.length) return 'same'

  const isSure = read.length >= 2 && read.every(({ sureness }) => sureness >= sureFrom)
  // A long name goes on in a second line.
  if (!isSure || (read.length < name.length && name.length > 5)) return 'unread'
  const wrong = distance(
    read.map(({ character }) => character),
    name,
  )
  return wrong >= 2 ? 'other' : 'unread'
}

const han = /^\p{Unified_Ideograph}$/u

const afterLabel = (read: readonly ReadCharacter[]): readonly ReadCharacter[] => {
  const characters = read.filter(({ character }) => han.test(character) || character === '〇')
  const label = characters.slice(0, 2).findLastIndex(({ character }) => '姓名'.includes(character))
  return characters.slice(label + 1)
}

/** Of Levenshtein. */
const distance = (a: readonly string[], b: readonly string[]): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, own] of a.entries()) {
    const next = [i + 1]
    for (const [j, other] of b.entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (own === other ? 0 : 1)))
    }
    row = next
  }
  return row[b.length] ?? 0
}

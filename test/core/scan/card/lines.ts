import type { LineReading } from '../../../../src/core/scan/card/textModels.ts'

const characters = ['', ...'0123456789Xx姓名张王三四伟炜码公民身份号·阿里买提', ' ']

/** What a column may be read as, each with its probability; what is left is the blank's. */
export type Column = Readonly<Record<string, number>>

/** A line as a recogniser gives it; a character stands for a column that shows it, and one with a blank after it. */
export const lineOf = (columns: readonly (string | Column)[]): LineReading => {
  const all = columns.flatMap((column): readonly Column[] =>
    typeof column === 'string' ? [{ [column]: 0.99 }, {}] : [column, {}],
  )
  const probabilities = new Float32Array(all.length * characters.length)
  for (const [row, column] of all.entries()) {
    const start = row * characters.length
    let left = 1
    for (const [character, probability] of Object.entries(column)) {
      probabilities[start + characters.indexOf(character)] = probability
      left -= probability
    }
    probabilities[start] = left
  }
  return { columns: all.length, characters, probabilities }
}

/** A text with one of its characters read in another way too. */
export const doubtful = (text: string, at: number, column: Column): LineReading =>
  lineOf(Array.from(text, (character, index) => (index === at ? column : character)))

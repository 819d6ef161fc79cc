import type { LineReading } from './textModels.ts'

/**
 * A line's probabilities by the characters of an alphabet only, ready to score many texts: in each column blank,
 * the alphabet's characters, and all else, each by the column's greatest, so that a plausible text stays far from
 * what floating point cannot hold.
 */
export interface LineScores {
  readonly alphabet: string
  readonly columns: number
  /** `columns` rows of `alphabet.length + 2`. */
  readonly weights: Float64Array
}

/** `same` makes one of characters that are drawn alike, as `x` and `X`; what it makes empty counts as blank. */
export const lineScores = (
  { columns, characters, probabilities }: LineReading,
  alphabet: string,
  same: (character: string) => string = (character) => character,
): LineScores => {
  const size = alphabet.length + 2
  const rest = size - 1
  const classes = characters.map((character, index) => {
    const known = index === 0 ? '' : same(character)
    const at = alphabet.indexOf(known)
    return known === '' ? 0 : at < 0 ? rest : at + 1
  })
  const weights = new Float64Array(columns * size)
  for (let column = 0; column < columns; column++) {
    const from = column * characters.length
    const to = column * size
    for (const [index, at] of classes.entries()) {
      weights[to + at] = (weights[to + at] ?? 0) + (probabilities[from + index] ?? 0)
    }
    const greatest = Math.max(...weights.subarray(to, to + size))
    for (let at = to; at < to + size; at++) weights[at] = (weights[at] ?? 0) / greatest
  }
  return { alphabet, columns, weights }
}

/**
 * The forward score of a text (Graves et al. 2006, section 4.1) by that of the best path, somewhere in the line:
 * before and after it stand blanks and other characters (`around` 'others'), or anything at all. About 1 when the
 * line reads so and not otherwise; 0 for a character that is not of the alphabet.
 */
export const scoreText = (
  { alphabet, columns, weights }: LineScores,
  text: string,
  around: 'others' | 'anything' = 'others',
): number => {
  const size = alphabet.length + 2
  const classes = Array.from(text, (character) => alphabet.indexOf(character) + 1)
  if (classes.length === 0 || classes.includes(0)) return 0
  const free = (column: number): number =>
    around === 'anything' ? 1 : Math.max(weights[column * size] ?? 0, weights[column * size + size - 1] ?? 0)

  // States: before, then each character and the blank after it; what stands after the last is the last blank.
  const states = classes.length * 2 + 1
  let now = new Float64Array(states)
  now[0] = 1
  for (let column = 0; column < columns; column++) {
    const next = new Float64Array(states)
    const outside = free(column)
    const blank = weights[column * size] ?? 0
    next[0] = (now[0] ?? 0) * outside
    for (let i = 0; i < classes.length; i++) {
      const at = 2 * i + 1
      const own = classes[i] ?? 0
      const emit = weights[column * size + own] ?? 0
      let reach = (now[at] ?? 0) + (now[at - 1] ?? 0)
      if (i > 0 && classes[i - 1] !== own) reach += now[at - 2] ?? 0
      next[at] = reach * emit
      const rest = i === classes.length - 1 ? outside : blank
      next[at + 1] = ((now[at + 1] ?? 0) + (now[at] ?? 0)) * rest
    }
    now = next
  }
  return (now[states - 1] ?? 0) + (now[states - 2] ?? 0)
}

/** A character of the best path, read column by column. */
export interface ReadCharacter {
  readonly character: string
  /** Its greatest probability. */
  readonly sureness: number
  /** Columns from the line's left. */
  readonly column: number
}

/** The best path: in each column the likeliest, repeats and blanks left out. */
export const greedy = ({ columns, characters, probabilities }: LineReading): readonly ReadCharacter[] => {
  const read: ReadCharacter[] = []
  let before = 0
  for (let column = 0; column < columns; column++) {
    const from = column * characters.length
    let best = 0
    for (let at = 1; at < characters.length; at++) {
      if ((probabilities[from + at] ?? 0) > (probabilities[from + best] ?? 0)) best = at
    }
    const sureness = probabilities[from + best] ?? 0
    const last = read.at(-1)
    if (best !== 0 && best !== before) read.push({ character: characters[best] ?? '', sureness, column })
    else if (best !== 0 && last !== undefined && sureness > last.sureness) {
      read[read.length - 1] = { ...last, sureness }
    }
    before = best
  }
  return read
}

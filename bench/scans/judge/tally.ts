/** Counts of a check that says yes or no. */
export interface Tally {
  /** Yes where it is so, where it is not so, and no where it is so. */
  right: number
  wrong: number
  missed: number
  /** No where it is not so. */
  rest: number
}

export const newTally = (): Tally => ({ right: 0, wrong: 0, missed: 0, rest: 0 })

export const count = (tally: Tally, isSo: boolean, said: boolean): void => {
  if (said) tally[isSo ? 'right' : 'wrong']++
  else tally[isSo ? 'missed' : 'rest']++
}

const share = (part: number, whole: number): number =>
  whole === 0 ? 1 : Math.floor((part / whole) * 1e4) / 1e4

/** 1 where nothing was said, respectively nothing was to be found. */
export const precision = ({ right, wrong }: Tally): number => share(right, right + wrong)
export const recall = ({ right, missed }: Tally): number => share(right, right + missed)

/** For a table; what cannot be known from so few is left open. */
export const rowOf = (tally: Tally) => ({
  precision: tally.right + tally.wrong > 0 ? precision(tally) : '–',
  recall: tally.right + tally.missed > 0 ? recall(tally) : '–',
  ...tally,
})

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits))

/** How often each word was said. */
export const counted = (words: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

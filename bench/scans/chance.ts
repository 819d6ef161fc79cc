import type { Random } from '../../test/support/random.ts'

/** Least and most. */
export type Range = readonly [number, number]

export const within = (random: Random, [least, most]: Range): number => least + (most - least) * random()

export const chance = (random: Random, probability: number): boolean => random() < probability

export const oneOf = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to choose from')
  return item
}

/** Each as often as its weight says. */
export const weighted = <Item extends { readonly weight: number }>(
  random: Random,
  items: readonly Item[],
): Item => {
  let left = random() * items.reduce((sum, { weight }) => sum + weight, 0)
  const found = items.find(({ weight }) => (left -= weight) < 0) ?? items.at(-1)
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}

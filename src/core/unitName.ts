import { to } from 'opencc-js/preset/t2cn'

/** OpenCC's dictionaries of simplified characters, phrase and character, as pairs: `門 门|…`. */
const dictionaries = (to['cn'] ?? []).flat().filter((dictionary) => typeof dictionary === 'string')

/**
 * Variants that OpenCC decides by phrase or not at all, as pairs of what is written and what it counts as: 瞭解 is
 * 了解, 濬縣 is 浚县, 水菓 is 水果.
 */
const variants = '瞭了藉借覆复甦苏彷仿馀余讬托菓果濬浚澂澄隄堤甯宁锺钟薰熏'

const pairs = [
  ...dictionaries.flatMap((dictionary) => dictionary.split('|')).map((pair) => pair.split(' ')),
  ...(variants.match(/../gu) ?? []).map((pair) => Array.from(pair)),
]
/** A phrase is no key that one character could find. */
const step = new Map(pairs.map(([written = '', counted = '']) => [written, counted]))
const simplified = (character: string): string => {
  const next = step.get(character)
  return next === undefined || next === character ? character : simplified(next)
}

/**
 * A unit's name as it is compared and searched, never shown: two names that differ only in width, case, brackets,
 * punctuation, spaces, invisible characters or traditional against simplified characters become one (R1).
 *
 * Each character is simplified by itself, not by phrase as OpenCC's converter does. That keeps a part of a name a
 * part of the normalised name, which the search by substring needs, and makes 乾縣 and 乾县 the same; the price is
 * that characters with several simplifications count as one, so what is found is shown by its real name.
 */
export const normaliseUnitName = (name: string): string => {
  const letters = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]|\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
  return Array.from(letters, simplified).join('')
}

/** 16 bits of a code point; beyond the BMP two may share a value, which only adds a candidate to a search. */
const sixteenBits = (codePoint: number): number => (codePoint ^ Math.imul(codePoint >>> 16, 0x9e37)) & 0xffff

/**
 * The distinct pairs of neighbouring characters of a normalised name, each packed in a signed 32-bit integer
 * (PostgreSQL int4, for a GIN index on int[]). Those of a part of two characters or more are among those of the whole.
 * One character alone gives one value of its own, which no longer name has.
 */
export const bigrams = (normalised: string): number[] => {
  const codes = Array.from(normalised, (character) => sixteenBits(character.codePointAt(0) ?? 0))
  const [only] = codes
  if (only !== undefined && codes.length === 1) return [only]
  return [...new Set(codes.slice(1).map((code, index) => ((codes[index] ?? 0) << 16) | code))]
}

/** How alike two normalised names are, 0 to 1: the Dice coefficient of their bigrams. */
export const nearness = (one: string, other: string): number => {
  if (one === other) return 1
  const ofOne = new Set(bigrams(one))
  const ofOther = bigrams(other)
  const shared = ofOther.filter((bigram) => ofOne.has(bigram)).length
  return shared === 0 ? 0 : (2 * shared) / (ofOne.size + ofOther.length)
}

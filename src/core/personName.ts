import { cleanText } from './cleanText.ts'
import { halfWidth, lengthOf } from './codeText.ts'
import type { ProblemOf } from './problem.ts'
import { fail, ok, type Result } from './result.ts'

/** The name field of a machine-readable passport holds 39 (ICAO Doc 9303-4); names on identity cards are shorter. */
export const maxNameLength = 40

const han = String.raw`[\p{Unified_Ideograph}〇々]`
const latin = String.raw`[\p{sc=Latin}&&\p{L}]`
/** Marks that no composed letter has stand apart after NFC; more than three is decoration. */
const word = String.raw`(?:${han}|${latin}\p{M}{0,3})+`
const shape = new RegExp(`^'?${word}(?:(?:\\. ?|[ '·\\-])${word})*\\.?$`, 'v')

const kangxiRadicals = /[\u2f00-\u2fdf]/g
const dots = / *[·•‧∙⋅・･] */g
const dotsBetweenHan = new RegExp(`(?<=${han}) ?\\. ?(?=${han})`, 'gv')
const spacesBetweenHan = new RegExp(`(?<=${han}) (?=${han})`, 'gv')

/**
 * A person's name as on an identity card or passport: Han characters of any Unicode extension, Latin letters with
 * marks, or both, joined by a space, ·, hyphen, apostrophe, or the full stop of an initial; 2 to 40 characters.
 *
 * Every kind of middle dot becomes U+00B7 as on identity cards, ’ becomes ', a space that pads Han characters goes,
 * and Kangxi radicals, which PDF viewers copy instead of the characters they look like, become these.
 */
export const parsePersonName = (
  text: string,
): Result<string, ProblemOf<'required' | 'tooLong' | 'notAName'>> => {
  const name = cleanText(halfWidth(text))
    .replace(kangxiRadicals, (radical) => radical.normalize('NFKC'))
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[‐‑]/g, '-')
    .replace(dots, '·')
    .replace(dotsBetweenHan, '·')
    .replace(spacesBetweenHan, '')
  if (name === '') return fail({ kind: 'required' })
  const length = lengthOf(name)
  if (length > maxNameLength) return fail({ kind: 'tooLong', max: maxNameLength })
  return length >= 2 && shape.test(name) ? ok(name) : fail({ kind: 'notAName' })
}

/** The first character and a star for each other one, at most three: `张*`, `买***`, `J***`. */
export const maskPersonName = (name: string): string => {
  const [first = '', ...others] = name
  return first + '*'.repeat(Math.min(others.length, 3))
}

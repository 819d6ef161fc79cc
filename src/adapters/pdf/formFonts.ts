import { cleanText } from '../../core/cleanText.ts'
import { Fault } from '../../core/fault.ts'
import type { MissingCharacters } from '../../core/form.ts'
import { parseTrueType, type TrueType } from './trueType.ts'

/** `sans` for Chinese and what it has of the rest; `latin` for the letters and marks it lacks, such as Łź. */
export interface FormFonts {
  readonly sans: TrueType
  readonly latin: TrueType
}
export type FontName = keyof FormFonts

/** Characters of a text that stand side by side in one font. */
export interface Run {
  readonly font: FontName
  readonly text: string
}

/** Throws Fault `alert`, naming the font, when its bytes are no usable font or lack what every form prints. */
export const openFormFonts = (files: {
  readonly sans: Uint8Array
  readonly latin: Uint8Array
}): FormFonts => {
  const fonts = {
    sans: parseTrueType(files.sans, 'for Chinese'),
    latin: parseTrueType(files.latin, 'for Latin'),
  }
  if (!draws(fonts.sans, '密') || !draws(fonts.sans, '0'))
    throw new Fault('alert', 'The font for Chinese cannot be used: it lacks Chinese characters or digits')
  if (!draws(fonts.latin, 'Ł'))
    throw new Fault('alert', 'The font for Latin cannot be used: it lacks Latin letters')
  return fonts
}

/** A glyph with nothing in it counts only for a space: elsewhere it would be a character lost on paper. */
const draws = (font: TrueType, character: string): boolean => {
  const glyph = font.glyphOf(character.codePointAt(0) ?? 0)
  return glyph !== 0 && (character === ' ' || font.outlineOf(glyph).length > 0)
}

/** A word, or one character of a script that has no spaces between words. */
const word =
  /[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]+|./gsu
const letterWithMarks = /.\p{M}*/gsu

/**
 * Which font prints what of a clean text. A word is not torn between two fonts when one has all of it, and a
 * letter with combining marks goes where the marks are made to sit on it.
 */
export const runsOf = (fonts: FormFonts, text: string): readonly Run[] => {
  const has = (font: FontName, part: string) =>
    Array.from(part).every((character) => draws(fonts[font], character))
  const fontFor = (part: string): FontName | undefined => {
    const order: readonly FontName[] = /\p{M}/u.test(part) ? ['latin', 'sans'] : ['sans', 'latin']
    return order.find((font) => has(font, part))
  }
  const split = (part: string, finer: readonly RegExp[]): readonly Run[] => {
    const font = fontFor(part)
    if (font !== undefined) return [{ font, text: part }]
    const [next, ...rest] = finer
    // Unknown to both: left to the font for Chinese, whose glyph 0 the caller finds.
    if (next === undefined) return [{ font: 'sans', text: part }]
    return (part.match(next) ?? []).flatMap((smaller) => split(smaller, rest))
  }
  return (text.match(word) ?? []).flatMap((part) => split(part, [letterWithMarks, /./gsu]))
}

export const missingCharacters =
  (fonts: FormFonts): MissingCharacters =>
  (text) => {
    const missing = new Set<string>()
    for (const character of cleanText(text))
      if (!draws(fonts.sans, character) && !draws(fonts.latin, character)) missing.add(character)
    return [...missing].slice(0, 10)
  }

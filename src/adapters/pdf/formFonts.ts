import { cleanText } from '../../core/cleanText.ts'
import { Fault } from '../../core/fault.ts'
import type { MissingCharacters } from '../../core/form.ts'
import { parseTrueType, type TrueType } from './trueType.ts'

/** In the order asked: Chinese, then letters and marks it lacks such as Łź, then characters that hardly a font has. */
const fontNames = ['sans', 'latin', 'rare'] as const
export type FontName = (typeof fontNames)[number]

export interface FormFonts {
  /** Undefined only for `rare`, which a form can do without. */
  fontOf(name: FontName): TrueType | undefined
  characterOf(codePoint: number): Character
}

/** What setting text needs to know of a character. */
export interface Character {
  readonly codePoint: number
  /** `alone` in scripts without spaces between words. */
  readonly kind: 'space' | 'letter' | 'mark' | 'alone'
  /** Which fonts draw it; none when it is not to be printed. */
  readonly faces: readonly Face[]
  /** Not at the beginning of a line, not at its end (GB/T 15834). */
  readonly neverFirst: boolean
  readonly neverLast: boolean
}

/** A character in one font; in ems. */
export interface Face {
  readonly font: FontName
  readonly advance: number
  readonly bounds: readonly [number, number, number, number] | undefined
}

/** Throws Fault `alert`, naming the font, when its bytes are no usable font or lack what every form prints. */
export const openFormFonts = (files: {
  readonly sans: Uint8Array
  readonly latin: Uint8Array
  readonly rare?: Uint8Array | undefined
}): FormFonts => {
  const sans = parseTrueType(files.sans, 'for Chinese')
  const latin = parseTrueType(files.latin, 'for Latin')
  const rare = files.rare && parseTrueType(files.rare, 'for rare characters')
  if (!draws(sans, '密') || !draws(sans, '0'))
    throw new Fault('alert', 'The font for Chinese cannot be used: it lacks Chinese characters or digits')
  if (!draws(latin, 'Ł'))
    throw new Fault('alert', 'The font for Latin cannot be used: it lacks Latin letters')

  const fonts = { sans, latin, rare }
  const known = new Map<number, Character>()
  return {
    fontOf: (name) => fonts[name],
    characterOf: (codePoint) => {
      let character = known.get(codePoint)
      if (character === undefined) {
        character = describe(fonts, codePoint)
        known.set(codePoint, character)
      }
      return character
    },
  }
}

const draws = (font: TrueType, character: string): boolean =>
  faceOf(font, 'sans', character.codePointAt(0) ?? 0, false) !== undefined

/** A glyph with nothing in it counts only for a space: elsewhere it would be a character lost on paper. */
const faceOf = (font: TrueType, name: FontName, codePoint: number, blank: boolean): Face | undefined => {
  const glyph = font.glyphOf(codePoint)
  const outline = font.boundsOf(glyph)
  if (glyph === 0 || (outline === undefined && !blank)) return undefined
  const em = font.unitsPerEm
  const bounds = outline && ([outline[0] / em, outline[1] / em, outline[2] / em, outline[3] / em] as const)
  return { font: name, advance: font.advanceOf(glyph) / em, bounds }
}

const neverFirst = new Set('、，。．；：？！,.;:?!）】》」』〉〕)]}”’·…—~%％')
const neverLast = new Set('（【《「『〈〔([{“‘')
const alone =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u2014\u2026\u3000-\u303f\uff00-\uffef]/u
/** Scripts whose characters stand side by side as they are typed; others would need shaping, and be misprinted. */
const unshaped =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Common}\p{Script=Inherited}]/u
const conjoining = /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u

const describe = (fonts: Readonly<Record<FontName, TrueType | undefined>>, codePoint: number): Character => {
  const text = String.fromCodePoint(codePoint)
  const kind = text === ' ' ? 'space' : /\p{M}/u.test(text) ? 'mark' : alone.test(text) ? 'alone' : 'letter'
  const printable = unshaped.test(text) && !conjoining.test(text)
  const faces = fontNames.flatMap((name) => {
    const font = fonts[name]
    return (printable && font && faceOf(font, name, codePoint, kind === 'space')) || []
  })
  return { codePoint, kind, faces, neverFirst: neverFirst.has(text), neverLast: neverLast.has(text) }
}

/** More would run into the line above. */
const marksOnOne = 2

/** Also named: marks that stand on nothing, or on a letter that has two already. */
export const missingCharacters =
  (fonts: FormFonts): MissingCharacters =>
  (text) => {
    const missing = new Set<string>()
    let room = 0
    for (const typed of cleanText(text)) {
      const { kind, faces } = fonts.characterOf(typed.codePointAt(0) ?? 0)
      if (faces.length === 0 || (kind === 'mark' && room === 0)) missing.add(typed)
      if (kind === 'mark') room = Math.max(0, room - 1)
      else room = kind === 'space' ? 0 : marksOnOne
      if (missing.size === 10) break
    }
    return [...missing]
  }

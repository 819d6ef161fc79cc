import { cleanText } from '../../core/cleanText.ts'
import { Fault } from '../../core/fault.ts'
import type { MissingCharacters } from '../../core/form.ts'
import { type RareSlice, rareSliceOf } from './rareSlices.ts'
import { parseTrueType, type TrueType } from './trueType.ts'

/** In the order asked: Chinese, then letters and marks it lacks such as Łź, then the operator's own. */
const wholeFonts = ['sans', 'latin', 'own'] as const
type WholeFont = (typeof wholeFonts)[number]
/** After them all, the slice of the font for rare characters that has the character. */
export type FontName = WholeFont | RareSlice

export interface FormFonts {
  characterOf(codePoint: number): Character
  /** Throws Fault `alert` when one of them cannot be had; `FontOf` throws it for a font that was not asked for here. */
  load(names: Iterable<FontName>): Promise<FontOf>
  /** Of the fonts that every form may need. */
  readonly fontOf: FontOf
}

export type FontOf = (name: FontName) => TrueType

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
  /** The operator's, for characters that no other has. */
  readonly own?: Uint8Array | undefined
  /** TrueType bytes; throws Fault `alert`. Without it there are no rare characters. */
  readonly rareSlice?: (slice: RareSlice) => Promise<Uint8Array>
}): FormFonts => {
  const sans = parseTrueType(files.sans, 'for Chinese')
  const latin = parseTrueType(files.latin, 'for Latin')
  const own = files.own && parseTrueType(files.own, 'of FORM_RARE_FONT')
  if (!draws(sans, '密') || !draws(sans, '0'))
    throw new Fault('alert', 'The font for Chinese cannot be used: it lacks Chinese characters or digits')
  if (!draws(latin, 'Ł'))
    throw new Fault('alert', 'The font for Latin cannot be used: it lacks Latin letters')

  const { rareSlice } = files
  const whole = { sans, latin, own }
  const known = new Map<number, Character>()
  const slices = new Map<RareSlice, TrueType>()

  /** Kept as a font, never as a promise: on Workers one that a cancelled request began would never be kept. */
  const loadSlice = async (slice: RareSlice): Promise<TrueType> => {
    if (rareSlice === undefined) throw noFont(slice)
    const font = slices.get(slice) ?? parseTrueType(await rareSlice(slice), `for rare characters (${slice})`)
    // The one used last goes to the end.
    slices.delete(slice)
    slices.set(slice, font)
    const [oldest] = slices.keys()
    if (slices.size > slicesKept && oldest !== undefined) slices.delete(oldest)
    return font
  }
  const fontOf: FontOf = (name) => {
    const font = isWhole(name) ? whole[name] : undefined
    if (font === undefined) throw noFont(name)
    return font
  }
  return {
    fontOf,
    load: async (names) => {
      const loaded = new Map<FontName, TrueType>()
      for (const name of names) if (!isWhole(name)) loaded.set(name, await loadSlice(name))
      return (name) => loaded.get(name) ?? fontOf(name)
    },
    characterOf: (codePoint) => {
      let character = known.get(codePoint)
      if (character === undefined) {
        character = describe(whole, rareSlice !== undefined, codePoint)
        known.set(codePoint, character)
      }
      return character
    },
  }
}

/** Half a megabyte each. */
const slicesKept = 16

const isWhole = (name: FontName): name is WholeFont => wholeFonts.some((whole) => whole === name)

const noFont = (name: FontName): Fault => new Fault('alert', `The form has no font ${name}`)

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

/** Rare characters fill their em square, which is known before their slice is loaded. */
const rareFace = (font: RareSlice): Face => ({ font, advance: 1, bounds: [0, -0.12, 1, 0.88] })

const describe = (
  fonts: Readonly<Record<WholeFont, TrueType | undefined>>,
  hasRare: boolean,
  codePoint: number,
): Character => {
  const text = String.fromCodePoint(codePoint)
  const kind = text === ' ' ? 'space' : /\p{M}/u.test(text) ? 'mark' : alone.test(text) ? 'alone' : 'letter'
  const printable = unshaped.test(text) && !conjoining.test(text)
  const drawn = wholeFonts.flatMap((name) => {
    const font = fonts[name]
    return (printable && font && faceOf(font, name, codePoint, kind === 'space')) || []
  })
  const slice = hasRare ? rareSliceOf(codePoint) : undefined
  const faces = slice === undefined ? drawn : [...drawn, rareFace(slice)]
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

import { Fault } from '../../core/fault.ts'
import type { Character, Face, FontName, FormFonts } from './formFonts.ts'

/** One character as set, in ems. */
export interface Letter {
  readonly font: FontName
  readonly codePoint: number
  /** How far the pen moves: not at all for a mark that sits on the letter before it. */
  readonly advance: number
  /** Whether a line may begin with it. */
  readonly mayBegin: boolean
  /** Of a mark: from the pen to where its glyph is drawn, and the advance its font has for it. */
  readonly mark: { readonly x: number; readonly y: number; readonly advance: number } | undefined
}

/**
 * A text letter by letter. A word is not torn between two fonts when one has all of it, nor a letter from its marks.
 * Throws Fault `alert` when no font has one of the characters.
 */
export const lettersOf = (fonts: FormFonts, text: string): readonly Letter[] => {
  const characters = Array.from(text, (character) => fonts.characterOf(character.codePointAt(0) ?? 0))
  const letters: Letter[] = []
  let before: Character | undefined
  let base: Base = nothing
  for (const word of wordsOf(characters)) {
    const whole = fontWithAll(word)
    for (const part of whole === undefined ? lettersWithMarks(word) : [word]) {
      const font = whole ?? fontWithAll(part)
      for (const character of part) {
        const face = character.faces.find((face) => face.font === font) ?? character.faces[0]
        if (face === undefined)
          throw new Fault('alert', 'A text of the form has a character that no font has')
        if (character.kind === 'mark') {
          const placed = placeMark(base, face)
          base = placed.base
          letters.push(letter(character, face, false, placed.mark))
        } else {
          base = baseOf(face)
          letters.push(
            letter(character, face, before === undefined || mayBreak(before, character), undefined),
          )
        }
        before = character
      }
    }
  }
  return letters
}

const letter = (
  { codePoint }: Character,
  { font, advance }: Face,
  mayBegin: boolean,
  mark: Letter['mark'],
): Letter => ({ font, codePoint, advance: mark === undefined ? advance : 0, mayBegin, mark })

/** Letters that stand together with their marks; every other character for itself, with its marks. */
const wordsOf = (characters: readonly Character[]): readonly (readonly Character[])[] => {
  const words: Character[][] = []
  let joins = false
  for (const character of characters) {
    const last = words.at(-1)
    if (last !== undefined && (character.kind === 'mark' || (joins && character.kind === 'letter')))
      last.push(character)
    else words.push([character])
    if (character.kind !== 'mark') joins = character.kind === 'letter'
  }
  return words
}

const lettersWithMarks = (word: readonly Character[]): readonly (readonly Character[])[] => {
  const parts: Character[][] = []
  for (const character of word) {
    const last = parts.at(-1)
    if (last !== undefined && character.kind === 'mark') last.push(character)
    else parts.push([character])
  }
  return parts
}

const fontWithAll = ([first, ...rest]: readonly Character[]): FontName | undefined => {
  const has = (font: FontName) => rest.every(({ faces }) => faces.some((face) => face.font === font))
  return first?.faces.find(({ font }) => has(font))?.font
}

const mayBreak = (before: Character, after: Character): boolean => {
  if (after.kind === 'space' || after.neverFirst || before.neverLast) return false
  return before.kind === 'space' || before.kind === 'alone' || after.kind === 'alone'
}

/** What marks sit on: the middle of the letter, from the pen after it, and how far up and down ink reaches. */
interface Base {
  readonly middle: number
  readonly bottom: number
  readonly top: number
}

const nothing: Base = { middle: 0, bottom: 0, top: 0 }

const baseOf = ({ advance, bounds }: Face): Base =>
  bounds === undefined
    ? nothing
    : { middle: (bounds[0] + bounds[2]) / 2 - advance, bottom: bounds[1], top: bounds[3] }

/** Ems between a letter and its mark, where the mark as drawn would touch it. */
const gap = 0.05

/** Over the middle of its letter; moved up or down where the letter, or an earlier mark, would be touched. */
const placeMark = (base: Base, { advance, bounds }: Face) => {
  const [left, bottom, right, top] = bounds ?? [0, 0, 0, 0]
  const above = bottom > 0.3
  const below = top < 0.1
  const y = above ? Math.max(0, base.top + gap - bottom) : below ? Math.min(0, base.bottom - gap - top) : 0
  return {
    mark: { x: base.middle - (left + right) / 2, y, advance },
    base: {
      ...base,
      top: above ? top + y : base.top,
      bottom: below ? bottom + y : base.bottom,
    },
  }
}

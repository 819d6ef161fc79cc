import { Fault } from '../../core/fault.ts'
import { runsOf, type FontName, type FormFonts } from './formFonts.ts'

/** One character as set: `advance` in ems; `mayBegin` when a line may begin with it. */
export interface Letter {
  readonly font: FontName
  readonly codePoint: number
  readonly advance: number
  readonly mayBegin: boolean
}

export interface SetText {
  /** Points. */
  readonly size: number
  readonly lines: readonly (readonly Letter[])[]
}

/** Not at the beginning of a line, not at its end (GB/T 15834). */
const neverFirst = new Set('、，。．；：？！,.;:?!）】》」』〉〕)]}”’·…—~%％')
const neverLast = new Set('（【《「『〈〔([{“‘')
const alone =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u2014\u2026\u3000-\u303f\uff00-\uffef]/u

const mayBreakBetween = (before: string, after: string): boolean => {
  if (after === ' ' || /\p{M}/u.test(after) || neverFirst.has(after) || neverLast.has(before)) return false
  return before === ' ' || alone.test(before) || alone.test(after)
}

/** Throws Fault `alert` when no font has one of the characters. */
export const lettersOf = (fonts: FormFonts, text: string): readonly Letter[] => {
  const letters: Letter[] = []
  let before: string | undefined
  for (const run of runsOf(fonts, text)) {
    const font = fonts[run.font]
    for (const character of run.text) {
      const codePoint = character.codePointAt(0) ?? 0
      const glyph = font.glyphOf(codePoint)
      if (glyph === 0) throw new Fault('alert', 'A text of the form has a character that no font has')
      const mayBegin = before === undefined || mayBreakBetween(before, character)
      letters.push({ font: run.font, codePoint, advance: font.advanceOf(glyph) / font.unitsPerEm, mayBegin })
      before = character
    }
  }
  return letters
}

/** Width in ems, a space at the end not counted. */
export const widthOf = (line: readonly Letter[]): number => {
  const end = line.at(-1)?.codePoint === 0x20 ? line.length - 1 : line.length
  return line.slice(0, end).reduce((sum, letter) => sum + letter.advance, 0)
}

/** Breaks where the script allows, and within a word only when the word alone is wider than the line. */
export const wrap = (letters: readonly Letter[], width: number): readonly (readonly Letter[])[] => {
  const lines: Letter[][] = []
  let start = 0
  while (start < letters.length) {
    let used = 0
    let end = start
    let lastChance = start
    for (; end < letters.length; end++) {
      const letter = letters[end]
      if (letter === undefined) break
      if (letter.mayBegin) lastChance = end
      used += letter.advance
      // A space may hang over the edge: it prints nothing.
      if (used > width && letter.codePoint !== 0x20 && end > start) break
    }
    if (end < letters.length && lastChance > start) end = lastChance
    lines.push(letters.slice(start, end))
    start = end
  }
  return lines
}

/**
 * The largest size, in half points from `size` down to `floor`, at which the text fits a space of width × height
 * points; undefined when even the floor is too large.
 */
export const fit = (
  letters: readonly Letter[],
  space: { readonly width: number; readonly height: number },
  style: { readonly size: number; readonly floor: number; readonly leading: number },
): SetText | undefined => {
  for (let size = style.size; size >= style.floor; size -= 0.5) {
    const lines = wrap(letters, space.width / size)
    const height = size * (1 + (lines.length - 1) * style.leading)
    if (height <= space.height && lines.every((line) => widthOf(line) * size <= space.width))
      return { size, lines }
  }
  return undefined
}

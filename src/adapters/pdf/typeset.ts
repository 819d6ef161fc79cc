import type { Letter } from './letters.ts'

export interface SetText {
  /** Points. */
  readonly size: number
  readonly lines: readonly (readonly Letter[])[]
}

/** Points. */
export interface Space {
  readonly width: number
  readonly height: number
}

/** Width in ems, spaces at the end not counted. */
export const widthOf = (line: readonly Letter[]): number => {
  let end = line.length
  while (end > 0 && line[end - 1]?.codePoint === 0x20) end--
  return advanceOf(end === line.length ? line : line.slice(0, end))
}

const advanceOf = (letters: readonly Letter[]): number => {
  let advance = 0
  for (const letter of letters) advance += letter.advance
  return advance
}

/** Points from the first line's top to the last line's bottom. */
export const heightOf = (size: number, lines: number, leading: number): number =>
  size * (1 + (lines - 1) * leading)

/** How many lines a height in points has room for. */
export const linesWithin = (height: number, size: number, leading: number): number =>
  Math.max(0, Math.floor((height / size - 1) / leading + 1 + 1e-9))

/** Breaks where the script allows, and within a word only when the word alone is wider than the line. */
export const wrap = (letters: readonly Letter[], width: number): readonly (readonly Letter[])[] => {
  const lines: (readonly Letter[])[] = []
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
 * The largest size, in half points from `size` down to `floor`, at which the text fits a space; undefined when even
 * the floor is too large.
 */
export const fit = (
  letters: readonly Letter[],
  space: Space,
  style: { readonly size: number; readonly floor: number; readonly leading: number },
): SetText | undefined => {
  const ems = advanceOf(letters)
  for (let size = style.size; size >= style.floor; size -= 0.5) {
    const most = linesWithin(space.height, size, style.leading)
    // Less than the letters take side by side, a space hanging over every line: no need to try.
    if ((most * space.width) / size < ems - most) continue
    const lines = wrap(letters, space.width / size)
    if (lines.length <= most && lines.every((line) => widthOf(line) * size <= space.width))
      return { size, lines }
  }
  return undefined
}

/** A text that does not fit, set at the floor as far as there is room with `marker` after it, and what is left over. */
export const breakOff = (
  letters: readonly Letter[],
  marker: readonly Letter[],
  space: Space,
  style: { readonly floor: number; readonly leading: number },
): { readonly set: SetText; readonly rest: readonly Letter[] } => {
  const size = style.floor
  const width = space.width / size
  const lines = wrap(letters, width).slice(0, linesWithin(space.height, size, style.leading))
  const last = [...(lines.at(-1) ?? [])]
  const room = width - advanceOf(marker)
  const torn = () => letters[lines.slice(0, -1).flat().length + last.length]?.mark !== undefined
  while (last.length > 0 && (advanceOf(last) > room || torn())) last.pop()
  const kept = [...lines.slice(0, -1), last]
  const rest = letters.slice(kept.flat().length)
  return { set: { size, lines: [...lines.slice(0, -1), [...last, ...marker]] }, rest }
}

import type { TrueType } from './trueType.ts'

/** Component flags of a composite glyph (ISO/IEC 14496-22, glyf). */
const wordArguments = 0x0001
const oneScale = 0x0008
const moreComponents = 0x0020
const twoScales = 0x0040
const fourScales = 0x0080

/** Where in a composite glyph's bytes its components' glyph ids stand; none for a simple glyph. */
const componentsOf = (outline: Uint8Array): readonly number[] => {
  if (outline.length === 0) return []
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength)
  if (view.getInt16(0) >= 0) return []
  const found: number[] = []
  let at = 10
  let flags: number
  do {
    flags = view.getUint16(at)
    found.push(at + 2)
    const scale = flags & oneScale ? 2 : flags & twoScales ? 4 : flags & fourScales ? 8 : 0
    at += 4 + (flags & wordArguments ? 4 : 2) + scale
  } while (flags & moreComponents)
  return found
}

const aligned = (length: number) => (length + 3) & ~3

const checksum = (view: DataView, start: number, length: number): number => {
  let sum = 0
  for (let at = start; at < start + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
  return sum
}

/**
 * A font with only these glyphs and what they are composed of: glyph n of the result is `glyphs[n]`, the components
 * follow. It has the six tables that a PDF's CIDFontType2 asks for and no GSUB or GPOS: with those kept, a viewer may
 * shape what was already laid out.
 */
export const subsetTrueType = (font: TrueType, glyphs: readonly number[]): Uint8Array => {
  const chosen = [...glyphs]
  const numberOf = new Map(glyphs.map((glyph, number) => [glyph, number]))
  const outlines: Uint8Array[] = []
  for (let number = 0; number < chosen.length; number++) {
    const source = font.outlineOf(chosen[number] ?? 0)
    const components = componentsOf(source)
    if (components.length === 0) {
      outlines.push(source)
      continue
    }
    // Not `slice`: of a Buffer that is a view of the font itself.
    const outline = new Uint8Array(source)
    const view = new DataView(outline.buffer)
    for (const at of components) {
      const component = view.getUint16(at)
      let renumbered = numberOf.get(component)
      if (renumbered === undefined) {
        renumbered = chosen.push(component) - 1
        numberOf.set(component, renumbered)
      }
      view.setUint16(at, renumbered)
    }
    outlines.push(outline)
  }

  const head = font.table('head')
  const hhea = font.table('hhea')
  const maxp = font.table('maxp')
  const glyfLength = outlines.reduce((sum, outline) => sum + aligned(outline.length), 0)
  // Short offsets reach to 128 KB.
  const longLoca = glyfLength > 0x1fffe
  const tables = [
    ['glyf', glyfLength],
    ['head', head.length],
    ['hhea', hhea.length],
    ['hmtx', chosen.length * 4],
    ['loca', (chosen.length + 1) * (longLoca ? 4 : 2)],
    ['maxp', maxp.length],
  ] as const
  const directory = 12 + tables.length * 16
  const file = new Uint8Array(tables.reduce((sum, [, length]) => sum + aligned(length), directory))
  const view = new DataView(file.buffer)
  const placed = new Map<string, number>()
  let end = directory
  for (const [tag, length] of tables) {
    placed.set(tag, end)
    end += aligned(length)
  }
  const start = (tag: (typeof tables)[number][0]): number => placed.get(tag) ?? 0

  file.set(head, start('head'))
  view.setUint32(start('head') + 8, 0)
  view.setInt16(start('head') + 50, longLoca ? 1 : 0)
  file.set(hhea, start('hhea'))
  view.setUint16(start('hhea') + 34, chosen.length)
  file.set(maxp, start('maxp'))
  view.setUint16(start('maxp') + 4, chosen.length)
  let offset = 0
  const setOffset = longLoca
    ? (number: number) => view.setUint32(start('loca') + number * 4, offset)
    : (number: number) => view.setUint16(start('loca') + number * 2, offset / 2)
  for (const [number, outline] of outlines.entries()) {
    const glyph = chosen[number] ?? 0
    view.setUint16(start('hmtx') + number * 4, font.advanceOf(glyph))
    view.setInt16(start('hmtx') + number * 4 + 2, font.leftSideBearingOf(glyph))
    setOffset(number)
    file.set(outline, start('glyf') + offset)
    offset += aligned(outline.length)
  }
  setOffset(outlines.length)

  view.setUint32(0, 0x00010000)
  view.setUint16(4, tables.length)
  view.setUint16(6, 64)
  view.setUint16(8, 2)
  view.setUint16(10, tables.length * 16 - 64)
  for (const [i, [tag, length]] of tables.entries()) {
    const record = 12 + i * 16
    for (let k = 0; k < 4; k++) file[record + k] = tag.charCodeAt(k)
    view.setUint32(record + 4, checksum(view, start(tag), aligned(length)))
    view.setUint32(record + 8, start(tag))
    view.setUint32(record + 12, length)
  }
  view.setUint32(start('head') + 8, (0xb1b0afba - checksum(view, 0, file.length)) >>> 0)
  return file
}

import { PDFRawStream, PDFString, type PDFContext, type PDFDict, type PDFRef } from 'pdf-lib'
import { zlibSync } from 'fflate'
import { subsetTrueType } from './subset.ts'
import type { TrueType } from './trueType.ts'

/** The characters of one embedded font: a character's CID is its place in the list, after .notdef. */
export interface GlyphSet {
  readonly font: TrueType
  readonly codePoints: readonly number[]
  has(codePoint: number): boolean
  /** Takes the character in when it is new. */
  cidOf(codePoint: number): number
}

export const glyphSet = (font: TrueType): GlyphSet => {
  const codePoints: number[] = []
  const cids = new Map<number, number>()
  return {
    font,
    codePoints,
    has: (codePoint) => cids.has(codePoint),
    cidOf: (codePoint) => {
      const known = cids.get(codePoint)
      if (known !== undefined) return known
      const cid = codePoints.push(codePoint)
      cids.set(codePoint, cid)
      return cid
    },
  }
}

/** Level 1 while somebody waits (glyph data hardly compresses), 9 for what is prepared once. */
export type Compression = 1 | 9

/** Operators and CMaps are ASCII throughout: texts stand in them as hexadecimal numbers. */
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

export const compressedStream = (
  context: PDFContext,
  data: Uint8Array,
  level: Compression,
  entries: Readonly<Record<string, number>> = {},
): PDFRawStream => {
  const dict = context.obj({ ...entries, Filter: 'FlateDecode' })
  return PDFRawStream.of(dict, zlibSync(data, { level }))
}

/** A composite font (CIDFontType2, Identity-H) with the set's glyphs, their widths and their way back to Unicode. */
export const embedGlyphSet = (
  context: PDFContext,
  set: GlyphSet,
  name: string,
  level: Compression,
): PDFDict => {
  const { font } = set
  const glyphs = [0, ...set.codePoints.map((codePoint) => font.glyphOf(codePoint))]
  const thousandth = 1000 / font.unitsPerEm
  const file = subsetTrueType(font, glyphs)
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: 4,
      FontBBox: font.metrics.bounds.map((unit) => Math.round(unit * thousandth)),
      ItalicAngle: 0,
      Ascent: Math.round(font.metrics.ascent * thousandth),
      Descent: Math.round(font.metrics.descent * thousandth),
      CapHeight: 714,
      StemV: 80,
      FontFile2: context.register(compressedStream(context, file, level, { Length1: file.length })),
    }),
  )
  const descendant: PDFRef = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      CIDToGIDMap: 'Identity',
      DW: 1000,
      W: [0, glyphs.map((glyph) => Math.round(font.advanceOf(glyph) * thousandth))],
    }),
  )
  return context.obj({
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: name,
    Encoding: 'Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: context.register(compressedStream(context, ascii(toUnicode(set.codePoints)), level)),
  })
}

const hex4 = (value: number): string => value.toString(16).padStart(4, '0')

/** UTF-16BE as hexadecimal digits. */
const utf16 = (codePoint: number): string =>
  Array.from(String.fromCodePoint(codePoint).split(''), (unit) => hex4(unit.charCodeAt(0))).join('')

/** The CMap by which a viewer copies and searches text (ISO 32000-1, 9.10.3). */
const toUnicode = (codePoints: readonly number[]): string => {
  const lines = codePoints.map((codePoint, i) => `<${hex4(i + 1)}> <${utf16(codePoint)}>`)
  const blocks: string[] = []
  // A block holds at most 100 entries.
  for (let i = 0; i < lines.length; i += 100) {
    const block = lines.slice(i, i + 100)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`
}

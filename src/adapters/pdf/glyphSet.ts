import type { PDFContext, PDFRef } from 'pdf-lib'
import { subsetTrueType } from './subset.ts'
import type { TrueType } from './trueType.ts'
import { ascii, written, compressedStream } from './written.ts'

/** The characters of one embedded font: a character's CID is its place in the list, after .notdef. */
export interface GlyphSet {
  readonly font: TrueType
  readonly codePoints: readonly number[]
  has(codePoint: number): boolean
  /** The CID in four hexadecimal digits; takes the character in when it is new. */
  cidOf(codePoint: number): string
}

export const glyphSet = (font: TrueType): GlyphSet => {
  const codePoints: number[] = []
  const cids = new Map<number, string>()
  return {
    font,
    codePoints,
    has: (codePoint) => cids.has(codePoint),
    cidOf: (codePoint) => {
      const known = cids.get(codePoint)
      if (known !== undefined) return known
      const cid = hex4(codePoints.push(codePoint))
      cids.set(codePoint, cid)
      return cid
    },
  }
}

const hex4 = (value: number): string => value.toString(16).padStart(4, '0')

/** A composite font (CIDFontType2, Identity-H) with the set's glyphs, their widths and their way back to Unicode. */
export const embedGlyphSet = (context: PDFContext, { codePoints, font }: GlyphSet, name: string): PDFRef => {
  const glyphs = [0, ...codePoints.map((codePoint) => font.glyphOf(codePoint))]
  const thousandths = (units: number) => Math.round((units * 1000) / font.unitsPerEm)
  const { ascent, descent, bounds } = font.metrics
  const subset = subsetTrueType(font, glyphs)
  const file = context.register(compressedStream(`/Length1 ${subset.length}`, subset))
  const descriptor = context.register(
    written`<</Type /FontDescriptor /FontName /${name} /Flags 4 /ItalicAngle 0 /CapHeight 714 /StemV 80
/Ascent ${thousandths(ascent)} /Descent ${thousandths(descent)} /FontBBox [${bounds.map(thousandths).join(' ')}]
/FontFile2 ${file}>>`,
  )
  const descendant = context.register(
    written`<</Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDToGIDMap /Identity /FontDescriptor ${descriptor}
/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>
/DW 1000 /W [0 [${glyphs.map((glyph) => thousandths(font.advanceOf(glyph))).join(' ')}]]>>`,
  )
  const unicode = context.register(compressedStream('', ascii(toUnicode(codePoints))))
  return context.register(
    written`<</Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${descendant}]
/ToUnicode ${unicode}>>`,
  )
}

/** UTF-16BE as hexadecimal digits. */
const utf16 = (codePoint: number): string =>
  codePoint < 0x10000
    ? hex4(codePoint)
    : hex4(0xd800 + ((codePoint - 0x10000) >> 10)) + hex4(0xdc00 + (codePoint & 0x3ff))

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

import type { TrueType } from '../../src/adapters/pdf/trueType.ts'

type OutlineOf = (glyph: number) => Uint8Array

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A glyph's bytes without padding, each component's number replaced by that component's own bytes. */
const resolved = (outlineOf: OutlineOf, glyph: number): string => {
  const outline = outlineOf(glyph)
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength)
  if (outline.length === 0 || view.getInt16(0) >= 0) return hex(outline).replace(/(00)+$/, '')
  let described = hex(outline.subarray(0, 10))
  for (let at = 10, more = true; more;) {
    const flags = view.getUint16(at)
    const length = 4 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0)
    const placing = hex(outline.subarray(at + 4, at + length))
    described += `[${flags} ${placing} ${resolved(outlineOf, view.getUint16(at + 2))}]`
    at += length
    more = (flags & 0x20) !== 0
  }
  return described
}

export const sourceOutline = (font: TrueType, glyph: number): string =>
  resolved((number) => font.outlineOf(number), glyph)

/** The outline of a glyph in a font file that has no cmap, as PDFs embed them. */
export const outlineIn = (file: Uint8Array, glyph: number): string => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const tables = new Map(
    Array.from({ length: view.getUint16(4) }, (_, i) => {
      const record = 12 + i * 16
      return [Buffer.from(file.subarray(record, record + 4)).toString('latin1'), view.getUint32(record + 8)]
    }),
  )
  const [head = 0, loca = 0, glyf = 0] = ['head', 'loca', 'glyf'].map((tag) => tables.get(tag))
  const offset = (number: number) =>
    view.getInt16(head + 50) === 1 ? view.getUint32(loca + number * 4) : view.getUint16(loca + number * 2) * 2
  return resolved((number) => file.subarray(glyf + offset(number), glyf + offset(number + 1)), glyph)
}

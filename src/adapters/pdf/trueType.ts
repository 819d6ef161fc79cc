import { Fault } from '../../core/fault.ts'

/** A TrueType font with `glyf` outlines, read in place: nothing is unpacked until it is asked for. */
export interface TrueType {
  readonly unitsPerEm: number
  /** Glyph 0 stands for "none". */
  glyphOf(codePoint: number): number
  /** In font units. */
  advanceOf(glyph: number): number
  leftSideBearingOf(glyph: number): number
  /** The outline's corners, in font units: least x and y, greatest x and y; undefined when it draws nothing. */
  boundsOf(glyph: number): readonly [number, number, number, number] | undefined
  /** The glyph's bytes in `glyf`; empty when it draws nothing. */
  outlineOf(glyph: number): Uint8Array
  /** A whole table, as bytes of the font. */
  table(tag: 'head' | 'hhea' | 'maxp'): Uint8Array
  /** In font units; y upward from the baseline. */
  readonly metrics: { readonly ascent: number; readonly descent: number; readonly bounds: readonly number[] }
}

/** Code points from `start` to `end` are the glyphs from `glyph` on. */
interface Segment {
  readonly start: number
  readonly end: number
  readonly glyph: number
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Reads the tables that a subset needs (ISO/IEC 14496-22): head, hhea, maxp, hmtx, loca, glyf, cmap (formats 4 and 12).
 * Throws Fault `alert`, naming the font, when they are not all there and whole.
 */
export const parseTrueType = (bytes: Uint8Array, name: string): TrueType => {
  try {
    return readFont(bytes)
  } catch (cause) {
    throw new Fault(
      'alert',
      `The font ${name} cannot be used: it is no whole TrueType font with glyf outlines`,
      { cause },
    )
  }
}

const readFont = (bytes: Uint8Array): TrueType => {
  const view = viewOf(bytes)
  if (view.getUint32(0) !== 0x00010000) throw new RangeError('not a TrueType signature')
  const tables = new Map<string, Uint8Array>()
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + i * 16
    const tag = String.fromCharCode(...bytes.subarray(record, record + 4))
    const start = view.getUint32(record + 8)
    const end = start + view.getUint32(record + 12)
    if (end > bytes.length) throw new RangeError(`the table ${tag} is cut off`)
    tables.set(tag, bytes.subarray(start, end))
  }
  const table = (tag: string): Uint8Array => {
    const found = tables.get(tag)
    if (found === undefined) throw new RangeError(`no table ${tag}`)
    return found
  }

  const head = viewOf(table('head'))
  const hhea = viewOf(table('hhea'))
  const glyphs = viewOf(table('maxp')).getUint16(4)
  const longMetrics = hhea.getUint16(34)
  const hmtx = viewOf(table('hmtx'))
  const loca = viewOf(table('loca'))
  const glyf = table('glyf')
  const offsetOf =
    head.getInt16(50) === 1
      ? (glyph: number) => loca.getUint32(glyph * 4)
      : (glyph: number) => loca.getUint16(glyph * 2) * 2
  if (offsetOf(glyphs) > glyf.length) throw new RangeError('loca leads out of glyf')
  if (hmtx.byteLength < longMetrics * 4 + (glyphs - longMetrics) * 2)
    throw new RangeError('hmtx is too short')
  const segments = readSegments(viewOf(table('cmap')))
  const outlineOf = (glyph: number) => glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1))

  return {
    unitsPerEm: head.getUint16(18),
    metrics: {
      ascent: hhea.getInt16(4),
      descent: hhea.getInt16(6),
      bounds: [36, 38, 40, 42].map((at) => head.getInt16(at)),
    },
    table,
    glyphOf: (codePoint) => {
      let low = 0
      let high = segments.length
      while (low < high) {
        const middle = (low + high) >> 1
        const segment = segments[middle]
        if (segment === undefined) break
        if (codePoint > segment.end) low = middle + 1
        else if (codePoint < segment.start) high = middle
        else return segment.glyph + codePoint - segment.start
      }
      return 0
    },
    advanceOf: (glyph) => hmtx.getUint16(Math.min(glyph, longMetrics - 1) * 4),
    leftSideBearingOf: (glyph) =>
      hmtx.getInt16(glyph < longMetrics ? glyph * 4 + 2 : longMetrics * 4 + (glyph - longMetrics) * 2),
    boundsOf: (glyph) => {
      const outline = outlineOf(glyph)
      if (outline.length === 0) return undefined
      const corners = viewOf(outline)
      return [corners.getInt16(2), corners.getInt16(4), corners.getInt16(6), corners.getInt16(8)]
    },
    outlineOf,
  }
}

/** Unicode to glyph, in code point order; the full repertoire (format 12) where the font has it. */
const readSegments = (cmap: DataView): readonly Segment[] => {
  const unicode = Array.from({ length: cmap.getUint16(2) }, (_, i) => 4 + i * 8)
    .filter((record) => cmap.getUint16(record) === 0 || cmap.getUint16(record) === 3)
    .map((record) => cmap.getUint32(record + 4))
  const full = unicode.find((at) => cmap.getUint16(at) === 12)
  if (full !== undefined) return readFormat12(cmap, full)
  const basic = unicode.find((at) => cmap.getUint16(at) === 4)
  if (basic !== undefined) return readFormat4(cmap, basic)
  throw new RangeError('no Unicode cmap of format 4 or 12')
}

const readFormat12 = (cmap: DataView, at: number): readonly Segment[] =>
  Array.from({ length: cmap.getUint32(at + 12) }, (_, i) => {
    const group = at + 16 + i * 12
    return { start: cmap.getUint32(group), end: cmap.getUint32(group + 4), glyph: cmap.getUint32(group + 8) }
  })

const readFormat4 = (cmap: DataView, at: number): readonly Segment[] => {
  const bytes = cmap.getUint16(at + 6)
  const ends = at + 14
  const starts = ends + bytes + 2
  const deltas = starts + bytes
  const offsets = deltas + bytes
  const segments: Segment[] = []
  for (let i = 0; i < bytes; i += 2) {
    const start = cmap.getUint16(starts + i)
    const end = cmap.getUint16(ends + i)
    const delta = cmap.getUint16(deltas + i)
    const offset = cmap.getUint16(offsets + i)
    for (let codePoint = start; codePoint <= end && codePoint < 0xffff; codePoint++) {
      const listed = offset === 0 ? codePoint : cmap.getUint16(offsets + i + offset + (codePoint - start) * 2)
      const glyph = offset !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff
      const last = segments.at(-1)
      if (last !== undefined && last.end + 1 === codePoint && last.glyph + codePoint - last.start === glyph) {
        segments[segments.length - 1] = { ...last, end: codePoint }
      } else if (glyph !== 0) {
        segments.push({ start: codePoint, end: codePoint, glyph })
      }
    }
  }
  return segments
}

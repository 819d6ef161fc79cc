import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { subsetTrueType } from '../../../src/adapters/pdf/subset.ts'
import { parseTrueType } from '../../../src/adapters/pdf/trueType.ts'
import { outlineIn, sourceOutline } from '../../support/glyphOutlines.ts'

const file = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
)
const bytes = new Uint8Array(await readFile(file))
const font = parseTrueType(bytes, 'Latin')

/** The same font with its cmaps of format 12 hidden, as older fonts are. */
const withoutFormat12 = (): Uint8Array => {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + i * 16
    if (Buffer.from(copy.subarray(record, record + 4)).toString() !== 'cmap') continue
    const cmap = view.getUint32(record + 8)
    for (let k = 0; k < view.getUint16(cmap + 2); k++) {
      const entry = cmap + 4 + k * 8
      if (view.getUint16(cmap + view.getUint32(entry + 4)) === 12) view.setUint16(entry, 9)
    }
  }
  return copy
}

test('a cmap of format 4 leads to the same glyphs as one of format 12', () => {
  const older = parseTrueType(withoutFormat12(), 'older')
  const differing = Array.from({ length: 0xffff }, (_, codePoint) => codePoint).filter(
    (codePoint) => older.glyphOf(codePoint) !== font.glyphOf(codePoint),
  )
  expect(differing).toEqual([])
  expect(older.glyphOf(0x41)).not.toBe(0)
})

describe('a subset', () => {
  const every = Array.from({ length: 3000 }, (_, glyph) => glyph)

  test('draws every glyph as the whole font does, composed ones too', () => {
    const composed = [0x141, 0x17a, 0x1ec5, 0x1e17].map((codePoint) => font.glyphOf(codePoint))
    for (const glyphs of [[0, ...composed], every]) {
      const subset = subsetTrueType(font, glyphs)
      for (const [number, glyph] of glyphs.entries())
        expect(outlineIn(subset, number)).toBe(sourceOutline(font, glyph))
    }
  })

  test('leaves the font it is taken from as it was', () => {
    const before = bytes.slice()
    subsetTrueType(parseTrueType(Buffer.from(bytes.buffer), 'as Node reads files'), every)
    expect(Buffer.compare(bytes, before)).toBe(0)
  })

  test('sums up to the checksum that the standard gives for a whole font', () => {
    const subset = subsetTrueType(font, [0, font.glyphOf(0x41)])
    const view = new DataView(subset.buffer)
    let sum = 0
    for (let at = 0; at < subset.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
    expect(sum).toBe(0xb1b0afba)
  })
})

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import { missingCharacters, openFormFonts, runsOf } from '../../../src/adapters/pdf/formFonts.ts'
import { Fault } from '../../../src/core/fault.ts'

const resolve = (specifier: string) => createRequire(import.meta.url).resolve(specifier)
const read = async (specifier: string) => new Uint8Array(await readFile(resolve(specifier)))
const sans = await read('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')
const latin = await read('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf')
const fonts = await readFormFonts()
const missing = missingCharacters(fonts)

describe('missing characters', () => {
  test.each(['㛃䶮𬭎𫖮', '〇々·（）《》“”—…', 'Łódź Nguyễn Þórr Straße İı', '欧阳 Ångström-O’Neil', 'x̂ ø̌'])(
    'none in %s',
    (text) => {
      expect(missing(text)).toEqual([])
    },
  )

  test('are named each once, in the order typed', () => {
    expect(missing('王😀小ع明😀')).toEqual(['😀', 'ع'])
  })

  test('are at most ten', () => {
    const letters = Array.from({ length: 20 }, (_, i) => String.fromCodePoint(0x1f600 + i))
    expect(missing(letters.join(''))).toEqual(letters.slice(0, 10))
  })

  test('are not what cleaning strips: zero-width characters, bidi marks, variation selectors, line breaks', () => {
    expect(missing('王\u200b小\u202e明\ufe0f\u{e0101}\r\n\t\u2060\u3000')).toEqual([])
  })

  test('are judged composed: a letter whose parts alone would do', () => {
    expect(missing('e\u0301 n\u0303')).toEqual([])
  })
})

test('every character of the basic Han block that Chinese can be written with has an outline', () => {
  // GB 2312 and GBK fill 4E00–9FA5 without a gap.
  const block = Array.from({ length: 0x9fa5 - 0x4e00 + 1 }, (_, i) => String.fromCharCode(0x4e00 + i))
  expect(block.flatMap((character) => missing(character))).toEqual([])
})

describe('the font of a run', () => {
  test('is the one for Chinese wherever it has all', () => {
    expect(runsOf(fonts, '王 Wang')).toEqual([
      { font: 'sans', text: '王' },
      { font: 'sans', text: ' ' },
      { font: 'sans', text: 'Wang' },
    ])
  })

  test('is the one for Latin for a whole word of which the other lacks a letter', () => {
    expect(runsOf(fonts, '王Łódka')).toEqual([
      { font: 'sans', text: '王' },
      { font: 'latin', text: 'Łódka' },
    ])
  })

  test('keeps a letter and its combining marks together', () => {
    expect(runsOf(fonts, 'x\u0302')).toEqual([{ font: 'latin', text: 'x\u0302' }])
  })
})

describe('fonts that cannot serve are refused by name', () => {
  test.each([
    ['nothing', new Uint8Array()],
    ['no font', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1')],
    ['a cut-off file', sans.subarray(0, 1_000_000)],
    ['OpenType with CFF outlines', Uint8Array.from([0x4f, 0x54, 0x54, 0x4f, ...sans.subarray(4, 4096)])],
    ['a Latin font', latin],
  ])('%s for Chinese', (_, bytes) => {
    expect(() => openFormFonts({ sans: bytes, latin })).toThrow(Fault)
    expect(() => openFormFonts({ sans: bytes, latin })).toThrow(/The font for Chinese cannot be used/)
  })

  test('a cut-off file for Latin', () => {
    expect(() => openFormFonts({ sans, latin: latin.subarray(0, 5000) })).toThrow(
      /The font for Latin cannot be used/,
    )
  })
})

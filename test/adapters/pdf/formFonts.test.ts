import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import { missingCharacters, openFormFonts } from '../../../src/adapters/pdf/formFonts.ts'
import { lettersOf } from '../../../src/adapters/pdf/letters.ts'
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

/** The font of each letter, as its first letter. */
const fontsOf = (text: string, of = fonts) =>
  lettersOf(of, text)
    .map(({ font }) => font[0])
    .join('')

describe('the font of a letter', () => {
  test.each([
    ['is the one for Chinese wherever it has it', '王 Wang', 'ssssss'],
    ['is the one for Latin for a whole word of which the other lacks a letter', '王Łódka', 'slllll'],
    ['is one for a letter and its marks', 'x\u0302王', 'lls'],
  ])('%s', (_, text, expected) => {
    expect(fontsOf(text)).toBe(expected)
  })

  test('is the operator’s own where no other has it', () => {
    const extended = openFormFonts({ sans, latin, own: sansWith(0x323af) })
    expect(missingCharacters(fonts)('\u{323af}')).toEqual(['\u{323af}'])
    expect(missingCharacters(extended)('\u{323af}')).toEqual([])
    expect(fontsOf('王\u{323af}', extended)).toBe('so')
  })
})

/** The font for Chinese with its last character moved to another code point. */
const sansWith = (codePoint: number): Uint8Array => {
  const bytes = sans.slice()
  const view = new DataView(bytes.buffer)
  const tables = Array.from({ length: view.getUint16(4) }, (_, i) => 12 + i * 16)
  const record = tables.find((at) => Buffer.from(bytes.subarray(at, at + 4)).toString() === 'cmap') ?? 0
  const cmap = view.getUint32(record + 8)
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const table = cmap + view.getUint32(cmap + 4 + i * 8 + 4)
    if (view.getUint16(table) !== 12) continue
    const group = table + 16 + (view.getUint32(table + 12) - 1) * 12
    view.setUint32(group, codePoint)
    view.setUint32(group + 4, codePoint)
  }
  return bytes
}

describe('marks', () => {
  /** The mark's box over its letter, in ems from where the letter begins. */
  const placed = (text: string) => {
    const [base, ...marks] = lettersOf(fonts, text)
    const boundsOf = (letter = base) =>
      fonts.characterOf(letter?.codePoint ?? 0).faces.find(({ font }) => font === letter?.font)?.bounds ?? [
        0, 0, 0, 0,
      ]
    return {
      letter: boundsOf(),
      marks: marks.map((letter) => {
        const [left, bottom, right, top] = boundsOf(letter)
        const x = (base?.advance ?? 0) + (letter.mark?.x ?? 0)
        const y = letter.mark?.y ?? 0
        return { left: left + x, bottom: bottom + y, right: right + x, top: top + y, advance: letter.advance }
      }),
    }
  }

  test.each(['x\u0302', 'X\u0302', 'Q\u0323', 'g\u0323', '王\u0302', 'x\u030c\u0302', 'q\u0323\u0302'])(
    'of %s sit in its middle, touching neither it nor each other, and take no room',
    (text) => {
      const { letter, marks } = placed(text)
      const [left, bottom, right, top] = letter
      for (const mark of marks) {
        expect((mark.left + mark.right) / 2).toBeCloseTo((left + right) / 2, 6)
        expect(mark.bottom > top || mark.top < bottom).toBe(true)
        expect(mark.advance).toBe(0)
      }
      const [first, second = { bottom: Infinity }] = marks
      expect(second.bottom > (first?.top ?? 0) || second.bottom > top).toBe(true)
    },
  )

  test('that stand on nothing, or as a third on one letter, are named as missing', () => {
    expect(missing('\u0302x')).toEqual(['\u0302'])
    expect(missing('x \u030c')).toEqual(['\u030c'])
    expect(missing('x\u0302\u030c')).toEqual([])
    expect(missing('x\u0302\u030c\u0323\u0331')).toEqual(['\u0302', '\u030c'])
  })
})

test('scripts that would need shaping are named as missing, though a font draws their letters', () => {
  expect(missing('नमस्ते')).toEqual([...new Set('नमस्ते')])
  expect(missing('Ωμέγα Ждать ひらがな ㄅㄆ')).toEqual([])
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

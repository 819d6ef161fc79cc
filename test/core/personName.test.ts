import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { anyText } from './anyText.ts'
import { maskPersonName, parsePersonName } from '../../src/core/personName.ts'

const hanName = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0x4e00, max: 0x9fff }),
      fc.integer({ min: 0x3400, max: 0x4dbf }),
      fc.integer({ min: 0x20000, max: 0x2a6df }),
      fc.integer({ min: 0x30000, max: 0x3134a }),
    ),
    { minLength: 2, maxLength: 6 },
  )
  .map((codes) => String.fromCodePoint(...codes))
const latinName = fc.stringMatching(/^[A-ZÀÉÜŁ][a-zéüñßš]{1,9}(?:[ '-][A-Z][a-zéø]{1,9}){0,2}$/)
const minorityName = fc.tuple(hanName, hanName).map(([given, father]) => `${given}·${father}`)
const name = fc.oneof(hanName, latinName, minorityName)

describe('parsePersonName', () => {
  test.each([
    ['张三', '张三'],
    ['张　三', '张三'],
    ['欧阳 娜 娜', '欧阳娜娜'],
    ['买买提·艾山', '买买提·艾山'],
    ['买买提•艾山', '买买提·艾山'],
    ['买买提 ・ 艾山', '买买提·艾山'],
    ['买买提‧艾山', '买买提·艾山'],
    ['买买提.艾山', '买买提·艾山'],
    ['买买提．艾山', '买买提·艾山'],
    ['𠮷野家', '𠮷野家'],
    ['刘𬭎', '刘𬭎'],
    ['〇一', '〇一'],
    ['⽂⼀', '文一'],
    ['李\ufa0c', '李兀'],
    ['O’Brien', "O'Brien"],
    ['Mary‐Jane  Smith', 'Mary-Jane Smith'],
    ['John F. Kennedy Jr.', 'John F. Kennedy Jr.'],
    ['J.R.R. Tolkien', 'J.R.R. Tolkien'],
    ["'t Hooft", "'t Hooft"],
    ['ＪＯＨＮ', 'JOHN'],
    ['Ａ\u0301gi', 'Ági'],
    ['Nguye\u0302\u0303n', 'Nguyễn'],
    ['欧阳娜娜 Nana', '欧阳娜娜 Nana'],
    ['张'.repeat(40), '张'.repeat(40)],
    ['', { kind: 'required' }],
    ['张', { kind: 'notAName' }],
    ['张3', { kind: 'notAName' }],
    ['张三😀', { kind: 'notAName' }],
    ['张三（法人）', { kind: 'notAName' }],
    ['张三、李四', { kind: 'notAName' }],
    ['·张三', { kind: 'notAName' }],
    ['张三·', { kind: 'notAName' }],
    ['买买提··艾山', { kind: 'notAName' }],
    ['--', { kind: 'notAName' }],
    ['/start', { kind: 'notAName' }],
    ['ⅧⅨ', { kind: 'notAName' }],
    ['a\u0301\u0301\u0301\u0301\u0301', { kind: 'notAName' }],
    ['张'.repeat(41), { kind: 'tooLong', max: 40 }],
  ])('%j gives %j', (typed, expected) => {
    const result = parsePersonName(typed)
    expect(result.ok ? result.value : result.problem).toEqual(expected)
  })

  test('accepts Han names of every extension, names with ·, and Latin names', () => {
    fc.assert(
      fc.property(name, (name) => {
        expect(parsePersonName(name)).toEqual({ ok: true, value: name.normalize('NFC') })
      }),
    )
  })

  test('accepts its own result, whatever was typed', () => {
    const typed = fc
      .array(
        fc.constantFrom(
          '张',
          '艾',
          'A',
          'é',
          'e\u0301',
          '·',
          '•',
          '.',
          ' ',
          '　',
          '’',
          '-',
          '1',
          '\u200b',
          '⽂',
        ),
      )
      .map((characters) => characters.join(''))
    fc.assert(
      fc.property(fc.oneof(typed, anyText), (text) => {
        const first = parsePersonName(text)
        expect(first.ok ? parsePersonName(first.value) : first).toEqual(first)
      }),
    )
  })

  test('refuses a name with a digit or emoji anywhere', () => {
    fc.assert(
      fc.property(
        name,
        fc.constantFrom('0', '９', '😀', '@', '/', '，'),
        fc.nat(20),
        (name, foreign, place) => {
          const characters = Array.from(name)
          characters.splice(place, 0, foreign)
          expect(parsePersonName(characters.join('')).ok).toBe(false)
        },
      ),
    )
  })
})

describe('maskPersonName', () => {
  test('keeps the first character', () => {
    expect(maskPersonName('张三')).toBe('张*')
    expect(maskPersonName('王小明')).toBe('王**')
    expect(maskPersonName('𠮷野')).toBe('𠮷*')
    expect(maskPersonName('John Smith')).toBe('J***')
    expect(maskPersonName('')).toBe('')
  })

  test('shows nothing else', () => {
    fc.assert(
      fc.property(name, (name) => {
        expect(Array.from(maskPersonName(name)).slice(1).join('')).toMatch(/^\*{1,3}$/)
      }),
    )
  })
})

import * as fc from 'fast-check'
import { to } from 'opencc-js/preset/t2cn'
import { describe, expect, test } from 'vitest'

import { anyText } from './anyText.ts'
import { bigrams, nearness, normaliseUnitName } from '../../src/core/unitName.ts'

const traditional = (to['cn'] ?? [])
  .flat()
  .flatMap((dictionary) => (typeof dictionary === 'string' ? dictionary.split('|') : []))
  .map((pair) => pair.split(' '))
  .filter(([written = '']) => Array.from(written).length === 1)

const character = fc.oneof(
  {
    arbitrary: fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code)),
    weight: 4,
  },
  {
    arbitrary: fc.integer({ min: 0x20000, max: 0x2a6df }).map((code) => String.fromCodePoint(code)),
    weight: 1,
  },
  { arbitrary: fc.constantFrom('Ａ', 'b', '１', '（', ')', '〔', '·', ' ', '　', '-', '、'), weight: 2 },
)
const name = fc.array(character, { maxLength: 30 }).map((characters) => characters.join(''))
const normalised = name.map(normaliseUnitName)

describe('normaliseUnitName', () => {
  test.each([
    ['清華大學', '清华大学'],
    ['清华大学（深圳）', '清华大学深圳'],
    ['清华大学 [深圳]', '清华大学深圳'],
    ['清华大学〔深圳〕研究生院。', '清华大学深圳研究生院'],
    ['ＡＢＣ·Ｌｔｄ．', 'abcltd'],
    ['中国石油\u200b化工', '中国石油化工'],
    ['乾縣', '干县'],
    ['乾县', '干县'],
    ['濬縣水菓公司', '浚县水果公司'],
    ['⼤学', '大学'],
    ['㈱日立', '株日立'],
    ['（）·', ''],
    ['', ''],
  ])('%j is %j', (name, normalised) => {
    expect(normaliseUnitName(name)).toBe(normalised)
  })

  test('finds simplified characters by each of the traditional ones', () => {
    const apart = traditional.filter(
      ([written = '', simplified = '']) => normaliseUnitName(written) !== normaliseUnitName(simplified),
    )
    expect(traditional.length).toBeGreaterThan(3000)
    expect(apart).toEqual([])
  })

  test('is done after once', () => {
    fc.assert(
      fc.property(fc.oneof(name, anyText), (name) => {
        expect(normaliseUnitName(normaliseUnitName(name))).toBe(normaliseUnitName(name))
      }),
    )
    for (const [written = '', simplified = ''] of traditional)
      expect(normaliseUnitName(normaliseUnitName(written + simplified))).toBe(
        normaliseUnitName(written + simplified),
      )
  })

  test('keeps letters and numbers only', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(normaliseUnitName(name)).toMatch(/^[\p{L}\p{M}\p{N}]*$/u)
      }),
    )
  })

  test('keeps a part of a name a part of it', () => {
    fc.assert(
      fc.property(name, name, name, (before, part, after) => {
        expect(normaliseUnitName(before + part + after)).toBe(
          normaliseUnitName(before) + normaliseUnitName(part) + normaliseUnitName(after),
        )
      }),
    )
  })

  test('does not see width, case, brackets or spaces', () => {
    const dressed = fc.tuple(
      fc.array(fc.constantFrom('清', '华', 'a', '1'), { minLength: 1 }),
      fc.array(fc.constantFrom(' ', '（', '）', '\u200b', '　', '·', ''), { minLength: 1 }),
    )
    fc.assert(
      fc.property(dressed, ([characters, dress]) => {
        const wide = (text: string): string => (text === 'a' ? 'Ａ' : text === '1' ? '１' : text)
        const worn = characters.map(
          (character, index) => wide(character) + (dress[index % dress.length] ?? ''),
        )
        expect(normaliseUnitName(worn.join(''))).toBe(characters.join(''))
      }),
    )
  })
})

describe('bigrams', () => {
  test('pack two characters in a signed 32-bit integer', () => {
    expect(bigrams('大学')).toEqual([(0x5927 << 16) | 0x5b66])
    expect(bigrams('鿿a')).toEqual([(0x9fff << 16) | 0x61])
    expect(bigrams('大')).toEqual([0x5927])
    expect(bigrams('')).toEqual([])
    expect(bigrams('大大大')).toEqual([(0x5927 << 16) | 0x5927])
  })

  test('count a character beyond the BMP as one', () => {
    expect(bigrams('𠮷')).toHaveLength(1)
    expect(bigrams('𠮷野')).toHaveLength(1)
    expect(bigrams('a𠮷野')).toHaveLength(2)
    expect(bigrams('𠮷')).not.toEqual(bigrams('𠮸'))
  })

  test('are distinct int4 values', () => {
    fc.assert(
      fc.property(fc.oneof(normalised, anyText), (text) => {
        const values = bigrams(text)
        expect(new Set(values).size).toBe(values.length)
        for (const value of values) expect(value | 0).toBe(value)
      }),
    )
  })

  test('of a part are among those of the whole', () => {
    fc.assert(
      fc.property(normalised, fc.nat(30), fc.integer({ min: 2, max: 30 }), (whole, start, length) => {
        const part = Array.from(whole).slice(start, start + length)
        fc.pre(part.length >= 2)
        expect(bigrams(whole)).toEqual(expect.arrayContaining(bigrams(part.join(''))))
      }),
    )
  })
})

describe('nearness', () => {
  test('ranks the nearer name first', () => {
    const [wanted, near, far] = ['清华大学深圳研究院', '清华大学深圳研究生院', '北京大学']
    expect(nearness(wanted, near)).toBeGreaterThan(nearness(wanted, far))
    expect(nearness('清华大学', '清华大学深圳')).toBeCloseTo(0.75)
    expect(nearness('清华', '北大')).toBe(0)
    expect(nearness('', '')).toBe(1)
    expect(nearness('', '清华')).toBe(0)
  })

  test('is symmetric, from 0 to 1, and 1 of the same', () => {
    fc.assert(
      fc.property(normalised, normalised, (one, other) => {
        expect(nearness(one, other)).toBe(nearness(other, one))
        expect(nearness(one, other)).toBeGreaterThanOrEqual(0)
        expect(nearness(one, other)).toBeLessThanOrEqual(1)
        expect(nearness(one, one)).toBe(1)
      }),
    )
  })
})

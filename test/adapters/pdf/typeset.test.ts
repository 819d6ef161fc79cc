import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import { lettersOf, type Letter } from '../../../src/adapters/pdf/letters.ts'
import { breakOff, fit, heightOf, linesWithin, widthOf, wrap } from '../../../src/adapters/pdf/typeset.ts'

const fonts = await readFormFonts()
const textOf = (line: readonly Letter[]) =>
  line.map(({ codePoint }) => String.fromCodePoint(codePoint)).join('')
const lines = (text: string, width: number) => wrap(lettersOf(fonts, text), width).map(textOf)

describe('wrapping', () => {
  test('breaks between Chinese characters and keeps Latin words whole', () => {
    expect(lines('注册用户 Lukasz 的账号', 6)).toEqual(['注册用户 ', 'Lukasz 的账', '号'])
  })

  test('begins no line with a closing mark and ends none with an opening one', () => {
    expect(lines('更名，离职', 2)).toEqual(['更', '名，', '离职'])
    expect(lines('研究所（集团）', 4)).toEqual(['研究所', '（集团）'])
  })

  test('breaks a word only when it is alone wider than the line', () => {
    expect(lines('m'.repeat(10), 5)).toEqual(['mmmmm', 'mmmmm'])
  })

  test('loses nothing and stays within the width', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'王建国，。（）·—abcMW 019@.x\u0302Łź'),
      maxLength: 120,
    })
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const set = wrap(lettersOf(fonts, text), width)
        expect(set.map(textOf).join('')).toBe(text)
        expect(set.filter((line) => widthOf(line) > width)).toEqual([])
        expect(set.filter((line) => line.length === 0)).toEqual([])
      }),
    )
  })
})

describe('fitting', () => {
  const style = { size: 11, floor: 6, leading: 1.3 }

  test('takes the full size when there is room', () => {
    expect(fit(lettersOf(fonts, '王建国'), { width: 100, height: 20 }, style)?.size).toBe(11)
  })

  test('shrinks only as far as needed', () => {
    const set = fit(lettersOf(fonts, '王'.repeat(20)), { width: 100, height: 24 }, style)
    expect(set?.size).toBe(10)
    expect(set?.lines.length).toBe(2)
  })

  test('gives nothing below the floor', () => {
    expect(fit(lettersOf(fonts, '王'.repeat(100)), { width: 100, height: 20 }, style)).toBeUndefined()
  })
})

describe('breaking off', () => {
  const marker = lettersOf(fonts, '（转）')
  const style = { floor: 7, leading: 1.3 }
  const text = fc.string({
    unit: fc.constantFrom(...'王建国，（）abcMW 019@.x\u0302Ł'),
    minLength: 1,
    maxLength: 200,
  })

  test('loses nothing, tears no letter from its mark and leaves room for the marker', () => {
    fc.assert(
      fc.property(text, (text) => {
        const letters = lettersOf(fonts, text)
        const space = { width: 60, height: 24 }
        const { set, rest } = breakOff(letters, marker, space, style)
        const shown = set.lines.map(textOf).join('')
        expect(shown.endsWith('（转）')).toBe(true)
        expect(shown.slice(0, -3) + textOf(rest)).toBe(text)
        expect(rest[0]?.mark).toBeUndefined()
        expect(set.lines.filter((line) => widthOf(line) * set.size > space.width + 1e-9)).toEqual([])
        expect(heightOf(set.size, set.lines.length, style.leading)).toBeLessThanOrEqual(space.height)
      }),
    )
  })

  test.each([0, 6.9, 7, 16, 16.1, 16.2, 100])('as many lines as %d points have room for', (height) => {
    const lines = linesWithin(height, 7, 1.3)
    const filled = lines === 0 ? 0 : heightOf(7, lines, 1.3)
    expect(filled).toBeLessThanOrEqual(height + 1e-6)
    expect(heightOf(7, lines + 1, 1.3)).toBeGreaterThan(height)
  })
})

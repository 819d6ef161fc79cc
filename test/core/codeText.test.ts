import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { anyText } from './anyText.ts'
import { codeText, halfWidth, lengthOf } from '../../src/core/codeText.ts'

describe('codeText', () => {
  test.each([
    ['１１０ １０５－ａＢ', '110105AB'],
    ['1234 5678\n9012', '123456789012'],
    ['12–34—56−78', '12345678'],
    ['ß①', 'ß①'],
    ['g\u3000\u0301', '\u01f4'],
  ])('%j becomes %j', (typed, code) => {
    expect(codeText(typed)).toBe(code)
  })

  test('is done after once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(codeText(codeText(text))).toBe(codeText(text))
      }),
    )
  })
})

describe('halfWidth', () => {
  test('folds all of printable ASCII and nothing else', () => {
    const ascii = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join('')
    const wide = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0xff01 + index)).join('')
    expect(halfWidth(wide)).toBe(ascii)
    expect(halfWidth(`${ascii}张。ｶ`)).toBe(`${ascii}张。ｶ`)
  })
})

describe('lengthOf', () => {
  test('counts a character beyond the BMP once', () => {
    expect(lengthOf('𠮷a')).toBe(2)
  })
})

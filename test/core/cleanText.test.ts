import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { anyText } from './anyText.ts'
import { cleanText } from '../../src/core/cleanText.ts'

describe('cleanText', () => {
  test.each([
    ['  清华　大学\r\n', '清华 大学'],
    ['a\u200bb', 'ab'],
    ['a \u200b b', 'a b'],
    ['\ufeffa\ufeffb', 'ab'],
    ['abc\u202ecba\u202c', 'abccba'],
    ['e\u0301', 'é'],
    ['e\u200b\u0301', 'é'],
    ['a\u0000\u0007b\u0085c', 'ab c'],
    ['葛\u{e0100}城', '葛城'],
    ['a\ud800b', 'ab'],
    ['\u3164', ''],
    ['\u{20000}', '\u{20000}'],
  ])('%j becomes %j', (typed, kept) => {
    expect(cleanText(typed)).toBe(kept)
  })

  test('is done after once, well-formed, NFC, trimmed, and shows all it holds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text)
        expect(cleanText(clean)).toBe(clean)
        expect(clean.normalize('NFC')).toBe(clean)
        expect(clean.isWellFormed()).toBe(true)
        expect(clean).not.toMatch(/^ | $| {2}|[^\S ]|[\p{Cc}\p{Cf}]/u)
      }),
    )
  })

  test('drops invisible characters wherever they stand', () => {
    const invisible = fc.constantFrom('\u200b', '\u200d', '\u2066', '\u202e', '\u00ad', '\ufeff', '\ufe0f')
    const visible = fc.constantFrom('张', 'a', '1', ' ', '·')
    fc.assert(
      fc.property(fc.array(fc.oneof(visible, invisible)), (characters) => {
        const seen = characters.filter((character) => /[张a1 ·]/.test(character))
        expect(cleanText(characters.join(''))).toBe(cleanText(seen.join('')))
      }),
    )
  })
})

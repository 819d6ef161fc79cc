import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { maskMiddle } from '../../src/core/mask.ts'

describe('maskMiddle', () => {
  test.each([
    ['123456789', 3, 2, '123****89'],
    ['12345', 3, 2, '*****'],
    ['12345', 0, 0, '*****'],
    ['', 1, 1, ''],
  ])('of %j with %i and %i is %j', (text, head, tail, masked) => {
    expect(maskMiddle(text, head, tail)).toBe(masked)
  })

  test('shows nothing but the ends', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,30}$/), fc.nat(6), fc.nat(6), (text, head, tail) => {
        const masked = maskMiddle(text, head, tail)
        expect(masked).toHaveLength(text.length)
        expect(masked.replaceAll('*', '').length).toBeLessThanOrEqual(head + tail)
        expect(masked.slice(head, text.length - tail)).not.toMatch(/\d/)
      }),
    )
  })
})

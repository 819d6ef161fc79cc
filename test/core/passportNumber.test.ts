import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { maskIdNumber } from '../../src/core/idNumber.ts'
import { examplePassportNumber, parsePassportNumber } from '../../src/core/passportNumber.ts'

const passportNumber = fc.stringMatching(/^[0-9A-Z]{5,9}$/).filter((number) => /\d/.test(number))

describe('parsePassportNumber', () => {
  test.each([
    [' e12345678', 'E12345678'],
    ['ＥＡ１２３４５６７', 'EA1234567'],
    ['12-345 678', '12345678'],
    [examplePassportNumber, examplePassportNumber],
    ['', { kind: 'required' }],
    ['E1234567890', { kind: 'passportNumber' }],
    ['E123', { kind: 'passportNumber' }],
    ['PASSPORT', { kind: 'passportNumber' }],
    ['护照12345', { kind: 'passportNumber' }],
    ['11010519491231002X', { kind: 'passportNumber' }],
  ])('%j gives %j', (typed, expected) => {
    const result = parsePassportNumber(typed)
    expect(result.ok ? result.value : result.problem).toEqual(expected)
  })

  test('accepts every document number, in either case, and its own result', () => {
    fc.assert(
      fc.property(passportNumber, (number) => {
        expect(parsePassportNumber(number)).toEqual({ ok: true, value: number })
        expect(parsePassportNumber(number.toLowerCase())).toEqual({ ok: true, value: number })
      }),
    )
  })

  test('is masked but for its ends', () => {
    fc.assert(
      fc.property(passportNumber, (number) => {
        expect(maskIdNumber(number)).toBe(`${number[0]}${'*'.repeat(number.length - 2)}${number.at(-1)}`)
      }),
    )
  })
})

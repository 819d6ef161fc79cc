import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { anyText } from './anyText.ts'
import { exampleIdNumber, maskIdNumber, parseIdNumber } from '../../src/core/idNumber.ts'

const today = new Date('2026-11-24T04:00:00Z')
const parse = (text: string): ReturnType<typeof parseIdNumber> => parseIdNumber(text, today)

const provinces =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  )

/** ISO 7064 MOD 11-2 by its own recursive definition, not by the table of weights. */
const withCheck = (first17: string): string => {
  const sum = Array.from(first17).reduce((sum, digit) => ((sum + Number(digit)) * 2) % 11, 0)
  const check = (12 - sum) % 11
  return first17 + (check === 10 ? 'X' : String(check))
}

const idNumber = fc
  .tuple(
    fc.constantFrom(...provinces),
    fc.stringMatching(/^\d{4}$/),
    fc.date({ min: new Date('1900-01-01Z'), max: new Date('2026-11-24Z'), noInvalidDate: true }),
    fc.stringMatching(/^\d{3}$/),
  )
  .map(([province, county, birth, sequence]) =>
    withCheck(province + county + birth.toISOString().slice(0, 10).replaceAll('-', '') + sequence),
  )

describe('parseIdNumber', () => {
  test.each([
    ['11010519491231002X', '11010519491231002X'],
    ['11010519491231002x', '11010519491231002X'],
    [' １１０１０５ １９４９１２３１ ００２ｘ\n', '11010519491231002X'],
    ['440524188001010014', { kind: 'idNumberBirthDate' }],
    ['', { kind: 'required' }],
    [' \u200b', { kind: 'required' }],
    ['110105491231002', { kind: 'idNumberLength', length: 15 }],
    ['1101051949123100', { kind: 'idNumberLength', length: 16 }],
    ['11010519491231002XX', { kind: 'idNumberLength', length: 19 }],
    ['张'.repeat(18), { kind: 'idNumberRegion' }],
    ['19010519491231002X', { kind: 'idNumberRegion' }],
    ['11010519490229002X', { kind: 'idNumberBirthDate' }],
    ['1101051949-231002X1', { kind: 'idNumberBirthDate' }],
    ['110105194912310021', { kind: 'idNumberCheck' }],
    ['1101051949123100XX', { kind: 'idNumberCheck' }],
    ['1101E519491231002X', { kind: 'idNumberCheck' }],
  ])('%j gives %j', (typed, expected) => {
    const result = parse(typed)
    expect(result.ok ? result.value : result.problem).toEqual(expected)
  })

  test('accepts a birth date of today in Shanghai, and none after', () => {
    const bornOn24 = withCheck('11010520261124002')
    expect(parseIdNumber(bornOn24, new Date('2026-11-23T16:00:00Z')).ok).toBe(true)
    expect(parseIdNumber(bornOn24, new Date('2026-11-23T15:59:59Z'))).toEqual({
      ok: false,
      problem: { kind: 'idNumberBirthDate' },
    })
  })

  test('accepts 29 February of leap years only', () => {
    expect(parse(withCheck('11010520000229002')).ok).toBe(true)
    expect(parse(withCheck('11010519000229002')).ok).toBe(false)
  })

  test('accepts every number made by the standard, and its own result', () => {
    fc.assert(
      fc.property(idNumber, (idNumber) => {
        expect(parse(idNumber)).toEqual({ ok: true, value: idNumber })
        expect(parse(` ${idNumber.toLowerCase().replace(/.{6}/g, '$& ')}`)).toEqual({
          ok: true,
          value: idNumber,
        })
      }),
    )
  })

  test('refuses every number with one wrong character', () => {
    fc.assert(
      fc.property(idNumber, fc.nat(17), fc.constantFrom(...'0123456789X'), (idNumber, place, character) => {
        fc.pre(idNumber[place] !== character)
        expect(parse(idNumber.slice(0, place) + character + idNumber.slice(place + 1)).ok).toBe(false)
      }),
    )
  })

  test('refuses every number with two neighbours swapped', () => {
    fc.assert(
      fc.property(idNumber, fc.nat(16), (idNumber, place) => {
        fc.pre(idNumber[place] !== idNumber[place + 1])
        const swapped = `${idNumber[place + 1]}${idNumber[place]}`
        expect(parse(idNumber.slice(0, place) + swapped + idNumber.slice(place + 2)).ok).toBe(false)
      }),
    )
  })

  test('answers whatever is typed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parse(text).ok).toBe(false)
      }),
    )
  })
})

describe('maskIdNumber', () => {
  test('keeps the ends', () => {
    expect(maskIdNumber('11010519491231002X')).toBe('110*************2X')
    expect(maskIdNumber('E12345678')).toBe('E*******8')
  })

  test('hides all of county, birth date and sequence', () => {
    fc.assert(
      fc.property(idNumber, (idNumber) => {
        expect(maskIdNumber(idNumber)).toBe(`${idNumber.slice(0, 3)}${'*'.repeat(13)}${idNumber.slice(-2)}`)
      }),
    )
  })
})

describe('exampleIdNumber', () => {
  test('passes the rule it explains', () => {
    expect(parse(exampleIdNumber)).toEqual({ ok: true, value: exampleIdNumber })
  })
})

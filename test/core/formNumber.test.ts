import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Fault } from '../../src/core/fault.ts'
import {
  formNumberFromLink,
  formNumberFromRandom,
  formNumberLength,
  formNumberLink,
  groupFormNumber,
  parseFormNumber,
} from '../../src/core/formNumber.ts'

const randomBytes = fc.uint8Array({ minLength: 16, maxLength: 32 })
const formNumber = randomBytes.map(formNumberFromRandom)
const base = fc.constantFrom(
  'https://t.me/sealpass_bot',
  'https://sealpass.example',
  'http://127.0.0.1:8080/',
)

describe('formNumberFromRandom', () => {
  test('is the random number in decimal, reduced, with its check digit', () => {
    const one = new Uint8Array(16)
    one[15] = 1
    expect(formNumberFromRandom(new Uint8Array(16))).toBe('0'.repeat(20))
    expect(formNumberFromRandom(one)).toBe('00000000000000000013')
    const digits = String((2n ** 128n - 1n) % 10n ** 19n)
    expect(formNumberFromRandom(new Uint8Array(16).fill(255)).slice(0, 19)).toBe(digits)
  })

  test('faults on fewer than 16 bytes', () => {
    expect(() => formNumberFromRandom(new Uint8Array(15))).toThrow(Fault)
  })

  test('depends on every byte', () => {
    fc.assert(
      fc.property(randomBytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, change) => {
        const other = Uint8Array.from(bytes, (byte, index) =>
          index === place % bytes.length ? byte ^ change : byte,
        )
        expect(formNumberFromRandom(other)).not.toBe(formNumberFromRandom(bytes))
      }),
    )
  })
})

describe('parseFormNumber', () => {
  // The example of Damm's dissertation, 572 with its check digit 4; leading zeros leave it as it is.
  const published = '5724'.padStart(formNumberLength, '0')

  test.each([
    [published, published],
    ['0000 0000 0000 0000 5724', published],
    ['0000-0000-0000-0000-5724', published],
    ['００００　００００\n0000 0000\r\n5724', published],
    ['', { kind: 'required' }],
    ['5724', { kind: 'formNumberLength', length: 4, expected: 20 }],
    [`${published}0`, { kind: 'formNumberLength', length: 21, expected: 20 }],
    ['5725'.padStart(20, '0'), { kind: 'formNumberCheck' }],
    ['O000 0000 0000 0000 5724', { kind: 'formNumberCheck' }],
  ])('%j gives %j', (typed, expected) => {
    const result = parseFormNumber(typed)
    expect(result.ok ? result.value : result.problem).toEqual(expected)
  })

  test('accepts every form number, as it is printed too', () => {
    fc.assert(
      fc.property(formNumber, (number) => {
        expect(number).toMatch(/^\d{20}$/)
        expect(parseFormNumber(number)).toEqual({ ok: true, value: number })
        expect(parseFormNumber(groupFormNumber(number))).toEqual({ ok: true, value: number })
      }),
    )
  })

  test('refuses every number with one wrong digit', () => {
    fc.assert(
      fc.property(formNumber, fc.nat(19), fc.nat(9), (number, place, digit) => {
        fc.pre(number[place] !== String(digit))
        const wrong = number.slice(0, place) + String(digit) + number.slice(place + 1)
        expect(parseFormNumber(wrong)).toEqual({ ok: false, problem: { kind: 'formNumberCheck' } })
      }),
    )
  })

  test('refuses every number with two neighbours swapped', () => {
    fc.assert(
      fc.property(formNumber, fc.nat(18), (number, place) => {
        fc.pre(number[place] !== number[place + 1])
        const swapped = `${number.slice(0, place)}${number[place + 1]}${number[place]}${number.slice(place + 2)}`
        expect(parseFormNumber(swapped)).toEqual({ ok: false, problem: { kind: 'formNumberCheck' } })
      }),
    )
  })
})

describe('groupFormNumber', () => {
  test('makes five groups of four', () => {
    expect(groupFormNumber('59296675523358927902')).toBe('5929 6675 5233 5892 7902')
  })
})

describe('form number links', () => {
  const number = '59296675523358927902'

  test('are what the chat of that address understands', () => {
    expect(formNumberLink('https://t.me/sealpass_bot', number)).toBe(
      `https://t.me/sealpass_bot?start=${number}`,
    )
    expect(formNumberLink('https://sealpass.example/', number)).toBe(
      `https://sealpass.example/?form=${number}`,
    )
    expect(formNumberLink('https://a.example/recovery', number)).toBe(
      `https://a.example/recovery/?form=${number}`,
    )
  })

  test('give the form number back', () => {
    fc.assert(
      fc.property(base, formNumber, (base, number) => {
        expect(formNumberFromLink(formNumberLink(base, number))).toBe(number)
        expect(formNumberFromLink(` ${groupFormNumber(number)}\n`)).toBe(number)
      }),
    )
  })

  test.each([
    [`HTTPS://T.ME/x?start=${number}`, number],
    [`https://a.example/?lang=en&form=${number}&x=1#top`, number],
    [`https://a.example/?form=${number}0`, undefined],
    [`https://a.example/?form=${number.slice(0, 19)}3`, undefined],
    [`https://a.example/?platform=${number}`, undefined],
    [`https://a.example/${number}`, undefined],
    [`javascript:alert(${number})`, undefined],
    ['https://a.example/', undefined],
    ['WIFI:S:guest;;', undefined],
    ['', undefined],
  ])('%j holds %j', (text, expected) => {
    expect(formNumberFromLink(text)).toBe(expected)
  })
})

import * as fc from 'fast-check'
import examples from 'libphonenumber-js/mobile/examples'
import { getCountries, getExampleNumber } from 'libphonenumber-js/mobile'
import { describe, expect, test } from 'vitest'

import { anyText } from './anyText.ts'
import { formatMobile, maskMobile, parseMobile } from '../../src/core/mobile.ts'

const mainland = fc.stringMatching(/^1(?:3\d|5[0-35-9]|8\d)\d{8}$/)
const foreign = fc.constantFrom(
  ...getCountries().flatMap((country) => getExampleNumber(country, examples)?.number ?? []),
)
const stored = fc.oneof(
  mainland.map((number) => `+86${number}`),
  foreign,
)

describe('parseMobile', () => {
  test.each([
    ['13800138000', '+8613800138000'],
    ['138 0013 8000', '+8613800138000'],
    ['138-0013-8000', '+8613800138000'],
    ['１３８００１３８０００', '+8613800138000'],
    ['138\u200b00138000', '+8613800138000'],
    ['8613800138000', '+8613800138000'],
    ['+8613800138000', '+8613800138000'],
    ['＋86 13800138000', '+8613800138000'],
    ['(+86) 138 0013 8000', '+8613800138000'],
    ['0086-13800138000', '+8613800138000'],
    ['19912345678', '+8619912345678'],
    ['+85251234567', '+85251234567'],
    ['+44 (0)7400 123456', '+447400123456'],
    ['0044 7400 123456', '+447400123456'],
    ['+1 (202) 555-0123', '+12025550123'],
    ['', { kind: 'required' }],
    ['1380013800', { kind: 'mobile' }],
    ['138001380000', { kind: 'mobile' }],
    ['12012345678', { kind: 'mobile' }],
    ['010-62789999', { kind: 'mobile' }],
    ['+86 10 6278 9999', { kind: 'mobile' }],
    ['0755 8888 8888', { kind: 'mobile' }],
    ['400 800 1234', { kind: 'mobile' }],
    ['10086', { kind: 'mobile' }],
    ['+44 20 7123 4567', { kind: 'mobile' }],
    ['7400 123456', { kind: 'mobile' }],
    ['13800138000 ext 3', { kind: 'mobile' }],
    ['13800138000转3', { kind: 'mobile' }],
    ['13800138000、13900139000', { kind: 'mobile' }],
    ['电话13800138000', { kind: 'mobile' }],
    ['+', { kind: 'mobile' }],
    ['1'.repeat(300), { kind: 'mobile' }],
  ])('%j gives %j', (typed, expected) => {
    const result = parseMobile(typed)
    expect(result.ok ? result.value : result.problem).toEqual(expected)
  })

  test('accepts a mainland number however it is written', () => {
    const prefix = fc.constantFrom('', '86', '+86', '0086', '＋86 ', '+86-', '(+86)')
    const separator = fc.constantFrom('', ' ', '-', '　', '.')
    fc.assert(
      fc.property(mainland, prefix, separator, (number, prefix, separator) => {
        const written = prefix + [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(separator)
        expect(parseMobile(written)).toEqual({ ok: true, value: `+86${number}` })
      }),
    )
  })

  test('accepts its own result and its printed form', () => {
    fc.assert(
      fc.property(stored, (number) => {
        expect(parseMobile(number)).toEqual({ ok: true, value: number })
        expect(parseMobile(formatMobile(number))).toEqual({ ok: true, value: number })
      }),
    )
  })

  test('gives E.164 or a Problem, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[+0-9 ()-]{0,25}$/)), (text) => {
        const result = parseMobile(text)
        expect(!result.ok || /^\+[1-9]\d{4,14}$/.test(result.value)).toBe(true)
      }),
    )
  })
})

describe('formatMobile', () => {
  test('groups mainland numbers as they are read out, and names the code of others', () => {
    expect(formatMobile('+8613800138000')).toBe('138 0013 8000')
    expect(formatMobile('+447400123456')).toBe('+44 7400 123456')
    expect(formatMobile('unknown')).toBe('unknown')
  })
})

describe('maskMobile', () => {
  test('keeps what its owner recognises', () => {
    expect(maskMobile('+8613800138000')).toBe('138****8000')
    expect(maskMobile('+447400123456')).toBe('+44 *******456')
    expect(maskMobile('unknown')).toBe('u****wn')
  })

  test('hides at least a third of the national number, in one piece', () => {
    fc.assert(
      fc.property(stored, (number) => {
        const masked = maskMobile(number)
        const [, stars = ''] = /^(?:\+\d+ |\d{3})(\*+)\d+$/.exec(masked) ?? []
        const national = masked.replace(/^\+\d+ /, '').length
        expect(stars.length * 3).toBeGreaterThanOrEqual(national)
        expect(number.endsWith(masked.slice(masked.lastIndexOf('*') + 1))).toBe(true)
      }),
    )
  })
})

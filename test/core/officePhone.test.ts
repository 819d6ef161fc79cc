import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { parseOfficePhone } from '../../src/core/officePhone.ts'

describe('parseOfficePhone', () => {
  test.each([
    ['010-62789999', '010-62789999'],
    ['（０１０）６２７８９９９９', '010-62789999'],
    ['010 6278 9999 转8016', '010-6278-9999 转 8016'],
    ['62789999 轉 8016', '62789999 转 8016'],
    ['62789999转分机：8016', '62789999 转 8016'],
    ['62789999 分机8016', '62789999 转 8016'],
    ['+86 (10) 6278-9999 ext. 12', '+86-10-6278-9999 转 12'],
    ['+(86)10 62789999', '+86-10-62789999'],
    ['62789999#12', '62789999 转 12'],
    ['62789999x12', '62789999 转 12'],
    ['010-62789999-8016', '010-62789999-8016'],
    ['13800138000', '13800138000'],
    ['400–800–1234', '400-800-1234'],
    ['8016', '8016'],
    ['', { kind: 'required' }],
    ['12', { kind: 'officePhone' }],
    ['1234567890123456', { kind: 'officePhone' }],
    ['62789999/62789998', { kind: 'officePhone' }],
    ['62789999转', { kind: 'officePhone' }],
    ['转8016', { kind: 'officePhone' }],
    ['没有', { kind: 'officePhone' }],
    ['62789999转1234567', { kind: 'officePhone' }],
  ])('%j gives %j', (typed, expected) => {
    const result = parseOfficePhone(typed)
    expect(result.ok ? result.value : result.problem).toEqual(expected)
  })

  test('accepts every landline with area code and extension, and its own result', () => {
    const line = fc.stringMatching(/^0\d{2,3}[ -]\d{7,8}(?:(?: ?转 ?|-)\d{1,6})?$/)
    fc.assert(
      fc.property(line, (typed) => {
        const first = parseOfficePhone(typed)
        expect(first.ok).toBe(true)
        expect(first.ok && parseOfficePhone(first.value)).toEqual(first)
        expect(first.ok && first.value.replace(/\D/g, '')).toBe(typed.replace(/\D/g, ''))
      }),
    )
  })

  test('takes a hostile text in its stride', () => {
    expect(parseOfficePhone(`${'1-'.repeat(50_000)}!`).ok).toBe(false)
    expect(parseOfficePhone(`1${' '.repeat(50_000)}!`).ok).toBe(false)
  })
})

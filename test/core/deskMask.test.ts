import { describe, expect, test } from 'vitest'
import { maskEmail, maskValues } from '../../src/core/deskMask.ts'

describe('maskValues', () => {
  test('leaves the ends of what is sensitive, and the rest as it is', () => {
    const values = {
      applicantName: '欧阳思远',
      idType: 'idCard',
      idNumber: '11010519491231002X',
      mobile: '+8613800138000',
      email: 'siyuan@example.edu.cn',
      reason: 'forgotten',
    } as const
    expect(maskValues(values)).toEqual({
      ...values,
      idNumber: '110*************2X',
      mobile: '138****8000',
      email: 's*****@example.edu.cn',
    })
  })

  test.each([
    ['a@example.org', '*@example.org'],
    ['"a@b"@example.org', '"****@example.org'],
    ['nothing', 'n******'],
  ])('masks the address %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked)
  })
})

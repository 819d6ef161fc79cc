import { describe, expect, test } from 'vitest'
import { maskEmail, maskForRecord, maskValues } from '../../src/core/deskMask.ts'

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

  test('leaves for the record of an application nothing that tells of a person, nor what was typed freely', () => {
    const values = {
      applicantName: '欧阳思远',
      accountName: 'siyuan',
      accountHolderName: '𠮷田',
      idType: 'idCard',
      idNumber: '11010519491231002X',
      mobile: '+8613800138000',
      officePhone: '010-62770001',
      email: 'siyuan@example.edu.cn',
      reason: 'other',
      reasonText: '前任张三离职',
      department: '信息中心',
    } as const
    expect(maskForRecord(values)).toEqual({
      applicantName: '欧***',
      accountName: 's*****',
      accountHolderName: '𠮷*',
      idType: 'idCard',
      idNumber: '110*************2X',
      mobile: '138****8000',
      officePhone: '**********01',
      email: 's*****@example.edu.cn',
      reason: 'other',
      department: '信息中心',
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

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { ApplicationValues } from '../../src/core/application.ts'
import { fieldNames } from '../../src/core/fields.ts'
import { changedParts, outdatedScans } from '../../src/core/revision.ts'

const values: ApplicationValues = {
  applicantName: '王芳',
  idType: 'idCard',
  idNumber: '110101190001010006',
  mobile: '+8613800138000',
  email: 'wangfang@example.com',
  reason: 'forgotten',
}
const form = { unitId: '1', values }

describe('changedParts', () => {
  test('names what differs, left out or added included, in the order of the form', () => {
    expect(changedParts(form, { unitId: '1', values: { ...values } })).toEqual([])
    expect(
      changedParts(form, {
        unitId: '2',
        values: { ...values, mobile: '+8613900139000', department: '图书馆' },
      }),
    ).toEqual(['unit', 'department', 'mobile'])
    expect(changedParts({ unitId: '1', values: { ...values, department: '图书馆' } }, form)).toEqual([
      'department',
    ])
  })
})

describe('outdatedScans', () => {
  test('are the form whatever changed, and the document with its number or kind', () => {
    fc.assert(
      fc.property(fc.subarray([...fieldNames], { minLength: 1 }), (changed) => {
        const isOther = changed.includes('idType') || changed.includes('idNumber')
        expect(outdatedScans(changed)).toEqual(isOther ? ['form', 'idCard'] : ['form'])
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { compareNumber } from '../../../../src/core/scan/card/compareNumber.ts'
import { doubtful, lineOf } from './lines.ts'

// Both valid, and nobody's: the sequence number 000 is not given out.
const number = '110101190001010006'
const another = '110101190001020001'

describe('the number on an identity card', () => {
  it('is the expected one when it reads so, label and all', () => {
    expect(compareNumber(lineOf([...`公民身份号码${number}`]), 'idCard', number)).toBe('same')
  })

  it('is unread where a digit may as well be another', () => {
    const at = (probability: number) => doubtful(number, 16, { '0': probability, '8': 0.99 - probability })
    expect(compareNumber(at(0.5), 'idCard', number)).toBe('unread')
    expect(compareNumber(at(0.1), 'idCard', number)).toBe('unread')
    expect(compareNumber(at(0.97), 'idCard', number)).toBe('same')
  })

  it.each([
    ['one digit', '110101190001010007'],
    ['one digit early', '210101190001010006'],
    ['two digits swapped', '110101190010010006'],
    ['a doubled digit elsewhere', '110101199001010006'],
  ])('is never taken for one that differs by %s', (_, expected) => {
    expect(compareNumber(lineOf([...number]), 'idCard', expected)).not.toBe('same')
  })

  it('is another only when it is valid and read without doubt', () => {
    expect(compareNumber(lineOf([...another]), 'idCard', number)).toBe('other')
    expect(compareNumber(doubtful(another, 3, { '1': 0.7, '7': 0.2 }), 'idCard', number)).toBe('unread')
    expect(compareNumber(lineOf([...another.slice(0, 17), '3']), 'idCard', number)).toBe('unread')
  })

  it('is unread when a part of it is missing', () => {
    expect(compareNumber(lineOf(Array.from(number.slice(0, 14))), 'idCard', number)).toBe('unread')
    expect(compareNumber(lineOf([]), 'idCard', number)).toBe('unread')
  })

  it('may end in a small x', () => {
    expect(compareNumber(lineOf([...'11010119000101001x']), 'idCard', '11010119000101001X')).toBe('same')
  })
})

describe('the number on a passport', () => {
  it('is found within a machine-readable line, and never said to be another', () => {
    const line = lineOf([...'12345678X3'])
    expect(compareNumber(line, 'passport', '2345678X')).toBe('same')
    expect(compareNumber(line, 'passport', '23456789')).toBe('unread')
  })
})

import { describe, expect, it } from 'vitest'
import { compareNumber, isShown, weighNumber } from '../../../../src/core/scan/card/compareNumber.ts'
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

describe('a number that was cut out more than once', () => {
  const cut = (probability: number, at = 16) =>
    weighNumber(doubtful(number, at, { '0': probability, '8': 0.99 - probability }), 'idCard', number).weights

  it('is shown by cuts of which none shows it alone', () => {
    const cuts = [cut(0.95), cut(0.94), cut(0.95)]
    for (const alone of cuts) expect(isShown([alone])).toBe(false)
    expect(isShown(cuts)).toBe(true)
    expect(isShown([cut(0.95), cut(0.96, 4)])).toBe(true)
  })

  it('is not shown by the same doubt however often', () => {
    expect(isShown([])).toBe(false)
    for (const probability of [0.2, 0.5, 0.7]) {
      expect(isShown(Array.from({ length: 3 }, () => cut(probability)))).toBe(false)
    }
  })

  it('is not shown against a cut that shows another', () => {
    const { weights } = weighNumber(lineOf([...number.slice(0, 16), '8', '6']), 'idCard', number)
    expect(isShown([cut(0.96), weights])).toBe(false)
    expect(isShown([cut(0.96), cut(0.96), weights])).toBe(false)
  })

  it('is shown in spite of a cut that lacks a part of it', () => {
    const { weights } = weighNumber(lineOf(Array.from(number.slice(0, 14))), 'idCard', number)
    expect(isShown([weights])).toBe(false)
    expect(isShown([weights, cut(0.985)])).toBe(true)
  })
})

describe('the number on a passport', () => {
  it('is found within a machine-readable line, and never said to be another', () => {
    const line = lineOf([...'12345678X3'])
    expect(compareNumber(line, 'passport', '2345678X')).toBe('same')
    expect(compareNumber(line, 'passport', '23456789')).toBe('unread')
  })
})

import { describe, expect, it } from 'vitest'
import { compareName } from '../../../../src/core/scan/card/compareName.ts'
import { doubtful, lineOf } from './lines.ts'

describe('the name on an identity card', () => {
  it.each([
    ['姓名张三', '张三'],
    ['张三', '张三'],
    ['名张三', '张三'],
    ['姓名阿里·买买提', '阿里·买买提'],
    ['姓名阿里买买提', '阿里·买买提'],
  ])('%s is %s', (shown, expected) => {
    expect(compareName(lineOf([...shown]), expected)).toBe('same')
  })

  it('is another when more than one character differs', () => {
    expect(compareName(lineOf([...'姓名王四']), '张三')).toBe('other')
  })

  it('is unread when one character differs, which may be a look-alike', () => {
    expect(compareName(lineOf([...'姓名张炜']), '张伟')).toBe('unread')
  })

  it('is unread when the reader does not know a character, or doubts one', () => {
    expect(compareName(lineOf([...'姓名王四']), '张𬎆')).toBe('unread')
    expect(compareName(doubtful('姓名王四', 3, { 四: 0.5, 三: 0.4 }), '张伟')).toBe('unread')
  })

  it('is not taken for a part of a longer one', () => {
    expect(compareName(lineOf([...'姓名王张三']), '张三')).not.toBe('same')
  })

  it('goes on in a second line when it is long', () => {
    expect(compareName(lineOf([...'姓名阿里买']), '阿里买提张三四')).toBe('unread')
  })
})

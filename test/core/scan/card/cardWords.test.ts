import { describe, expect, it } from 'vitest'
import { sideOf } from '../../../../src/core/scan/card/cardWords.ts'

describe('sideOf', () => {
  it.each([
    [['公民身份号码110101190001010006'], 'front'],
    [['姓名张三', '性别男民族汉'], 'front'],
    [['公民身份号玛'], 'front'],
    [['中华人民共和国'], 'back'],
    [['居民身份证', '有效期限2010.01.01-2030.01.01'], 'back'],
    [['签发机关样本市公安局'], 'back'],
  ] as const)('%j is the %s', (texts, side) => {
    expect(sideOf(texts)).toBe(side)
  })

  it.each([
    [[]],
    [['填表人姓名 张三']],
    [['证件号码 110101190001010006', '填表人姓名']],
    [['密码查询信息表']],
  ])('%j is no side of a card', (texts) => {
    expect(sideOf(texts)).toBeUndefined()
  })
})

import { describe, expect, test } from 'vitest'

import { chatWith, composed, photo, submitted } from '../support/conversation.ts'

const withForm = async () => {
  const one = await composed()
  return { one, other: chatWith(one.world), formNumber: one.application().formNumber, world: one.world }
}

describe('a picture with no application known', () => {
  test('of a form is recognised, asks for the unit’s name alone, and is filed without being sent again', async () => {
    const { one, other, formNumber } = await withForm()
    await other.picture()
    expect(other.turn()?.effects).toEqual([{ type: 'recognise', picture: photo }])
    await other.recognise({ shows: 'form', formNumber })
    expect(other.step()).toBe('askFormUnitName')
    expect(other.text()).toContain(formNumber.slice(0, 4))
    await other.say('清华大学')
    expect(other.turn()?.effects).toEqual([
      { type: 'follow', applicationId: one.application().id },
      { type: 'inspect', kind: 'form', picture: photo, convert: false },
    ])
    expect(other.step()).toBe('inspecting')
    await other.accept()
    expect(other.step()).toBe('confirmScan')
    expect(other.answers().brought).toBeUndefined()
  })

  test('comes with the card’s: both are filed', async () => {
    const { other, formNumber } = await withForm()
    const card = { source: 'telegram', fileId: 'card' } as const
    await other.picture(card)
    await other.picture()
    await other.recognise({ shows: 'idCard' })
    expect(other.step()).toBe('start')
    await other.recognise({ shows: 'form', formNumber })
    await other.say('清华大学')
    expect(other.turn()?.effects).toMatchObject([
      { type: 'follow' },
      { type: 'inspect', kind: 'idCard', picture: card },
      { type: 'inspect', kind: 'form', picture: photo },
    ])
  })

  test('that is looked at for longer than its application took to be found is filed all the same', async () => {
    const { other, formNumber } = await withForm()
    const card = { source: 'telegram', fileId: 'card' } as const
    await other.picture()
    await other.picture(card)
    await other.recognise({ shows: 'form', formNumber })
    await other.say('清华大学')
    await other.recognise({ shows: 'idCard' })
    expect(other.turn()?.effects).toMatchObject([{ type: 'inspect', picture: card }])
  })

  test('and a wrong name get the one answer, count as a guess, and keep the picture for the right one', async () => {
    const { other, formNumber, world } = await withForm()
    await other.picture()
    await other.recognise({ shows: 'form', formNumber })
    await other.say('北京大学')
    expect(other.text()).toContain('不相符')
    expect(world.guesses).toBe(1)
    await other.say('清华大学')
    expect(other.turn()?.effects.map(({ type }) => type)).toEqual(['follow', 'inspect'])
    world.limitedUntil = new Date('2026-11-24T03:00:00Z')
    const third = chatWith(world)
    await third.picture()
    await third.recognise({ formNumber })
    await third.say('清华大学')
    expect(third.text()).toContain('次数过多')
  })

  test('serves as the number where that is asked for', async () => {
    const { other, formNumber } = await withForm()
    await other.command('start')
    await other.press('haveForm')
    await other.say('清华大学')
    expect(other.step()).toBe('askFormNumber')
    await other.picture()
    await other.recognise({ shows: 'form', formNumber })
    expect(other.turn()?.effects.map(({ type }) => type)).toEqual(['follow', 'inspect'])
  })

  test('without a code is kept while the number is typed', async () => {
    const { other, formNumber } = await withForm()
    await other.picture()
    await other.recognise()
    expect(other.text()).toContain('没有认出')
    await other.press('haveForm')
    await other.say('清华大学')
    await other.say(formNumber)
    expect(other.turn()?.effects).toMatchObject([{ type: 'follow' }, { type: 'inspect', picture: photo }])
    await other.wonder()
    expect(other.step()).toBe('chooseKind')
  })

  test('is forgotten when another form is begun', async () => {
    const { other, formNumber } = await withForm()
    await other.picture()
    await other.recognise({ shows: 'form', formNumber })
    await other.command('start')
    await other.press('new')
    expect(other.answers().brought).toBeUndefined()
  })

  test('that is refused is told so', async () => {
    const { other } = await withForm()
    await other.picture()
    await other.news({ type: 'scanRefused', problem: { kind: 'damaged' }, picture: photo })
    expect(other.text()).toContain('已损坏')
    expect(other.step()).toBe('start')
  })

  test('does not pull an applicant out of something else, and is found again', async () => {
    const { other, formNumber } = await withForm()
    await other.command('start')
    await other.picture()
    await other.say('新的密码查询')
    await other.recognise({ shows: 'form', formNumber })
    expect(other.step()).toBe('askUnit')
    expect(other.text()).toContain('已认出')
    await other.say('返回')
    await other.say('已有信息表，上传扫描件')
    expect(other.text()).toContain(formNumber.slice(0, 4))
  })

  test('of a form that was sent already is answered as one sent twice', async () => {
    const one = await submitted()
    const other = chatWith(one.world)
    await other.picture()
    await other.recognise({ shows: 'form', formNumber: one.application().formNumber })
    await other.say('清华大学')
    expect(other.step()).toBe('waiting')
    expect(other.text()).toContain('请勿重复上传文件')
    expect(other.turn()?.effects).toMatchObject([{ type: 'follow' }])
  })

  test('of a form that a correction has made void is told so, and not filed', async () => {
    const { one, other, formNumber } = await withForm()
    await one.press('更正信息')
    await one.press('mobile')
    await one.say('13900139000')
    await one.press('confirm')
    await other.picture()
    await other.recognise({ shows: 'form', formNumber })
    await other.say('清华大学')
    expect(other.text()).toContain('已作废')
    expect(other.turn()?.effects).toEqual([{ type: 'follow', applicationId: one.application().id }])
    expect(other.step()).toBe('chooseScan')
  })
})

import { describe, expect, test } from 'vitest'

import { formatShanghai } from '../../src/core/shanghaiTime.ts'
import {
  chatWith,
  composed,
  fillUntil,
  photo,
  rightAnswers,
  submitted,
  upload,
} from '../support/conversation.ts'

const sentText =
  '文件上传操作完成,请继续上传其他文件。所有文件上传完成后,密码将在上传后的一个工作日内以手机短信的形式反馈至信息表中所填写的手机上,请注意查收!'
const alreadySentText = '请勿重复上传文件,以免影响密码反馈速度'

describe('the whole way', () => {
  test('greets whoever comes, whatever they send', async () => {
    for (const input of [
      { type: 'text', text: '你好' },
      { type: 'other' },
      { type: 'picture', picture: photo },
      { type: 'choice', choice: { step: 'askMobile', version: 3, option: 'skip' } },
    ] as const) {
      const chat = chatWith()
      await chat.send(input)
      expect(chat.step()).toBe('start')
      expect(chat.text()).toMatch(/^您好/m)
      expect(chat.buttons().map(({ label }) => label)).toContain('新的密码查询')
    }
  })

  test('leads from the unit to the form, and keeps the values nowhere twice', async () => {
    const chat = await composed()
    expect(chat.turn()?.effects.map(({ type }) => type)).toEqual(['compose'])
    expect(chat.world.values.get(chat.application().id)).toEqual({
      accountName: 'library01',
      accountHolderName: '张伟',
      applicantName: '王芳',
      department: '图书馆',
      idType: 'idCard',
      idNumber: '110101190001010006',
      mobile: '+8613800138000',
      officePhone: '010-62789999',
      email: 'wangfang@example.com',
      reason: 'forgotten',
    })
    expect(chat.turn()?.messages.map(({ type }) => type)).toEqual(['busy', 'document', 'text', 'text'])
    expect(chat.world.links.get(chat.application().id)).toBe(
      `https://sealpass.example/telegram?form=${chat.application().formNumber}`,
    )
    expect(chat.step()).toBe('chooseScan')
    expect(chat.answers()).toEqual({})
  })

  test('takes both scans, submits, and names the promised time', async () => {
    const chat = await composed()
    await upload(chat, 'form')
    expect(chat.text()).toContain(sentText)
    expect(chat.step()).toBe('chooseScan')
    expect(chat.application().state).toBe('awaitingScans')
    await upload(chat, 'idCard')
    expect(chat.text()).toContain(sentText)
    expect(chat.application().state).toBe('submitted')
    const promisedAt = chat.application().promisedAt
    expect(promisedAt).toEqual(new Date('2026-11-25T02:00:00Z'))
    expect(chat.text()).toContain(formatShanghai(promisedAt ?? new Date(0)))
    expect(chat.step()).toBe('waiting')
  })

  test('answers everything that would send again with one sentence, and changes nothing', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.accept()
    const twice = chat.button('send.form').id
    await chat.press('send.form')
    await chat.send({ type: 'choice', choice: twice })
    expect(chat.text()).toContain(alreadySentText)
    expect(chat.turn()?.effects).toEqual([])
    await upload(chat, 'idCard')

    const before = chat.application()
    for (const again of [
      async () => chat.picture(),
      async () => chat.say('上传'),
      async () => chat.say('上传身份证正面'),
      async () => chat.send({ type: 'choice', choice: twice }),
    ]) {
      await again()
      expect(chat.text()).toContain(alreadySentText)
      expect(chat.turn()?.effects).toEqual([])
      expect(chat.application()).toBe(before)
      expect(chat.step()).toBe('waiting')
    }
  })

  test('leaves out what may be left out, and asks for the reason in words when it is another', async () => {
    const chat = await composed(chatWith(), {
      ...rightAnswers,
      askAccountName: '跳过',
      askAccountHolderName: '跳过',
      askDepartment: '跳过',
      askOfficePhone: '跳过',
      askReason: '其他',
      askReasonText: '原手机号码已停用',
    })
    expect(chat.world.values.get(chat.application().id)).toEqual({
      applicantName: '王芳',
      idType: 'idCard',
      idNumber: '110101190001010006',
      mobile: '+8613800138000',
      email: 'wangfang@example.com',
      reason: 'other',
      reasonText: '原手机号码已停用',
    })
  })

  test('takes a passport, and asks for its page instead of the card', async () => {
    const chat = chatWith()
    await fillUntil(chat, 'askIdNumber', { ...rightAnswers, askIdType: '护照' })
    expect(chat.text()).toContain('护照号码')
    await chat.say('110101190001010006')
    expect(chat.text()).toContain('护照号码应为 5 至 9 位')
    await chat.say('e12345678', 'passport-message')
    expect(chat.turn()?.messages[0]).toEqual({ type: 'forget', messageRef: 'passport-message' })
    for (const answer of ['13800138000', '跳过', 'a@example.com', '人员调整']) await chat.say(answer)
    expect(chat.text()).toContain('E*******8')
    await chat.press('confirm')
    expect(chat.buttons().map(({ label }) => label)).toContain('上传护照资料页')
    expect(chat.world.values.get(chat.application().id)).toMatchObject({
      idType: 'passport',
      idNumber: 'E12345678',
      reason: 'personnelChange',
    })
  })
})

describe('searching the unit', () => {
  const asked = async () => fillUntil(chatWith(), 'askUnit')

  test('shows pages of eight, back and forth, and takes a number, a name or a button', async () => {
    const chat = await asked()
    await chat.say('研究所')
    expect(chat.step()).toBe('pickUnit')
    expect(chat.buttons().map(({ label }) => label)).not.toContain('上一页')
    expect(chat.buttons()).toHaveLength(8 + 2)
    await chat.press('下一页')
    await chat.press('下一页')
    expect(chat.buttons().map(({ label }) => label)).not.toContain('下一页')
    await chat.press('上一页')
    const second = chat.buttons()[1]
    await chat.say('2')
    expect(chat.answers().unit?.id).toBe(second?.id.option)
    await chat.command('back')
    expect(chat.step()).toBe('pickUnit')
    await chat.say('第3研究所')
    expect(chat.answers().unit?.fullName).toBe('第3研究所')
  })

  test('finds the full name whatever its width, spaces or characters, and marks a sample', async () => {
    const chat = await asked()
    await chat.say(' 清華 大學 ')
    expect(chat.step()).toBe('notice')
    expect(chat.text()).toContain('清华大学（样例单位）')
  })

  test('names what is wrong with a unit, says what to do next, and stays', async () => {
    const chat = await asked()
    for (const [name, words] of [
      ['审核大学', '正在审核中'],
      ['退回大学', '没有通过审核'],
      ['𰻞字研究所', '无法打印的字符：𰻞'],
      ['没有这个单位', '没有找到“没有这个单位”'],
    ] as const) {
      await chat.say(name)
      expect(chat.text()).toContain(words)
      expect(chat.text()).toContain('010-12345678')
      expect(chat.step()).toBe('askUnit')
      expect(chat.answers().unit).toBeUndefined()
    }
  })

  test('takes another name at the list for another search', async () => {
    const chat = await asked()
    await chat.say('研究所')
    await chat.say('清华大学')
    expect(chat.step()).toBe('notice')
    await chat.command('back')
    await chat.say('不存在的名称')
    expect(chat.step()).toBe('askUnit')
  })

  test('sends back to the search when the unit may not ask any more at the moment of composing', async () => {
    const chat = await fillUntil(chatWith(), 'checkValues')
    const gone = chat.world.units.map((unit) => ({ ...unit, state: 'turnedDown' as const }))
    Object.assign(chat.world, { units: gone })
    await chat.press('confirm')
    expect(chat.step()).toBe('askUnit')
    expect(chat.turn()?.effects).toEqual([])
    expect(chat.answers().mobile).toBe('+8613800138000')
  })
})

describe('the notice', () => {
  test('comes before the first field and says what is kept, why, how long, and that one can withdraw', async () => {
    const chat = await fillUntil(chatWith(), 'notice')
    for (const words of ['保存什么', '为什么', '180 天', '撤回', '示例平台'])
      expect(chat.text()).toContain(words)
  })

  test('is declined without a trace', async () => {
    const chat = await fillUntil(chatWith(), 'notice')
    await chat.press('disagree')
    expect(chat.step()).toBe('start')
    expect(chat.answers()).toEqual({})
  })
})

describe('checking the values', () => {
  test('shows every value, the identity number masked, the mobile in full', async () => {
    const chat = await fillUntil(chatWith(), 'checkValues')
    for (const words of [
      '清华大学',
      'library01',
      '张伟',
      '王芳',
      '图书馆',
      '身份证',
      '138 0013 8000',
      '密码遗忘',
    ])
      expect(chat.text()).toContain(words)
    expect(chat.text()).toContain('110*************06')
    expect(chat.text()).not.toContain('110101190001010006')
  })

  test('changes any one of them and returns', async () => {
    const chat = await fillUntil(chatWith(), 'checkValues')
    for (const [field, value, kept] of [
      ['accountName', 'lib-2', 'lib-2'],
      ['accountHolderName', '跳过', null],
      ['applicantName', '买买提·吐尔逊', '买买提·吐尔逊'],
      ['department', '信息中心', '信息中心'],
      ['idNumber', '11010519491231002X', '11010519491231002X'],
      ['mobile', '+44 7400 123456', '+447400123456'],
      ['officePhone', '010-62781111', '010-62781111'],
      ['email', 'b@example.org', 'b@example.org'],
      ['reason', '人员调整', 'personnelChange'],
    ] as const) {
      await chat.press(field)
      await chat.say(value)
      expect(chat.step()).toBe('checkValues')
      expect(chat.answers()[field]).toBe(kept)
    }
    await chat.press('unit')
    await chat.say('北京大学')
    expect(chat.step()).toBe('checkValues')
    expect(chat.text()).toContain('北京大学')
  })

  test('asks for the number again when the document changes, and for words when the reason becomes another', async () => {
    const chat = await fillUntil(chatWith(), 'checkValues')
    await chat.press('idType')
    await chat.say('护照')
    expect(chat.step()).toBe('askIdNumber')
    await chat.say('E12345678')
    expect(chat.step()).toBe('checkValues')
    await chat.press('reason')
    await chat.say('其他')
    expect(chat.step()).toBe('askReasonText')
    await chat.say('换了手机')
    expect(chat.step()).toBe('checkValues')
    await chat.press('reason')
    await chat.say('密码遗忘')
    expect(chat.answers().reasonText).toBeUndefined()
  })

  test('returns unchanged by “back” or “keep”', async () => {
    const chat = await fillUntil(chatWith(), 'checkValues')
    await chat.press('mobile')
    expect(chat.text()).toContain('目前填写：138 0013 8000')
    await chat.command('back')
    expect(chat.step()).toBe('checkValues')
    await chat.press('mobile')
    await chat.press('keep')
    expect(chat.step()).toBe('checkValues')
    expect(chat.answers().mobile).toBe('+8613800138000')
  })

  test('composes once for a button pressed twice', async () => {
    const chat = await fillUntil(chatWith(), 'checkValues')
    const { id } = chat.button('confirm')
    await chat.press('confirm')
    await chat.send({ type: 'choice', choice: id })
    expect(chat.text()).toContain('这一步已经完成')
    expect(chat.turn()?.effects).toEqual([])
    expect(chat.step()).toBe('chooseScan')
  })
})

test('a chat that was submitted shows its status, and both scans again', async () => {
  const chat = await submitted()
  await chat.press('view.form')
  expect(chat.turn()?.messages[0]).toMatchObject({ type: 'picture', picture: { kind: 'scan' } })
  await chat.command('status')
  expect(chat.text()).toContain('已提交，等待审核')
  expect(chat.text()).toContain('2026-11-25 10:00')
})

import { describe, expect, test } from 'vitest'

import {
  chatWith,
  composed,
  fillUntil,
  photo,
  rightAnswers,
  submitted,
  upload,
  worldWith,
} from '../support/conversation.ts'

describe('back', () => {
  test('goes question by question to the start and keeps every answer', async () => {
    const chat = await fillUntil(chatWith(), 'checkValues')
    const answers = chat.answers()
    const seen = [chat.step()]
    while (chat.step() !== 'start') {
      await chat.command('back')
      seen.push(chat.step())
    }
    expect(seen.reverse().slice(0, 5)).toEqual([
      'start',
      'askUnit',
      'notice',
      'askAccountName',
      'askAccountHolderName',
    ])
    expect(seen).toHaveLength(14)
    expect(chat.answers()).toEqual(answers)
    await chat.command('back')
    expect(chat.text()).toContain('已经是第一步')
    await chat.press('resume')
    expect(chat.step()).toBe('checkValues')
  })

  test('shows the answer so far and asks nothing again that is answered', async () => {
    const chat = await fillUntil(chatWith(), 'askEmail')
    await chat.say('返回')
    await chat.say('上一步')
    expect(chat.step()).toBe('askMobile')
    expect(chat.text()).toContain('目前填写：138 0013 8000')
    await chat.say('13900139000')
    expect(chat.step()).toBe('askEmail')
    expect(chat.answers().mobile).toBe('+8613900139000')
  })

  test('never fills an identity number into an input field', async () => {
    const chat = await fillUntil(chatWith(), 'askIdNumber')
    await chat.say('11010519491231002X')
    await chat.command('back')
    expect(JSON.stringify(chat.turn()?.messages)).not.toContain('11010519491231002X')
    expect(chat.text()).toContain('目前填写：110*************2X')
  })
})

describe('pause, start and resume', () => {
  test('nothing typed is lost by leaving', async () => {
    const chat = await fillUntil(chatWith(), 'askMobile')
    await chat.say('暂停')
    expect(chat.text()).toContain('已保存')
    await chat.say('你好')
    expect(chat.text()).toContain('欢迎回来')
    expect(chat.step()).toBe('askMobile')

    await chat.command('start')
    await chat.press('继续填写')
    expect(chat.step()).toBe('askMobile')
    await chat.command('back')
    expect(chat.step()).toBe('askIdNumber')
  })

  test('a picture that comes in the pause is looked at, and what it shows is told where the talk stood', async () => {
    const filling = await fillUntil(chatWith(), 'askMobile')
    await filling.say('暂停')
    await filling.picture()
    expect(filling.turn()?.effects).toEqual([{ type: 'recognise', picture: photo }])
    expect(filling.text()).toContain('欢迎回来')
    expect(filling.text()).toContain('收到图片')
    expect(filling.step()).toBe('askMobile')

    const uploading = await composed()
    await uploading.press('upload.form')
    await uploading.say('暂停')
    await uploading.picture()
    expect(uploading.step()).toBe('awaitScan')
    await uploading.accept([], { shows: 'form' })
    expect(uploading.step()).toBe('confirmScan')
    expect(uploading.answers().scanKind).toBe('form')
  })

  test('a picture in the pause that nothing takes is answered with why', async () => {
    const chat = await submitted()
    await chat.say('暂停')
    await chat.picture()
    expect(chat.text()).toContain('请勿重复上传文件')
    expect(chat.step()).toBe('waiting')
  })

  test('starting over clears what was filled in, and says so on the button', async () => {
    const chat = await fillUntil(chatWith(), 'askMobile')
    await chat.command('start')
    await chat.press('重新填写（清除已填内容）')
    expect(chat.step()).toBe('askUnit')
    expect(chat.answers()).toEqual({})
  })

  test('leads back to the scans of a form that exists', async () => {
    const chat = await composed()
    await chat.command('start')
    await chat.press('继续上传扫描件')
    expect(chat.step()).toBe('chooseScan')
  })
})

describe('cancel and withdraw', () => {
  test('cancel asks first; no goes on where it stood, yes deletes', async () => {
    const chat = await fillUntil(chatWith(), 'askMobile')
    await chat.say('取消')
    await chat.press('no')
    expect(chat.step()).toBe('askMobile')
    await chat.command('cancel')
    await chat.press('yes')
    expect(chat.step()).toBe('start')
    expect(chat.answers()).toEqual({})
  })

  test('withdraw asks first, then ends the application', async () => {
    const chat = await composed()
    await upload(chat, 'form')
    await chat.command('withdraw')
    await chat.press('no')
    expect(chat.step()).toBe('chooseScan')
    await chat.say('撤回')
    await chat.press('yes')
    expect(chat.turn()?.effects).toEqual([{ type: 'advance', event: 'withdraw' }])
    expect(chat.application().state).toBe('withdrawn')
    expect(chat.step()).toBe('start')
  })

  test('withdraw is refused once the desk has approved, also between question and answer', async () => {
    const chat = await submitted()
    await chat.command('withdraw')
    chat.desk('approved')
    await chat.press('yes')
    expect(chat.turn()?.effects).toEqual([])
    expect(chat.text()).toContain('当前状态不允许')
    await chat.command('withdraw')
    expect(chat.step()).toBe('waiting')
    expect(chat.text()).toContain('当前状态不允许')
  })

  test('cancel at the scans offers to withdraw, and at the start changes nothing', async () => {
    const chat = await composed()
    await chat.command('cancel')
    expect(chat.step()).toBe('confirmWithdraw')
    const other = chatWith()
    await other.command('cancel')
    expect(other.step()).toBe('start')
  })
})

describe('language', () => {
  test('is the client’s at first, and then the one that was chosen', async () => {
    const chat = chatWith(worldWith(), { language: 'en' })
    await chat.command('start')
    expect(chat.text()).toContain('Please choose')
    await chat.press('language')
    await chat.press('zh-CN')
    expect(chat.language()).toBe('zh-CN')
    expect(chat.text()).toContain('请选择')
  })

  test('changes in the middle, and asks the question again in the other', async () => {
    const chat = await fillUntil(chatWith(), 'askMobile')
    await chat.command('language', 'en')
    expect(chat.text()).toContain('[Mobile number *]')
    expect(chat.step()).toBe('askMobile')
    await chat.say('language')
    await chat.press('简体中文')
    expect(chat.text()).toContain('【手机号码 *】')
    await chat.say('English')
    expect(chat.language()).toBe('en')
    await chat.say('12345')
    expect(chat.text()).toContain('not a valid mobile number')
  })
})

describe('status and help', () => {
  test('answer at every step without leaving it', async () => {
    const chat = chatWith()
    await chat.command('status')
    expect(chat.text()).toContain('还没有密码查询申请')
    await fillUntil(chat, 'askMobile')
    await chat.command('status')
    expect(chat.text()).toContain('接下来：手机号码')
    await chat.command('help')
    expect(chat.text()).toContain('010-12345678')
    expect(chat.step()).toBe('askMobile')
    await composed(chat)
    await chat.say('进度')
    expect(chat.text()).toContain('等待上传扫描件')
  })
})

describe('a button of an earlier question', () => {
  test('is answered with “done” and the current question', async () => {
    const chat = await fillUntil(chatWith(), 'askAccountName')
    const { id } = chat.button('skip')
    await chat.press('skip')
    await chat.send({ type: 'choice', choice: id })
    expect(chat.text()).toContain('这一步已经完成')
    expect(chat.step()).toBe('askAccountHolderName')
    expect(chat.turn()?.echo).toBeUndefined()
    await chat.command('back')
    await chat.send({ type: 'choice', choice: id })
    expect(chat.text()).toContain('这一步已经完成')
    expect(chat.step()).toBe('askAccountName')
  })

  test('with an option that was never offered does nothing', async () => {
    const chat = await fillUntil(chatWith(), 'askMobile')
    const { step, promptVersion } = chat.state()
    await chat.send({ type: 'choice', choice: { step, version: promptVersion, option: 'skip' } })
    expect(chat.step()).toBe('askMobile')
    expect(chat.answers().mobile).toBeUndefined()
  })
})

describe('coming back with the paper', () => {
  const withForm = async () => {
    const chat = await composed()
    const { formNumber } = chat.application()
    return { formNumber, other: chatWith(chat.world, { channel: 'web' }), world: chat.world }
  }

  test('the unit’s name and the number open it from any chat', async () => {
    const { formNumber, other } = await withForm()
    await other.command('start')
    await other.press('haveForm')
    await other.say('清華大學')
    await other.say(formNumber.replace(/.{4}/g, '$& '))
    expect(other.turn()?.effects).toEqual([{ type: 'follow', applicationId: other.application().id }])
    expect(other.text()).toContain('已找到您的申请')
    expect(other.step()).toBe('chooseScan')
    expect(other.buttons().map(({ id }) => id.option)).toContain('upload.form')
  })

  test('the barcode’s link brings the number, and only the name is asked', async () => {
    const { formNumber, other } = await withForm()
    for (const argument of [formNumber, `form ${formNumber}`, `form_${formNumber}`]) {
      await other.command('start', argument)
      expect(other.step()).toBe('askFormUnitName')
      expect(other.text()).toContain(formNumber.slice(0, 4))
    }
    await other.say('清华大学')
    expect(other.step()).toBe('chooseScan')
    await other.picture()
    expect(other.step()).toBe('inspecting')
  })

  test('a wrong pair gets one answer, whichever half is wrong, and counts', async () => {
    const { formNumber, other, world } = await withForm()
    const unknown = '12345678901234567891'
    const answers: string[] = []
    for (const [name, number] of [
      ['北京大学', formNumber],
      ['清华大学', unknown],
      ['没有的大学', unknown],
    ] as const) {
      await other.command('start')
      await other.press('haveForm')
      await other.say(name)
      await other.say(number)
      answers.push(other.text())
      expect(other.step()).toBe('askFormUnitName')
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('不相符')
    expect(world.guesses).toBe(3)
  })

  test('too many guesses are told until when', async () => {
    const { formNumber, other, world } = await withForm()
    world.limitedUntil = new Date('2026-11-24T03:00:00Z')
    await other.command('start', formNumber)
    await other.say('清华大学')
    expect(other.text()).toContain('2026-11-24 11:00')
    expect(other.turn()?.effects).toEqual([])
  })

  test('a mistyped number is told before anything is looked up', async () => {
    const { other, world } = await withForm()
    await other.command('start', '12345678901234567890')
    expect(other.text()).toContain('二维条码数字有误')
    await other.say('清华大学')
    await other.say('1234')
    expect(other.text()).toContain('应为 20 位，您输入的是 4 位')
    await other.say('12345678901234567890')
    expect(other.text()).toContain('逐位核对')
    expect(world.guesses).toBe(0)
  })

  test('another number can be used than the link’s', async () => {
    const { formNumber, other } = await withForm()
    await other.command('start', '12345678901234567891')
    await other.press('otherNumber')
    await other.say('清华大学')
    await other.say(formNumber)
    expect(other.step()).toBe('chooseScan')
  })

  test('the chat that filled it in goes straight on', async () => {
    const chat = await composed()
    await chat.command('start', chat.application().formNumber)
    expect(chat.step()).toBe('chooseScan')
    const done = await submitted()
    await done.command('start', done.application().formNumber)
    expect(done.step()).toBe('waiting')
  })

  test('leads to where the application stands, and asks a passport holder for the passport', async () => {
    const chat = chatWith()
    await fillUntil(chat, 'askIdNumber', { ...rightAnswers, askIdType: '护照' })
    for (const answer of ['E12345678', '13800138000', '跳过', 'a@example.com', '密码遗忘'])
      await chat.say(answer)
    await chat.press('confirm')
    const { formNumber } = chat.application()
    const comesWith = async () => {
      const other = chatWith(chat.world)
      await other.command('start', formNumber)
      await other.say('清华大学')
      return other
    }
    expect((await comesWith()).buttons().map(({ label }) => label)).toContain('上传护照资料页')
    await upload(chat, 'form')
    await upload(chat, 'idCard')
    const waiting = await comesWith()
    expect(waiting.step()).toBe('waiting')
    expect(waiting.text()).toContain('2026-11-25 10:00')
    chat.desk('rejected', [], { reason: '公章与备案不符。' })
    const ended = await comesWith()
    expect(ended.step()).toBe('start')
    expect(ended.text()).toContain('公章与备案不符。')
  })

  test('does not take a picture of one application for another', async () => {
    const { formNumber, other } = await withForm()
    await composed(other)
    await other.picture()
    await other.wonder()
    expect(other.step()).toBe('chooseKind')
    await other.command('start', formNumber)
    await other.say('清华大学')
    expect(other.answers().pictures).toBeUndefined()
  })

  test('does not lose a form that is being filled in', async () => {
    const { formNumber, other } = await withForm()
    await fillUntil(other, 'askMobile')
    await other.command('start', formNumber)
    await other.say('清华大学')
    await other.command('start')
    await other.press('resume')
    expect(other.step()).toBe('askMobile')
  })
})

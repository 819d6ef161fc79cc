import { describe, expect, test } from 'vitest'

import { chatWith, composed, fillUntil, submitted, upload, type Chat } from '../support/conversation.ts'

/** A chat that corrects the mobile number, up to the check. */
const correctsMobile = async (chat: Chat, mobile = '13900139000'): Promise<Chat> => {
  await chat.press('更正信息')
  await chat.press('mobile')
  await chat.say(mobile)
  return chat
}
const options = (chat: Chat): readonly string[] => chat.buttons().map(({ id }) => id.option)

describe('correcting a form', () => {
  test('begins with every value, the identity number masked, and says what becomes of the old form', async () => {
    const chat = await composed()
    await chat.press('更正信息')
    expect(chat.step()).toBe('checkValues')
    for (const words of ['清华大学', 'library01', '王芳', '110*************06', '138 0013 8000', '作废'])
      expect(chat.text()).toContain(words)
    expect(chat.text()).not.toContain('110101190001010006')
    expect(chat.turn()?.effects).toEqual([])
  })

  test('makes a new form with a new number for the same application', async () => {
    const chat = await composed()
    const before = chat.application()
    await correctsMobile(chat)
    expect(chat.step()).toBe('checkValues')
    await chat.press('department')
    await chat.say('跳过')
    await chat.press('确认更正，生成新信息表')
    const [effect] = chat.turn()?.effects ?? []
    const after = chat.application()
    expect(effect).toMatchObject({ type: 'revise', changed: ['department', 'mobile'] })
    expect([after.id, after.state, after.version]).toEqual([before.id, 'awaitingScans', before.version + 1])
    expect(after.formNumber).not.toBe(before.formNumber)
    expect(chat.world.links.get(after.id)).toBe(`https://sealpass.example/telegram?form=${after.formNumber}`)
    expect(chat.world.values.get(after.id)).toEqual({
      accountName: 'library01',
      accountHolderName: '张伟',
      applicantName: '王芳',
      idType: 'idCard',
      idNumber: '110101190001010006',
      mobile: '+8613900139000',
      officePhone: '010-62789999',
      email: 'wangfang@example.com',
      reason: 'forgotten',
    })
    expect(chat.turn()?.messages.map(({ type }) => type)).toEqual(['busy', 'document', 'text', 'text'])
    expect(chat.text()).toContain('原信息表已作废')
    expect(chat.text()).toContain(after.formNumber.slice(0, 4))
    expect(chat.step()).toBe('chooseScan')
    expect(chat.answers()).toEqual({})
  })

  test('clears the scans of the old form and keeps that of the identity card', async () => {
    const chat = await composed()
    await upload(chat, 'form')
    await chat.press('upload.idCard')
    await chat.picture()
    await chat.accept()
    const { idCard } = chat.application().scans
    await chat.command('back')
    await correctsMobile(chat)
    await chat.press('confirm')
    expect(chat.application().scans).toEqual({ form: {}, idCard })
    expect(options(chat)).toContain('upload.form')
    expect(chat.text()).not.toContain('证件信息已更正')
    await upload(chat, 'form')
    expect(chat.step()).toBe('confirmScan')
    await chat.press('send.idCard')
    expect(chat.application().state).toBe('submitted')
  })

  test('clears the scan of the identity card as well when its number changes', async () => {
    const chat = await composed()
    await upload(chat, 'idCard')
    await chat.press('更正信息')
    await chat.press('idType')
    await chat.say('护照')
    await chat.say('E12345678')
    await chat.press('confirm')
    expect(chat.application().scans).toEqual({ form: {}, idCard: {} })
    expect(chat.text()).toContain('请同时重新上传证件照片')
    expect(chat.buttons().map(({ label }) => label)).toContain('上传护照资料页')
  })

  test('can change the unit', async () => {
    const chat = await composed()
    await chat.press('更正信息')
    await chat.press('unit')
    await chat.say('北京大学')
    expect(chat.step()).toBe('checkValues')
    await chat.press('confirm')
    expect(chat.turn()?.effects).toMatchObject([{ type: 'revise', changed: ['unit'] }])
    expect(chat.application().unitName).toBe('北京大学')
  })

  test('that changes nothing leaves the form valid', async () => {
    const chat = await composed()
    const before = chat.application()
    await chat.press('更正信息')
    await chat.press('mobile')
    await chat.say('13800138000')
    await chat.press('confirm')
    expect(chat.turn()?.effects).toEqual([])
    expect(chat.text()).toContain('原信息表仍然有效')
    expect(chat.application()).toBe(before)
    expect(chat.step()).toBe('chooseScan')
    expect(chat.answers()).toEqual({})
  })

  test('is given up by its button or by “cancel”, and nothing has changed', async () => {
    for (const giveUp of [
      async (chat: Chat) => chat.press('不更正，保留原信息表'),
      async (chat: Chat) => chat.say('取消'),
      async (chat: Chat) => {
        await chat.press('email')
        await chat.command('cancel')
      },
    ]) {
      const chat = await composed()
      const before = chat.application()
      await correctsMobile(chat)
      await giveUp(chat)
      expect(chat.application()).toBe(before)
      expect(chat.step()).toBe('chooseScan')
      expect(chat.answers()).toEqual({})
    }
  })

  test('goes on where it was left', async () => {
    const chat = await correctsMobile(await composed())
    await chat.command('status')
    expect(chat.text()).toContain('您正在更正信息')
    expect(chat.text()).toContain('接下来：确认更正，生成新信息表')
    await chat.command('start')
    await chat.press('upload')
    await chat.press('更正信息')
    expect(chat.text()).toContain('139 0013 9000')
    await chat.command('start')
    await chat.press('resume')
    expect(chat.step()).toBe('checkValues')
    expect(chat.text()).toContain('139 0013 9000')
    await chat.press('confirm')
    expect(chat.turn()?.effects).toMatchObject([{ type: 'revise', changed: ['mobile'] }])
  })

  test('lets another form that is being filled in wait, and then go on', async () => {
    const paper = (await composed()).world
    const chat = chatWith(paper)
    await fillUntil(chat, 'askEmail')
    const filling = chat.answers()
    const [application] = paper.applications.values()
    await chat.command('start', application?.formNumber ?? '')
    await chat.say('清华大学')
    await correctsMobile(chat)
    await chat.press('confirm')
    expect(chat.turn()?.effects).toMatchObject([{ type: 'revise', changed: ['mobile'] }])
    expect(chat.answers()).toEqual(filling)
    await chat.press('更正信息')
    await chat.press('cancel')
    expect(chat.answers()).toEqual(filling)
    await chat.command('start')
    await chat.press('resume')
    expect(chat.step()).toBe('askEmail')
  })

  test('is possible while the desk waits for a scan, whose form is then to be sent as well', async () => {
    const chat = await submitted()
    chat.desk('scansRequested', [{ kind: 'idCard', reason: '反光。' }])
    await chat.news({ type: 'scansRequested' })
    await correctsMobile(chat)
    await chat.press('confirm')
    expect(chat.application().state).toBe('scansRequested')
    expect(options(chat)).toEqual(expect.arrayContaining(['upload.form', 'upload.idCard']))
    await upload(chat, 'idCard')
    expect(chat.text()).not.toContain('反光')
    await upload(chat, 'form')
    expect(chat.application().state).toBe('submitted')
  })

  test('is over once another chat has sent everything', async () => {
    const chat = await correctsMobile(await composed())
    const other = chatWith(chat.world)
    await other.command('start', chat.application().formNumber)
    await other.say('清华大学')
    await upload(other, 'form')
    await upload(other, 'idCard')
    await chat.press('confirm')
    expect(chat.turn()?.effects).toEqual([])
    expect(chat.step()).toBe('waiting')
    expect(chat.answers()).toEqual({})
  })

  test('is not offered for an application that is submitted', async () => {
    expect(options(await submitted())).not.toContain('correct')
  })

  test('is not possible once the values are erased', async () => {
    const chat = await composed()
    chat.world.values.clear()
    await chat.press('更正信息')
    expect(chat.text()).toContain('当前状态不允许')
    expect(chat.step()).toBe('chooseScan')
  })
})

describe('the form before a correction', () => {
  const corrected = async () => {
    const chat = await composed()
    const { formNumber } = chat.application()
    await correctsMobile(chat)
    await chat.press('confirm')
    return { chat, earlier: formNumber }
  }

  test('is refused as a scan, and the new one is a tap away', async () => {
    const { chat } = await corrected()
    await chat.press('upload.form')
    await chat.picture()
    await chat.refuse({ kind: 'supersededForm' })
    expect(chat.text()).toContain('这份信息表已作废')
    await chat.press('重新下载信息表')
    expect(chat.turn()?.messages[1]).toMatchObject({
      type: 'document',
      document: { kind: 'form', applicationId: chat.application().id },
    })
    expect(chat.step()).toBe('awaitScan')
  })

  test('is recognised by its digits after the unit’s name, and the new one is a tap away', async () => {
    const { chat, earlier } = await corrected()
    const other = chatWith(chat.world, { channel: 'web' })
    await other.command('start')
    await other.press('haveForm')
    await other.say('清华大学')
    await other.say(earlier)
    expect(other.text()).toContain('这份信息表已作废')
    await other.press('重新下载信息表')
    expect(other.turn()?.messages[1]).toMatchObject({
      type: 'document',
      document: { kind: 'form', applicationId: chat.application().id },
    })
    expect(chat.world.guesses).toBe(0)
  })

  test('is recognised by its link, also in the chat that corrected it', async () => {
    const { chat, earlier } = await corrected()
    await chat.command('start', earlier)
    expect(chat.step()).toBe('askFormUnitName')
    await chat.say('清华大学')
    expect(chat.text()).toContain('这份信息表已作废')
    expect(chat.step()).toBe('chooseScan')
  })

  test('gets the uniform answer with another unit’s name', async () => {
    const { chat, earlier } = await corrected()
    const other = chatWith(chat.world)
    const answers: string[] = []
    for (const number of [earlier, '12345678901234567891']) {
      await other.command('start')
      await other.press('haveForm')
      await other.say('北京大学')
      await other.say(number)
      answers.push(other.text())
    }
    expect(answers[0]).toContain('不相符')
    expect(answers[0]).toBe(answers[1])
    expect(chat.world.guesses).toBe(2)
  })

  test('leads to the status once the new one was sent', async () => {
    const { chat, earlier } = await corrected()
    await upload(chat, 'form')
    await upload(chat, 'idCard')
    const other = chatWith(chat.world)
    await other.command('start', earlier)
    await other.say('清华大学')
    expect(other.text()).toContain('已被更正后的新表取代')
    expect(other.step()).toBe('waiting')
  })
})

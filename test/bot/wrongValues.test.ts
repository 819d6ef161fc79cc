import { describe, expect, test } from 'vitest'

import { chatWith, fillUntil, rightAnswers } from '../support/conversation.ts'

describe('wrong values', () => {
  const wrong: readonly (readonly [keyof typeof rightAnswers, string, string, string])[] = [
    ['askAccountName', '   ', '内容为空', 'library01'],
    ['askAccountName', 'a'.repeat(65), '最多 64 个字', 'library01'],
    ['askAccountHolderName', '𰻞𰻞面', '无法打印：𰻞', '张伟'],
    ['askApplicantName', '王芳123', '姓名只能含', '王芳'],
    ['askApplicantName', '王'.repeat(41), '最多 40 个字', '王芳'],
    ['askDepartment', '部'.repeat(61), '最多 60 个字', '图书馆技术部'],
    ['askIdType', '驾驶证', '没有这个选项', '身份证'],
    ['askIdNumber', '11010119000101000', '您输入的是 17 位', '110101190001010006'],
    ['askIdNumber', '990101190001010006', '地区代码', '110101190001010006'],
    ['askIdNumber', '110101190002310006', '出生日期', '110101190001010006'],
    ['askIdNumber', '110101190001010007', '校验不符', '110101190001010006'],
    ['askMobile', '12345', '不是有效的手机号码', '138 0013 8000'],
    ['askOfficePhone', '没有电话', '不是有效的电话号码', '010-62789999'],
    ['askEmail', 'wangfang', '不是有效的电子邮箱', 'wangfang@example.com'],
    ['askEmail', `${'a'.repeat(60)}@${'b'.repeat(60)}.com`, '最多 100 个字', 'wangfang@example.com'],
    ['askReason', '不知道', '没有这个选项', '密码遗忘'],
  ]

  test.each(wrong)(
    '%s: “%s” is answered with what is wrong and a right example',
    async (step, text, words, example) => {
      const chat = await fillUntil(chatWith(), step)
      const before = chat.state()
      await chat.say(text)
      expect(chat.state()).toEqual(before)
      expect(chat.text()).toContain(words)
      expect(
        chat.text() +
          chat
            .buttons()
            .map(({ label }) => label)
            .join(),
      ).toContain(example)
      expect(chat.turn()?.messages.filter(({ type }) => type === 'text')).toHaveLength(1)
      await chat.say(rightAnswers[step])
      expect(chat.step()).not.toBe(step)
    },
  )

  test('a message of the wrong kind is answered with what is expected now', async () => {
    const chat = await fillUntil(chatWith(), 'askMobile')
    await chat.send({ type: 'other' })
    expect(chat.text()).toContain('请用文字回答')
    await chat.picture()
    expect(chat.text()).toContain('请用文字回答')
    await chat.say('13800138000')
    expect(chat.step()).toBe('askOfficePhone')
  })

  test('the buttons of a question outlive a wrong value and a question about the status', async () => {
    const chat = await fillUntil(chatWith(), 'askOfficePhone')
    const { id } = chat.button('skip')
    await chat.say('没有电话')
    await chat.command('status')
    await chat.send({ type: 'choice', choice: id })
    expect(chat.step()).toBe('askEmail')
  })
})

describe('identity numbers in the chat', () => {
  test('are removed and masked, right or nearly right, at whatever step', async () => {
    const chat = await fillUntil(chatWith(), 'askIdNumber')
    await chat.say('110101 19000101 0007', 'm1')
    expect(chat.turn()?.messages[0]).toEqual({ type: 'forget', messageRef: 'm1' })
    expect(chat.turn()?.echo?.text).not.toMatch(/\d{4}/)
    await chat.say('110101190001010006', 'm2')
    expect(chat.turn()?.messages[0]).toEqual({ type: 'forget', messageRef: 'm2' })
    expect(chat.turn()?.echo?.text).toBe('110*************06')
    await chat.say('110101190001010006', 'm3')
    expect(chat.step()).toBe('askMobile')
    expect(chat.turn()?.messages[0]).toEqual({ type: 'forget', messageRef: 'm3' })
    expect(chat.turn()?.echo?.text).not.toMatch(/\d{5}/)
    await chat.say('13800138000', 'm4')
    expect(chat.turn()?.echo?.text).toBe('138****8000')
    expect(chat.turn()?.messages.map(({ type }) => type)).not.toContain('forget')
  })

  test('no other message is removed, a form number neither', async () => {
    const chat = chatWith()
    await chat.command('start')
    await chat.press('haveForm')
    await chat.say('清华大学')
    await chat.say('1234 5678 9012 3456 7890')
    expect(chat.turn()?.messages.map(({ type }) => type)).not.toContain('forget')
    expect(chat.turn()?.echo?.text).toBe('1234 5678 9012 3456 7890')
  })
})

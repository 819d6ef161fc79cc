import { describe, expect, test } from 'vitest'

import { readState, type Upgrade } from '../../src/bot/state.ts'
import { chatWith, composed, fillUntil } from '../support/conversation.ts'

describe('a stored state', () => {
  test('is upgraded step by step from the flow that stored it', async () => {
    const chat = await fillUntil(chatWith(), 'askMobile')
    const toTwo: Upgrade = (older) => ({ ...older, step: 'askEmail' })
    const toThree: Upgrade = (older) => ({ ...older, trail: ['askMobile'] })
    const upgraded = readState({ ...chat.state(), flow: 1 }, [toTwo, toThree])
    expect(upgraded).toMatchObject({ flow: 3, step: 'askEmail', trail: ['askMobile'] })
    expect(upgraded?.answers).toEqual(chat.answers())
    expect(readState({ ...chat.state(), flow: 2 }, [toTwo, toThree])).toMatchObject({ step: 'askMobile' })
  })

  test('of the first flow keeps the picture that was asked about, and the one that was offered smaller', async () => {
    const chat = await composed()
    const picture = { source: 'upload', key: 'k', bytes: 1 } as const
    const older = (step: string, answers: object) => ({ ...chat.state(), flow: 1, step, answers })
    expect(readState(older('chooseKind', { picture }))?.answers).toEqual({ pictures: [picture] })
    chat.corrupt(older('awaitScan', { scanKind: 'idCard', convertible: picture }))
    await chat.say('缩小后使用')
    expect(chat.turn()?.effects).toEqual([{ type: 'inspect', kind: 'idCard', picture, convert: true }])
    chat.corrupt(older('chooseKind', { picture }))
    await chat.say('2')
    expect(chat.turn()?.effects).toEqual([{ type: 'inspect', kind: 'idCard', picture, convert: false }])
  })

  test('whose step is no more leads to the start, with every answer', async () => {
    const chat = await fillUntil(chatWith(), 'askMobile')
    const answers = chat.answers()
    chat.corrupt({ ...chat.state(), step: 'askFax' })
    await chat.say('13800138000')
    expect(chat.step()).toBe('start')
    expect(chat.answers()).toEqual(answers)
    await chat.press('resume')
    expect(chat.step()).toBe('askMobile')
  })

  test('loses only the answers that cannot be read', async () => {
    const chat = await fillUntil(chatWith(), 'checkValues')
    chat.corrupt({
      ...chat.state(),
      answers: { ...chat.answers(), mobile: 138, applicantName: null, fax: 1 },
    })
    await chat.command('start')
    await chat.press('resume')
    expect(chat.step()).toBe('askApplicantName')
    await chat.say('王芳')
    expect(chat.step()).toBe('askMobile')
    await chat.say('13800138000')
    expect(chat.step()).toBe('checkValues')
  })

  test.each([
    [null],
    [[]],
    ['x'],
    [7],
    [{}],
    [{ flow: 1, promptVersion: -1 }],
    [{ flow: 1, promptVersion: 1, step: 'x' }],
  ])('that cannot be read (%j) starts again politely', async (state) => {
    const chat = await fillUntil(chatWith(), 'askMobile')
    chat.corrupt(state)
    await chat.say('13800138000')
    expect(chat.text()).toContain('无法恢复')
    expect(chat.step()).toBe('start')
  })

  test('that cannot be read does not lose the application', async () => {
    const chat = await composed()
    chat.corrupt('gone')
    await chat.say('你好')
    await chat.press('upload')
    expect(chat.step()).toBe('chooseScan')
  })
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { advance, type ApplicationEvent } from '../../src/core/application.ts'
import { commands, formatChoiceId, parseChoiceId, type ChoiceId, type News } from '../../src/core/chat.ts'
import { fieldNames } from '../../src/core/fields.ts'
import type { Answers } from '../../src/bot/answers.ts'
import { readState } from '../../src/bot/state.ts'
import {
  chatWith,
  composed,
  fillUntil,
  photo,
  rightAnswers,
  submitted,
  upload,
  type Chat,
} from '../support/conversation.ts'

const deskEvents = [
  'claim',
  'decide',
  'undo',
  'returnForSecond',
  'requestScans',
  'approve',
  'reject',
  'deliver',
  'failDelivery',
  'retryDelivery',
] as const
const newsOf: Readonly<Partial<Record<ApplicationEvent, News>>> = {
  claim: { type: 'inReview' },
  requestScans: { type: 'scansRequested' },
  approve: { type: 'approved' },
  reject: { type: 'rejected' },
  deliver: { type: 'delivered', by: 'sms' },
  failDelivery: { type: 'undeliverable' },
}

const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ act: fc.constant('press' as const), index: fc.nat(12) }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constant('right' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('say' as const),
      text: fc.oneof(
        fc.constantFrom(
          '清华大学',
          '研究所',
          '1',
          '跳过',
          '返回',
          '取消',
          '护照',
          '其他',
          '上传',
          'English',
          '中文',
        ),
        fc.constantFrom(
          '12345678901234567891',
          '/start 12345678901234567891',
          '/status',
          '110101190001010006',
        ),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('stale' as const), index: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('picture' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('other' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('command' as const),
      command: fc.constantFrom(...commands),
      argument: fc.constantFrom(
        '',
        'en',
        'zh',
        '12345678901234567891',
        '123',
        'form 12345678901234567891',
        'x',
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('inspected' as const),
      found: fc.constantFrom('good', 'doubtful', 'other', 'large', 'damaged', 'unclear', 'replaced'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('desk' as const),
      index: fc.nat(6),
      isTold: fc.boolean(),
    }),
  },
)
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never

const isAtApplication = (chat: Chat): boolean => {
  try {
    chat.application()
    return true
  } catch {
    return false
  }
}

const large = { kind: 'tooLarge', bytes: 2_000_000, maxBytes: 1_048_576, convertible: true } as const

const inspect = async (chat: Chat, found: Extract<Act, { act: 'inspected' }>['found']): Promise<void> => {
  if (chat.recognising().length > 0) {
    await chat.recognise(found === 'good' ? { shows: 'form', formNumber: '12345678901234567891' } : {})
    return
  }
  const pending = chat.pending()
  if (pending === undefined || !isAtApplication(chat)) return
  if (found === 'good') await chat.accept()
  if (found === 'doubtful') await chat.accept([{ kind: 'noSeal' }, { kind: 'dark' }])
  if (found === 'other') await chat.accept([], { shows: pending.kind === 'form' ? 'idCard' : 'form' })
  if (found === 'large') await chat.refuse(large)
  if (found === 'damaged') await chat.refuse({ kind: 'damaged' })
  if (found === 'unclear') await chat.wonder()
  if (found === 'replaced') await chat.news({ type: 'scanReplaced' })
}

const perform = async (chat: Chat, act: Act, seen: readonly ChoiceId[]): Promise<void> => {
  switch (act.act) {
    case 'press': {
      const buttons = chat.buttons()
      const button = buttons[act.index % Math.max(1, buttons.length)]
      if (button !== undefined) await chat.send({ type: 'choice', choice: button.id })
      return
    }
    case 'right': {
      const answers: Readonly<Record<string, string>> = {
        ...rightAnswers,
        start: '新的密码查询',
        askUnit: '清华大学',
        notice: '同意，开始填写',
        checkValues: '确认并生成信息表',
        askReasonText: '换了手机',
        confirmScan: '上传',
      }
      await chat.say(answers[chat.step()] ?? '继续')
      return
    }
    case 'say':
      await chat.say(act.text)
      return
    case 'stale': {
      const choice = seen[act.index % Math.max(1, seen.length)]
      if (choice !== undefined) await chat.send({ type: 'choice', choice })
      return
    }
    case 'picture':
      await chat.picture()
      return
    case 'other':
      await chat.send({ type: 'other' })
      return
    case 'command':
      await chat.command(act.command, act.argument)
      return
    case 'inspected':
      await inspect(chat, act.found)
      return
    case 'desk': {
      if (!isAtApplication(chat)) return
      const { state } = chat.application()
      const possible = deskEvents.filter((event) => advance(state, event).ok)
      const event = possible[act.index % Math.max(1, possible.length)]
      const next = event && advance(state, event)
      if (event === undefined || !next?.ok) return
      const requested = event === 'requestScans' ? [{ kind: 'idCard' as const, reason: '请重拍。' }] : []
      chat.desk(next.value, requested, event === 'reject' ? { reason: '不符。' } : {})
      const news = newsOf[event]
      if (act.isTold && news !== undefined) await chat.news(news)
    }
  }
}

/** What is filled in for a new form: a correction is of values that are stored, and may end any time. */
const filledIn = (answers: Answers): Answers =>
  answers.correcting === undefined ? answers : (answers.shelved ?? {})

const expectNothingLost = (
  before: { readonly step: string; readonly answers: Answers },
  chat: Chat,
): void => {
  const isCleared = ['start', 'confirmCancel', 'notice'].includes(before.step)
  const isComposed = chat.turn()?.effects.some(({ type }) => type === 'compose')
  if (isCleared || isComposed) return
  const after = filledIn(chat.answers())
  const lasting = filledIn(before.answers)
  for (const name of fieldNames) {
    const isReplaced =
      (name === 'idNumber' && before.step === 'askIdType') ||
      (name === 'reasonText' && before.step === 'askReason')
    if (lasting[name] !== undefined && !isReplaced) expect(after[name]).toBeDefined()
  }
}

const expectSendable = (chat: Chat): void => {
  for (const message of chat.turn()?.messages ?? []) {
    if (message.type === 'text') {
      expect(message.text.trim()).not.toBe('')
      expect(message.text.length).toBeLessThanOrEqual(4096)
    }
    if ('caption' in message) expect(message.caption.length).toBeLessThanOrEqual(1024)
  }
  for (const { id } of chat.buttons()) {
    expect(new TextEncoder().encode(formatChoiceId(id)).length).toBeLessThanOrEqual(64)
    expect(parseChoiceId(formatChoiceId(id))).toEqual(id)
    expect(id).toMatchObject({ step: chat.step(), version: chat.state().promptVersion })
  }
}

const beginnings: readonly (() => Promise<Chat>)[] = [
  async () => fillUntil(chatWith(), 'askUnit'),
  async () => fillUntil(chatWith(), 'askIdType'),
  async () => fillUntil(chatWith(), 'checkValues'),
  async () => composed(),
  async () => {
    const chat = await composed()
    await upload(chat, 'form')
    await chat.picture()
    return chat
  },
  async () => submitted(),
]

test('nothing a person or the desk does throws, loses an answer, or leaves a chat that cannot go on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...beginnings),
      fc.array(act, { minLength: 1, maxLength: 40 }),
      async (begin, acts) => {
        const chat = await begin()
        const seen: ChoiceId[] = []
        for (const next of acts) {
          seen.push(...chat.buttons().map(({ id }) => id))
          const { step, answers, promptVersion } = chat.state()
          await perform(chat, next, seen)
          expectNothingLost({ step, answers }, chat)
          expectSendable(chat)
          expect(chat.state().promptVersion).toBeGreaterThanOrEqual(promptVersion)
          expect(readState(chat.state())).toEqual(chat.state())
          expect(chat.state().trail.length).toBeLessThan(40)
        }
        // From wherever it stands, the start is one word away.
        await chat.say('开始')
        expect(chat.step()).toBe('start')
        expect(chat.buttons().map(({ id }) => id.option)).toContain('new')
      },
    ),
    { numRuns: 400 },
  )
}, 60_000)

test('the same turn decided twice is the same turn', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 15 }), async (acts) => {
      const run = async () => {
        const chat = await composed()
        for (const next of acts) await perform(chat, next, [])
        return JSON.stringify([chat.state(), chat.turn()])
      }
      expect(await run()).toBe(await run())
    }),
    { numRuns: 30 },
  )
})

test('a picture reference of either channel survives being stored', async () => {
  const chat = await composed()
  for (const picture of [
    photo,
    { source: 'telegram', fileId: 'x' } as const,
    { source: 'upload', key: 'k', bytes: 0 } as const,
  ]) {
    await chat.picture(picture)
    await chat.wonder()
    expect(readState(chat.state())?.answers.pictures).toEqual([picture])
    await chat.press('discard')
  }
})

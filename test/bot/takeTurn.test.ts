import { expect, test } from 'vitest'

import type { Incoming } from '../../src/core/chat.ts'
import { parseFormNumber } from '../../src/core/formNumber.ts'
import type { Turn, TurnStore } from '../../src/core/turn.ts'
import { takeTurn } from '../../src/bot/takeTurn.ts'
import { config } from '../support/conversation.ts'

const incoming: Incoming = {
  channel: 'web',
  updateId: '1',
  chatId: 'web:1',
  language: 'en',
  input: { type: 'text', text: 'hello' },
}
const now = new Date('2026-11-24T02:00:00Z')
const host = {
  now: () => now,
  randomBytes: (count: number) => new Uint8Array(count).fill(7),
  uuid: () => 'fresh',
}

test('hands the store one turn that it may decide again, with the same outcome', async () => {
  const decided: Turn[] = []
  const turns: TurnStore = {
    async take(update, at, decide) {
      expect(update).toEqual({ channel: 'web', updateId: '1', chatId: 'web:1' })
      expect(at).toBe(now)
      const lookUp = async () => {
        throw new Error('a greeting looks nothing up')
      }
      const lookUps = { units: lookUp, unit: lookUp, filled: lookUp, form: lookUp, picturesInHand: lookUp }
      const loaded = { chat: undefined, application: undefined }
      decided.push(await decide(loaded, lookUps), await decide(loaded, lookUps))
      return 'taken'
    },
  }
  expect(await takeTurn({ turns, host, config })(incoming)).toBe('taken')
  expect(decided[0]).toEqual(decided[1])
  expect(decided[0]?.messages[0]).toMatchObject({ type: 'text' })
})

test('a seen update does nothing', async () => {
  const turns: TurnStore = { take: async () => 'seen' }
  expect(await takeTurn({ turns, host, config })(incoming)).toBe('seen')
})

test('the host’s randomness makes a form number that can be typed back', async () => {
  let formNumber = ''
  const turns: TurnStore = {
    async take(_, __, decide) {
      const answers = {
        unit: { id: 'u', fullName: '清华大学', state: 'registered', isSample: false },
        agreed: true,
        accountName: null,
        accountHolderName: null,
        applicantName: '王芳',
        department: null,
        idType: 'idCard',
        idNumber: '110101190001010006',
        mobile: '+8613800138000',
        officePhone: null,
        email: 'a@example.com',
        reason: 'forgotten',
      }
      const state = { flow: 1, step: 'checkValues', trail: [], answers, promptVersion: 1 }
      const loaded = { chat: { language: 'en' as const, version: 1, state }, application: undefined }
      const unit = {
        id: 'u',
        fullName: '清华大学',
        state: 'registered' as const,
        region: undefined,
        isSample: false,
      }
      const turn = await decide(loaded, {
        units: async () => ({ exact: [], near: [], hasMore: false }),
        unit: async () => unit,
        filled: async () => undefined,
        form: async () => ({ type: 'noMatch' }),
        picturesInHand: async () => 0,
      })
      for (const effect of turn.effects) if (effect.type === 'compose') formNumber = effect.formNumber
      return 'taken'
    },
  }
  await takeTurn({ turns, host, config })({
    ...incoming,
    input: { type: 'text', text: 'Confirm and make the form' },
  })
  expect(parseFormNumber(formNumber).ok).toBe(true)
})

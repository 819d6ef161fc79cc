import { describe, expect, test } from 'vitest'

import { languages } from '../../src/core/application.ts'
import { commands, formatChoiceId, parseChoiceId, type Outgoing } from '../../src/core/chat.ts'
import { fieldNames, fields } from '../../src/core/fields.ts'
import { parseFormNumber } from '../../src/core/formNumber.ts'
import type { ScanWarning } from '../../src/core/scan/scanWarning.ts'
import type { Answers } from '../../src/bot/answers.ts'
import { flow } from '../../src/bot/flow.ts'
import { render } from '../../src/bot/render.ts'
import { startState } from '../../src/bot/state.ts'
import type { Sight } from '../../src/bot/step.ts'
import { stepNames } from '../../src/bot/stepNames.ts'
import { wordProblem, type ChatProblem } from '../../src/bot/texts/problemWords.ts'
import { textsIn } from '../../src/bot/texts/texts.ts'
import { config, unit, units } from '../support/conversation.ts'

const long = (count: number): string => '长'.repeat(count)
const picture = { source: 'upload', key: 'key', bytes: 1 } as const
const longest: Answers = {
  ...Object.fromEntries(fieldNames.map((name) => [name, long(fields[name].max)])),
  idType: 'passport',
  reason: 'other',
  mobile: '+447400123456',
  unit: { id: 'unit', fullName: long(120), state: 'registered', isSample: true },
  matches: {
    name: long(120),
    offset: 8,
    units: Array.from({ length: 12 }, (_, index) => ({
      id: `0190f5e0-0000-7000-8000-0000000000${index + 10}`,
      fullName: long(120),
      state: 'underReview' as const,
      isSample: true,
      region: long(20),
    })),
    hasMore: true,
  },
  scanKind: 'idCard',
  pictures: [picture, picture],
  offers: [
    { picture, to: 'jpeg' },
    { picture, kind: 'form', to: 'smaller' },
  ],
}

/** As much as can be doubtful about one scan, each in a place of its own. */
const everyWarning: readonly ScanWarning[] = (
  Object.keys(textsIn.en.warnings) as readonly ScanWarning['kind'][]
).flatMap((kind) => [kind, kind].map((kind) => ({ kind, region: { x: 0, y: 0, width: 1, height: 1 } })))

const sights = languages.flatMap((language): readonly Sight[] => {
  const bare: Sight = {
    config,
    fresh: { now: new Date(0), applicationId: 'application', formNumber: '1' },
    channel: 'telegram',
    language,
    texts: textsIn[language],
    answers: {},
    application: undefined,
  }
  const chosen = { id: 'scan', warnings: everyWarning, tries: 2, isMarked: true }
  const requested = (['form', 'idCard'] as const).map((kind) => ({ kind, reason: long(600) }))
  const application = {
    id: 'application',
    unitName: long(120),
    state: 'scansRequested' as const,
    version: 3,
    formNumber: '12345678901234567891',
    idType: 'passport' as const,
    promisedAt: new Date(0),
    promiseLeft: undefined,
    scans: { form: { chosen, sent: chosen }, idCard: { chosen, sent: chosen } },
    requested,
    decisionReason: long(600),
  }
  return [bare, { ...bare, answers: longest, application }]
})

const expectSendable = (message: Outgoing): void => {
  if (message.type === 'text') {
    expect(message.text.trim()).not.toBe('')
    expect(message.text.length).toBeLessThanOrEqual(4096)
    for (const { id, label } of (message.choices ?? []).flat()) {
      expect(label.trim()).not.toBe('')
      expect(new TextEncoder().encode(formatChoiceId(id)).length).toBeLessThanOrEqual(64)
      expect(parseChoiceId(formatChoiceId(id))).toEqual(id)
    }
  }
  if ('caption' in message) {
    expect(message.caption.trim()).not.toBe('')
    expect(message.caption.length).toBeLessThanOrEqual(1024)
  }
}

describe('every question', () => {
  test.each(stepNames)(
    '%s can be asked in both languages, with nothing and with the longest values',
    (step) => {
      for (const sight of sights) {
        const state = { ...startState(999_999_999), step }
        const asked = [flow[step].prompt(sight), flow[step].again?.(sight) ?? []]
        expect(asked[0]).not.toEqual([])
        for (const message of asked.flat()) expectSendable(render(message, state))
      }
    },
  )

  test('differs between the languages', () => {
    for (const step of stepNames.filter((step) => step !== 'chooseLanguage')) {
      const [chinese, , english] = sights.map((sight) => JSON.stringify(flow[step].prompt(sight)))
      expect(english).not.toBe(chinese)
    }
  })
})

const problems: readonly ChatProblem[] = [
  { kind: 'required' },
  { kind: 'tooLong', max: 40 },
  { kind: 'unprintable', characters: ['𰻞', '龘'] },
  { kind: 'notAName' },
  { kind: 'idNumberLength', length: 17 },
  { kind: 'idNumberRegion' },
  { kind: 'idNumberBirthDate' },
  { kind: 'idNumberCheck' },
  { kind: 'passportNumber' },
  { kind: 'mobile' },
  { kind: 'officePhone' },
  { kind: 'email' },
  { kind: 'uscc' },
  { kind: 'formNumberLength', length: 3, expected: 20 },
  { kind: 'formNumberCheck' },
  { kind: 'notAChoice' },
  { kind: 'wrongInput', expected: 'picture' },
  { kind: 'notJpeg', found: 'webp', convertible: false },
  { kind: 'tooLarge', bytes: 1_048_577, maxBytes: 1_048_576, convertible: true },
  { kind: 'damaged' },
  { kind: 'greyscale' },
  { kind: 'tooFewPixels', width: 1, height: 2, minShortSide: 700 },
  { kind: 'tooComplex' },
  { kind: 'otherForm' },
  { kind: 'supersededForm' },
  { kind: 'severalPages', pages: 3 },
  { kind: 'alreadyThere', shows: 'form' },
  { kind: 'unavailable' },
  { kind: 'wrongPair' },
  { kind: 'tooManyGuesses', retryAt: new Date('2026-11-24T03:00:00Z') },
  { kind: 'alreadySent' },
  { kind: 'stepDone' },
  { kind: 'nothingChosen' },
  { kind: 'tooManyPictures', most: 5 },
  { kind: 'notNow' },
]

describe('every problem', () => {
  test('has words of its own in both languages', () => {
    for (const language of languages) {
      const words = problems.map((problem) => wordProblem(textsIn[language].problems, problem))
      expect(new Set(words).size).toBe(Object.keys(textsIn[language].problems).length)
      for (const sentence of words) expect(sentence).not.toMatch(/undefined|\[object|NaN/)
    }
  })

  test('of colour tells the sender of a card nothing of a seal', () => {
    const inColour = (language: (typeof languages)[number], of?: 'form' | 'idCard'): string =>
      wordProblem(textsIn[language].problems, { kind: 'greyscale', ...(of && { of }) })
    for (const [language, seal] of [
      ['zh-CN', '公章'],
      ['en', 'seal'],
    ] as const) {
      expect(inColour(language, 'idCard')).not.toContain(seal)
      expect(inColour(language, 'form')).toContain(seal)
      expect(inColour(language)).toContain(seal)
    }
  })

  test('a size just over the limit never reads as the limit', () => {
    const words = wordProblem(textsIn['zh-CN'].problems, {
      kind: 'tooLarge',
      bytes: 1_048_577,
      maxBytes: 1_048_576,
      convertible: false,
    })
    expect(words).toContain('1.1 MB，超过 1 MB')
  })
})

describe('examples', () => {
  test('are accepted where they are shown', () => {
    for (const language of languages) {
      expect(parseFormNumber(textsIn[language].formNumberExample).ok).toBe(true)
      for (const { example } of Object.values(textsIn[language].fields)) expect(example).not.toBe('')
    }
  })

  test('every command has a name', () => {
    for (const language of languages)
      expect(Object.keys(textsIn[language].commandNames).sort()).toEqual([...commands].sort())
  })
})

test('the sample world offers a unit of each state', () => {
  expect(new Set(units.map(({ id }) => id)).size).toBe(units.length)
  expect(unit('清华大学').id.length).toBeLessThanOrEqual(40)
})

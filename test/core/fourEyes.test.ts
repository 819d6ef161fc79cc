import { describe, expect, test } from 'vitest'
import {
  areFourEyes,
  type FourEyesFacts,
  fourEyesNeeded,
  type FourEyesRule,
  fourEyesRules,
} from '../../src/core/fourEyes.ts'

const ordinary: FourEyesFacts = {
  reason: 'forgotten',
  mobile: '+8613800138000',
  mobileOnRecord: '+8613800138000',
  hasRecoveredBefore: true,
  isPictureSeenBefore: false,
}
const rules = (isOn: (rule: FourEyesRule) => boolean): Record<FourEyesRule, boolean> =>
  Object.fromEntries(fourEyesRules.map((rule) => [rule, isOn(rule)])) as Record<FourEyesRule, boolean>

const cases: readonly (readonly [FourEyesRule, Partial<FourEyesFacts>])[] = [
  ['personnelChange', { reason: 'personnelChange' }],
  ['mobileNotOnRecord', { mobile: '+8613900139000' }],
  ['mobileNotOnRecord', { mobileOnRecord: undefined }],
  ['firstRecovery', { hasRecoveredBefore: false }],
  ['pictureSeenBefore', { isPictureSeenBefore: true }],
]

describe('fourEyesNeeded', () => {
  test('asks no second reviewer of an ordinary approval', () => {
    expect(
      fourEyesNeeded(
        ordinary,
        rules(() => true),
      ),
    ).toEqual([])
  })

  test.each(cases)('%s asks for one with %o, while it is on', (rule, facts) => {
    const approval = { ...ordinary, ...facts }
    expect(
      fourEyesNeeded(
        approval,
        rules(() => true),
      ),
    ).toEqual([rule])
    expect(
      fourEyesNeeded(
        approval,
        rules((other) => other !== rule),
      ),
    ).toEqual([])
  })

  test('names every rule that asks for one', () => {
    const all = Object.assign({}, ordinary, ...cases.map(([, facts]) => facts)) as FourEyesFacts
    expect(
      fourEyesNeeded(
        all,
        rules(() => true),
      ),
    ).toEqual(fourEyesRules)
  })
})

test.each([
  ['zhou', 'li', true],
  ['zhou', 'zhou', false],
  ['token:1', 'zhou', true],
  ['zhou', 'token:1', true],
  ['token:1', 'token:2', false],
])('%s and %s are four eyes: %s', (first, second, are) => {
  expect(areFourEyes(first, second)).toBe(are)
})

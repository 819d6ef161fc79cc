import type { ApplicationValues } from '../../src/core/application.ts'
import type { ChatApplication, FormMatch, LookUps, Unit } from '../../src/core/turn.ts'
import { normaliseUnitName } from '../../src/core/unitName.ts'
import type { Conversing } from '../../src/bot/converse.ts'

export const unit = (fullName: string, more: Partial<Unit> = {}): Unit => ({
  id: `unit-${Array.from(fullName, (character) => character.codePointAt(0)?.toString(36))
    .join('')
    .slice(0, 30)}`,
  fullName,
  state: 'registered',
  region: undefined,
  isSample: false,
  ...more,
})

export const units: readonly Unit[] = [
  unit('清华大学', { isSample: true }),
  unit('北京大学'),
  unit('审核大学', { state: 'underReview' }),
  unit('退回大学', { state: 'turnedDown' }),
  unit('𰻞字研究所'),
  ...Array.from({ length: 19 }, (_, index) => unit(`第${index + 1}研究所`, { region: '北京市' })),
]

export const config: Conversing = {
  missingCharacters: (text) => [...new Set(Array.from(text).filter((character) => character === '𰻞'))],
  formLink: (formNumber, channel) => `https://sealpass.example/${channel}?form=${formNumber}`,
  operator: {
    name: '示例平台',
    contact: { 'zh-CN': '010-12345678', en: 'help@example.com' },
    retentionDays: 180,
  },
}

/** Everything outside the chats: units, applications, the desk. */
export interface World {
  readonly units: readonly Unit[]
  readonly applications: Map<string, ChatApplication>
  readonly values: Map<string, ApplicationValues>
  readonly links: Map<string, string>
  /** The forms that a correction has made void, by their numbers. */
  readonly superseded: Map<string, { readonly applicationId: string; readonly unitName: string }>
  guesses: number
  limitedUntil: Date | undefined
  now: Date
  count: number
}

export const worldWith = (more: readonly Unit[] = units): World => ({
  units: more,
  applications: new Map(),
  values: new Map(),
  links: new Map(),
  superseded: new Map(),
  guesses: 0,
  limitedUntil: undefined,
  now: new Date('2026-11-24T02:00:00Z'),
  count: 0,
})

const same = (one: string, other: string): boolean => normaliseUnitName(one) === normaliseUnitName(other)

export const lookUpsIn = (
  world: World,
  applicationId: string | undefined,
  picturesInHand: number,
): LookUps => ({
  async picturesInHand() {
    return picturesInHand
  },
  async units(name, { offset, limit }) {
    const part = normaliseUnitName(name)
    const exact = world.units.filter(({ fullName }) => same(fullName, name))
    const near = world.units.filter(
      (unit) => part !== '' && !exact.includes(unit) && normaliseUnitName(unit.fullName).includes(part),
    )
    return { exact, near: near.slice(offset, offset + limit), hasMore: near.length > offset + limit }
  },
  async unit(unitId) {
    return world.units.find(({ id }) => id === unitId)
  },
  async filled() {
    const application = world.applications.get(applicationId ?? '')
    const values = world.values.get(applicationId ?? '')
    const unit = world.units.find(({ fullName }) => fullName === application?.unitName)
    return values && unit && { unit, values }
  },
  async form(unitName, formNumber): Promise<FormMatch> {
    if (world.limitedUntil !== undefined) return { type: 'limited', retryAt: world.limitedUntil }
    const found = [...world.applications.values()].find(
      (application) => application.formNumber === formNumber && same(application.unitName, unitName),
    )
    if (found !== undefined) return { type: 'match', application: found, isSuperseded: false }
    const earlier = world.superseded.get(formNumber)
    const application = earlier && world.applications.get(earlier.applicationId)
    return application !== undefined && same(earlier?.unitName ?? '', unitName)
      ? { type: 'match', application, isSuperseded: true }
      : { type: 'noMatch' }
  },
})

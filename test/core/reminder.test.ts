import { expect, test } from 'vitest'
import { remindedBefore } from '../../src/core/reminder.ts'

test.each([
  ['2026-11-24T01:00:00Z', '2026-11-21T01:00:00.000Z'],
  ['2026-11-24T11:59:59Z', '2026-11-21T11:59:59.000Z'],
  // a minute before nine, and eight in the evening, in Shanghai
  ['2026-11-24T00:59:00Z', undefined],
  ['2026-11-24T12:00:00Z', undefined],
])('at %s those are reminded who keep the desk waiting since before %s', (now, before) => {
  expect(remindedBefore(new Date(now))?.toISOString()).toBe(before)
})

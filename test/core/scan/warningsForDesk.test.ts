import { expect, test } from 'vitest'
import type { CardReading } from '../../../src/core/scan/reading.ts'
import { warningsForDesk } from '../../../src/core/scan/warningsForDesk.ts'

const reading: CardReading = {
  kind: 'idCard',
  turn: 0,
  side: 'front',
  idNumber: 'other',
  name: 'same',
  regions: {},
  doubts: [],
}

test('what the chat was warned about stands, with how often', () => {
  const told = { warnings: [{ kind: 'glare' }], tries: 2 } as const
  expect(warningsForDesk(told, reading)).toEqual(told)
  expect(warningsForDesk(told, undefined)).toEqual(told)
})

test('what was read later is no try, even where earlier pictures were', () => {
  for (const tries of [0, 2])
    expect(warningsForDesk({ warnings: [], tries }, reading)).toEqual({
      warnings: [{ kind: 'idNumberOther', region: { x: 0, y: 0, width: 1, height: 1 } }],
      tries: 0,
    })
})

test('a card that nothing doubts, or nothing has read, has none', () => {
  for (const read of [{ ...reading, idNumber: 'same' } as const, undefined])
    expect(warningsForDesk({ warnings: [], tries: 0 }, read)).toEqual({ warnings: [], tries: 0 })
})

import { expect, test } from 'vitest'
import { isAsSeen } from '../../src/core/desk.ts'

test.each([
  [3, 3, true],
  [3, 4, true],
  [3, 5, false],
  [3, 2, false],
  [3, NaN, false],
])('seen as version %i, version %i is as seen: %s', (seen, version, is) => {
  expect(isAsSeen(seen, version)).toBe(is)
})

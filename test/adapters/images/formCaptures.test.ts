import { beforeAll, expect, test } from 'vitest'
import { readCaptures, type Reading } from '../../support/readCaptures.ts'

const counts = { scan100: 180, scan150: 60, scan200: 30, photo: 230, hard: 8 }
let readings: readonly Reading[] = []
beforeAll(async () => {
  readings = await readCaptures(counts)
}, 600_000)

test('the barcode of every capture is read back', () => {
  const promised = readings.filter(({ kind }) => kind !== 'hard')
  expect(promised.length).toBe(500)
  expect(promised.filter(({ read, expected }) => read !== expected)).toEqual([])
})

test('of a hard capture, of which nothing else is promised, nothing wrong is read', () => {
  const hard = readings.filter(({ kind }) => kind === 'hard')
  expect(hard.length).toBe(8)
  expect(hard.filter(({ read, expected }) => read !== undefined && read !== expected)).toEqual([])
})

import { beforeAll, expect, test } from 'vitest'
import { misread, readCaptures, type Reading } from '../../support/readCaptures.ts'

const counts = { photo: 230, hard: 8 }
let readings: readonly Reading[] = []
beforeAll(async () => {
  readings = await readCaptures(counts)
}, 600_000)

test('the barcode of every photo is read back', () => {
  const photos = readings.filter(({ kind }) => kind === 'photo')
  expect(photos.length).toBe(230)
  expect(misread(photos)).toEqual([])
})

test('of a hard one, of which nothing else is promised, nothing wrong is read', () => {
  const hard = readings.filter(({ kind }) => kind === 'hard')
  expect(hard.length).toBe(8)
  expect(misread(hard).filter(({ read }) => read !== undefined)).toEqual([])
})

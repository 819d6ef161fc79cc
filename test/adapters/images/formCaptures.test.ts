import { beforeAll, expect, test } from 'vitest'
import { misread, readCaptures, type Reading } from '../../support/readCaptures.ts'

// With the photos, in a file of their own so that both cores have one, five hundred.
const counts = { scan100: 180, scan150: 60, scan200: 30 }
let readings: readonly Reading[] = []
beforeAll(async () => {
  readings = await readCaptures(counts)
}, 600_000)

test('the barcode of every scan is read back', () => {
  expect(readings.length).toBe(270)
  expect(misread(readings)).toEqual([])
})

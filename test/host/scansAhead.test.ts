import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scansAhead } from '../../src/host/scansAhead.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const picture = new Uint8Array([1])

test('keeps sixteen, the newest, and gives each once', async () => {
  const ahead = scansAhead()
  for (let index = 0; index < 17; index++) ahead.keep(`${index}`, Promise.resolve(picture))
  expect(await ahead.take('0')).toBeUndefined()
  for (let index = 1; index < 17; index++) expect(await ahead.take(`${index}`)).toBe(picture)
  expect(await ahead.take('1')).toBeUndefined()
})

test('keeps none longer than a minute', async () => {
  const ahead = scansAhead()
  ahead.keep('a', Promise.resolve(picture))
  vi.advanceTimersByTime(30_000)
  ahead.keep('b', Promise.resolve(picture))
  vi.advanceTimersByTime(30_000)
  expect([await ahead.take('a'), await ahead.take('b')]).toEqual([undefined, picture])
})

test('has none where marking failed', async () => {
  const ahead = scansAhead()
  ahead.keep('a', Promise.reject(new Error('no helper')))
  expect(await ahead.take('a')).toBeUndefined()
})

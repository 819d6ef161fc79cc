import { expect, it } from 'vitest'
import { makeOneTimePassword } from '../../src/core/oneTimePassword.ts'

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

it('has at least 60 bits, in characters that nobody mistakes for others', () => {
  const seen = new Set<string>()
  for (let count = 0; count < 500; count += 1) {
    const password = makeOneTimePassword(randomBytes)
    expect(password).toMatch(/^[2-9a-km-np-z]{13}$/u)
    for (const character of password) seen.add(character)
  }
  expect(seen.size).toBe(32)
})

it('uses every bit it needs of each byte, and each character as often as any other', () => {
  const counts = new Map<string, number>()
  for (let byte = 0; byte < 256; byte += 1) {
    const [first = ''] = makeOneTimePassword((count) => new Uint8Array(count).fill(byte))
    counts.set(first, (counts.get(first) ?? 0) + 1)
  }
  expect(new Set(counts.values())).toEqual(new Set([8]))
  expect(counts.size).toBe(32)
})

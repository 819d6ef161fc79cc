import { describe, expect, test } from 'vitest'
import { formNumberFromRandom, formNumberLink } from '../../../src/core/formNumber.ts'
import type { FormReading } from '../../../src/core/scan/reading.ts'
import { judgeScan } from '../../../src/core/scan/judgeScan.ts'

const numberOf = (seed: number): string => formNumberFromRandom(new Uint8Array(16).fill(seed))
const formNumber = numberOf(1)
const reads = (text: string | undefined): { readonly reading: FormReading } => ({
  reading: {
    kind: 'form',
    code: text === undefined ? undefined : { text, region: { x: 0, y: 0, width: 1, height: 1 } },
    turn: 0,
    page: undefined,
    seal: undefined,
    signature: undefined,
    doubts: [],
  },
})
const superseded = [numberOf(3), numberOf(4)]

describe('judgeScan', () => {
  test('finds nothing wrong with the form that carries the number, from whichever address', () => {
    for (const base of ['https://t.me/sealpass_bot', 'https://sealpass.example']) {
      const code = formNumberLink(base, formNumber)
      expect(judgeScan('form', reads(code), { formNumber, superseded })).toEqual({ warnings: [] })
    }
  })

  test('refuses the form of another application', () => {
    const code = formNumberLink('https://t.me/sealpass_bot', numberOf(2))
    expect(judgeScan('form', reads(code), { formNumber, superseded })).toEqual({
      problem: { kind: 'otherForm' },
      warnings: [],
    })
  })

  test('knows the form that a correction has made void', () => {
    for (const earlier of superseded) {
      const code = formNumberLink('https://sealpass.example', earlier)
      expect(judgeScan('form', reads(code), { formNumber, superseded })).toEqual({
        problem: { kind: 'supersededForm' },
        warnings: [],
      })
    }
  })

  test('warns when no code was read, or one that is no form', () => {
    for (const code of [undefined, 'https://weixin.example/poster', '12345', '']) {
      expect(judgeScan('form', reads(code), { formNumber, superseded })).toEqual({
        warnings: [{ kind: 'noCode' }],
      })
    }
  })

  test('expects no code on an identity card', () => {
    expect(judgeScan('idCard', reads(undefined), { formNumber, superseded })).toEqual({ warnings: [] })
  })
})

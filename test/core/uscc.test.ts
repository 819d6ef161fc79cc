import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Fault } from '../../src/core/fault.ts'
import { parseUscc, usccCheckCharacter } from '../../src/core/uscc.ts'

const alphabet = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY')
const uscc = fc
  .stringMatching(/^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}$/)
  .map((first17) => first17 + usccCheckCharacter(first17))

describe('parseUscc', () => {
  test.each([
    ['12100000400000624D', '12100000400000624D'],
    ['12100000400002259P', '12100000400002259P'],
    ['91330100799655058B', '91330100799655058B'],
    ['9144030071526726XG', '9144030071526726XG'],
    ['１２１０ ００００ ４０００ ００６２ ４ｄ', '12100000400000624D'],
    ['', { kind: 'required' }],
    ['12100000400000624E', { kind: 'uscc' }],
    ['12100000400000624', { kind: 'uscc' }],
    ['12100000400000624DD', { kind: 'uscc' }],
    ['121OOOOO4OOOOO624D', { kind: 'uscc' }],
    ['清华大学', { kind: 'uscc' }],
  ])('%j gives %j', (typed, expected) => {
    const result = parseUscc(typed)
    expect(result.ok ? result.value : result.problem).toEqual(expected)
  })

  test('accepts every code made by the standard, and its own result', () => {
    fc.assert(
      fc.property(uscc, (uscc) => {
        expect(parseUscc(uscc)).toEqual({ ok: true, value: uscc })
        expect(parseUscc(uscc.toLowerCase())).toEqual({ ok: true, value: uscc })
      }),
    )
  })

  test('refuses every code with one wrong character', () => {
    fc.assert(
      fc.property(uscc, fc.nat(17), fc.constantFrom(...alphabet), (uscc, place, character) => {
        fc.pre(uscc[place] !== character)
        expect(parseUscc(uscc.slice(0, place) + character + uscc.slice(place + 1)).ok).toBe(false)
      }),
    )
  })

  test('refuses every code with two neighbours of its first 17 swapped', () => {
    fc.assert(
      fc.property(uscc, fc.nat(15), (uscc, place) => {
        fc.pre(uscc[place] !== uscc[place + 1])
        const swapped = `${uscc[place + 1]}${uscc[place]}`
        expect(parseUscc(uscc.slice(0, place) + swapped + uscc.slice(place + 2)).ok).toBe(false)
      }),
    )
  })
})

describe('usccCheckCharacter', () => {
  test.each(['', '1210000040000062', '12100000400000624D', '1210000040000062I', '１2100000400000624'])(
    'faults on %j',
    (text) => {
      expect(() => usccCheckCharacter(text)).toThrow(Fault)
    },
  )
})

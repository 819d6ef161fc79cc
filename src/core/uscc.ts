import { codeText } from './codeText.ts'
import { Fault } from './fault.ts'
import type { ProblemOf } from './problem.ts'
import { fail, ok, type Result } from './result.ts'

/** GB 32100-2015: without I, O, S, V and Z, which are read as 1, 0, 5, U and 2. A character's value is its place. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** 1 registering authority, 1 kind of unit, 6 digits of its region, 9 of the unit, 1 check character. */
const shape = /^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/

/**
 * The check character of a unified social credit code by GB 32100-2015: MOD 31 with the weights 3^i.
 * Anything but 17 characters of the standard's alphabet is a Fault.
 */
export const usccCheckCharacter = (first17: string): string => {
  const values = Array.from(first17, (character) => alphabet.indexOf(character))
  if (values.length !== 17 || values.includes(-1)) throw new Fault('alert', 'not 17 characters of a USCC')
  const sum = values.reduce((sum, value, index) => sum + value * (3 ** index % 31), 0)
  return alphabet.charAt((31 - (sum % 31)) % 31)
}

/** A unified social credit code (统一社会信用代码): 18 characters by GB 32100-2015. */
export const parseUscc = (text: string): Result<string, ProblemOf<'required' | 'uscc'>> => {
  const uscc = codeText(text)
  if (uscc === '') return fail({ kind: 'required' })
  return shape.test(uscc) && usccCheckCharacter(uscc.slice(0, 17)) === uscc[17]
    ? ok(uscc)
    : fail({ kind: 'uscc' })
}

import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/mobile'

import { cleanText } from './cleanText.ts'
import { halfWidth } from './codeText.ts'
import { maskMiddle } from './mask.ts'
import type { ProblemOf } from './problem.ts'
import { fail, ok, type Result } from './result.ts'

const isMainland = (number: PhoneNumber): boolean => number.countryCallingCode === '86'

/**
 * A mobile number as E.164 (ITU-T). Without a leading + or 00 it is one of mainland China, with 86 before it or not;
 * numbers of other countries begin with + or 00. The library's mobile metadata knows mobile numbers only, so landlines
 * are refused (in North America the two share their ranges, and pass).
 */
export const parseMobile = (text: string): Result<string, ProblemOf<'required' | 'mobile'>> => {
  const typed = cleanText(halfWidth(text))
  if (typed === '') return fail({ kind: 'required' })
  // The library does not take a + inside brackets, `(+86) 138 0013 8000`.
  const digits = typed.replace(/[\s().\p{Pd}]/gu, '')
  const number = parsePhoneNumberFromString(digits, { defaultCountry: 'CN', extract: false })
  // An extension cannot receive an SMS: whoever typed one meant a switchboard.
  if (number === undefined || !number.isValid() || number.ext !== undefined) return fail({ kind: 'mobile' })
  return ok(number.number)
}

/** For print and chat: `138 0013 8000`, other countries with their code, `+44 7400 123456`. */
export const formatMobile = (e164: string): string => {
  const number = parsePhoneNumberFromString(e164)
  if (number === undefined) return e164
  return isMainland(number) ? number.formatNational() : number.formatInternational()
}

/** `138****8000`; of other countries the code and at most the last four digits, `+44 *******456`. */
export const maskMobile = (e164: string): string => {
  const number = parsePhoneNumberFromString(e164)
  if (number === undefined) return maskMiddle(e164, 1, 2)
  const digits = number.nationalNumber
  if (isMainland(number)) return maskMiddle(digits, 3, 4)
  return `+${number.countryCallingCode} ${maskMiddle(digits, 0, Math.min(4, Math.floor(digits.length / 3)))}`
}

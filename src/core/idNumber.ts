import { codeText, lengthOf } from './codeText.ts'
import { maskMiddle } from './mask.ts'
import type { ProblemOf } from './problem.ts'
import { fail, ok, type Result } from './result.ts'
import { shanghaiDate } from './shanghaiTime.ts'

/**
 * The provinces of GB/T 2260 with the codes of residence permits: 81 and 82 for Hong Kong and Macao, 83 for Taiwan
 * (71 in the standard itself). County codes change every year and old ones stay on cards for life, so they do not
 * decide.
 */
const provinces: ReadonlySet<string> = new Set(
  (
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 ' +
    '50 51 52 53 54 61 62 63 64 65 71 81 82 83'
  ).split(' '),
)

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const checkCharacters = '10X98765432'

/** The check character of ISO 7064 MOD 11-2 over the first 17 digits. */
const checkCharacter = (idNumber: string): string | undefined =>
  checkCharacters[weights.reduce((sum, weight, index) => sum + weight * Number(idNumber[index]), 0) % 11]

/** `20260229` is none: the calendar would read it as 1 March. */
const isDate = (digits: string): boolean => {
  const moment = new Date(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().slice(0, 10).replaceAll('-', '') === digits
}

const isBirthDate = (digits: string, today: Date): boolean =>
  isDate(digits) && digits >= '19000101' && digits <= shanghaiDate(today).replaceAll('-', '')

/**
 * A resident identity card's number by GB 11643-1999: 18 characters, with a known province, a birth date that has
 * been (`today` is a moment; its Shanghai date counts) and the MOD 11-2 check character. Numbers of 15 digits ended
 * with the first generation of cards in 2013. A foreigner's permanent residence card (9…) is no resident card.
 */
export const parseIdNumber = (
  text: string,
  today: Date,
): Result<
  string,
  ProblemOf<'required' | 'idNumberLength' | 'idNumberRegion' | 'idNumberBirthDate' | 'idNumberCheck'>
> => {
  const idNumber = codeText(text)
  if (idNumber === '') return fail({ kind: 'required' })
  const length = lengthOf(idNumber)
  if (length !== 18) return fail({ kind: 'idNumberLength', length })
  if (!provinces.has(idNumber.slice(0, 2))) return fail({ kind: 'idNumberRegion' })
  if (!isBirthDate(idNumber.slice(6, 14), today)) return fail({ kind: 'idNumberBirthDate' })
  if (checkCharacter(idNumber) !== idNumber[17]) return fail({ kind: 'idNumberCheck' })
  return ok(idNumber)
}

/**
 * An identity card's or a passport's number with its ends only: `110*************0X` keeps what its holder
 * recognises, neither birth date nor sequence; a passport's shorter number keeps one character at each end.
 */
export const maskIdNumber = (idNumber: string): string =>
  idNumber.length === 18 ? maskMiddle(idNumber, 3, 2) : maskMiddle(idNumber, 1, 1)

/** Passes every check, yet nobody's: born in 1900, with the sequence number 000 that is not given out. */
export const exampleIdNumber = '110101190001010006'

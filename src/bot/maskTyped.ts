import { codeText } from '../core/codeText.ts'
import { parseFormNumber } from '../core/formNumber.ts'
import { maskIdNumber } from '../core/idNumber.ts'

/** The first and last character of something typed, whatever it is. */
export const maskExceptEnds = (text: string): string => {
  const characters = Array.from(text.trim())
  if (characters.length <= 2) return '*'.repeat(characters.length)
  return `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`
}

/** Stars for all but the last four digits, in whatever grouping they were typed. */
export const maskDigits = (text: string): string => text.replace(/\p{Nd}(?=(?:\P{Nd}*\p{Nd}){4})/gu, '*')

/**
 * A text that holds fifteen digits or more is taken for an identity number, right or nearly right, of this generation
 * of cards or the last; a form number, which has more, is none.
 */
export const holdsIdNumber = (text: string): boolean =>
  /(?:\d[^\da-z]*){15}/iu.test(text.normalize('NFKC')) && !parseFormNumber(text).ok

/** A text that holds an identity number, as a transcript may show it. */
export const maskHeldNumber = (text: string): string => {
  const code = codeText(text)
  return /^\d{17}[\dX]$/.test(code)
    ? maskIdNumber(code)
    : text.normalize('NFKC').replace(/\d(?=(?:\D*\d){2})/g, '*')
}

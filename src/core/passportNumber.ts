import { codeText } from './codeText.ts'
import type { ProblemOf } from './problem.ts'
import { fail, ok, type Result } from './result.ts'

/**
 * A passport's document number by ICAO Doc 9303-4: at most nine characters of A–Z and 0–9. The standard sets no
 * minimum; here five characters with a digit among them, so that a word or half a number is taken for the slip it is.
 */
export const parsePassportNumber = (
  text: string,
): Result<string, ProblemOf<'required' | 'passportNumber'>> => {
  const passportNumber = codeText(text)
  if (passportNumber === '') return fail({ kind: 'required' })
  return /^(?=.*[0-9])[0-9A-Z]{5,9}$/.test(passportNumber)
    ? ok(passportNumber)
    : fail({ kind: 'passportNumber' })
}

/** In the shape of a Chinese passport's, and plainly made up. */
export const examplePassportNumber = 'E12345678'

import { cleanText } from './cleanText.ts'
import { halfWidth } from './codeText.ts'
import type { ProblemOf } from './problem.ts'
import { fail, ok, type Result } from './result.ts'

const main = String.raw`(?<main>\+?\(?\d(?:[ ().\p{Pd}]*\d)*)`
const extension = String.raw`(?: *(?:转分机|分机|转|轉|extension|ext\.?|x|#) *:? *(?<extension>\d{1,6}))?`
const shape = new RegExp(`^${main}${extension}$`, 'iu')

/**
 * An office telephone for people to dial, so it is only made readable: `010-62789999`, `010-62789999 转 8016`,
 * `+86-10-62789999-8016`. Three digits (an internal line) to fifteen (E.164), and up to six of an extension after 转,
 * ext, x or #; after a dash they count as part of the number, which may then have twenty-one.
 */
export const parseOfficePhone = (text: string): Result<string, ProblemOf<'required' | 'officePhone'>> => {
  const typed = cleanText(halfWidth(text))
  if (typed === '') return fail({ kind: 'required' })
  const { main, extension } = shape.exec(typed)?.groups ?? {}
  if (main === undefined) return fail({ kind: 'officePhone' })
  const number = main.replace(/\D+/g, '-').replace(/^-/, main.startsWith('+') ? '+' : '')
  const digits = number.replace(/\D/g, '').length
  const most = extension === undefined && number.includes('-') ? 21 : 15
  if (digits < 3 || digits > most) return fail({ kind: 'officePhone' })
  return ok(extension === undefined ? number : `${number} 转 ${extension}`)
}

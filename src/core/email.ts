import { cleanText } from './cleanText.ts'
import { halfWidth, lengthOf } from './codeText.ts'
import type { ProblemOf } from './problem.ts'
import { fail, ok, type Result } from './result.ts'

const maxLength = 254
const maxLocalLength = 64

/** RFC 5321 Dot-string. Quoted local parts exist on paper only, and gateways refuse them. */
const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/

/** An LDH label of RFC 5321, at most 63 octets. */
const asciiLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** A label in its own script (RFC 5890 U-label). Twenty characters, as CNNIC allows, fit 63 octets once encoded. */
const unicodeLabel = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,18}[\p{L}\p{M}\p{N}])?$/u

const isDomain = (domain: string): boolean => {
  const labels = domain.split('.')
  const wellFormed = labels.every((label) => asciiLabel.test(label) || unicodeLabel.test(label))
  // An all-numeric last label is an IP address, which no mailbox here has.
  return wellFormed && labels.length >= 2 && !/^\d+$/.test(labels.at(-1) ?? '')
}

/**
 * An e-mail address, the usable part of RFC 5321: an ASCII dot-string of at most 64 characters, @, a domain of two
 * labels or more in any script; 254 characters in all. Full-width ＠ and ． and the full stop 。 of Chinese input
 * methods count as what was meant. The domain is in lower case afterwards; the local part stays, since only its host
 * knows whether case matters.
 */
export const parseEmail = (text: string): Result<string, ProblemOf<'required' | 'tooLong' | 'email'>> => {
  const typed = cleanText(halfWidth(text)).replace(/[。｡]/g, '.')
  if (typed === '') return fail({ kind: 'required' })
  const at = typed.lastIndexOf('@')
  const local = typed.slice(0, Math.max(at, 0))
  const domain = typed
    .slice(at + 1)
    .toLowerCase()
    .normalize('NFC')
  const email = `${local}@${domain}`
  if (lengthOf(email) > maxLength) return fail({ kind: 'tooLong', max: maxLength })
  return local.length <= maxLocalLength && localPart.test(local) && isDomain(domain)
    ? ok(email)
    : fail({ kind: 'email' })
}

/** `z***@example.com`, with three stars whatever the length. */
export const maskEmail = (email: string): string => {
  const at = email.lastIndexOf('@')
  return at < 1 ? '***' : `${email[0]}***${email.slice(at)}`
}

import type { ApplicationValues } from './application.ts'
import { maskIdNumber } from './idNumber.ts'
import { maskMiddle } from './mask.ts'
import { maskMobile } from './mobile.ts'

/** What stays masked at the desk until whoever holds the application asks to see it (R20). */
export const sensitiveFields = ['idNumber', 'mobile', 'email'] as const
export type SensitiveField = (typeof sensitiveFields)[number]

/** The first character before the at sign, and the domain. */
export const maskEmail = (email: string): string => {
  const at = email.lastIndexOf('@')
  return at < 0 ? maskMiddle(email, 1, 0) : maskMiddle(email.slice(0, at), 1, 0) + email.slice(at)
}

/** The first character of a name: enough to tell two people of one application apart. */
const maskName = (name: string): string => {
  const [first = '', ...others] = Array.from(name)
  return first + '*'.repeat(others.length)
}

/** For who holds no application: everything that tells of a person masked, and what was typed freely left out (R20). */
export const maskForRecord = (given: ApplicationValues): ApplicationValues => {
  const { reasonText: _, ...values } = given
  return {
    ...maskValues(values),
    applicantName: maskName(values.applicantName),
    ...(values.accountName !== undefined && { accountName: maskName(values.accountName) }),
    ...(values.accountHolderName !== undefined && { accountHolderName: maskName(values.accountHolderName) }),
    ...(values.officePhone !== undefined && { officePhone: maskMiddle(values.officePhone, 0, 2) }),
  }
}

export const maskValues = (values: ApplicationValues): ApplicationValues => ({
  ...values,
  idNumber: maskIdNumber(values.idNumber),
  mobile: maskMobile(values.mobile),
  email: maskEmail(values.email),
})

import { Fault } from '../../core/fault.ts'
import { describeError } from '../log.ts'

/** What `sealpass doctor` looks at, in the order it tells of. */
export const checks = [
  'configuration',
  'secrets',
  'database',
  'migrations',
  'key',
  'objects',
  'fonts',
  'cards',
  'clock',
  'calendar',
  'telegram',
  'webhook',
  'address',
  'sms',
  'directory',
  'jobs',
  'outbox',
  'promises',
] as const
export type Check = (typeof checks)[number]

/** One answer: a sentence for operators without secrets and personal data, and what to do about it. */
export interface Finding {
  readonly check: Check
  readonly verdict: 'ok' | 'warning' | 'fault'
  readonly says: string
  /** Absent where there is nothing to do, or where the sentence has said it. */
  readonly remedy?: string
}

export const fine = (check: Check, says: string): Finding => ({ check, verdict: 'ok', says })

export const warning = (check: Check, says: string, remedy?: string): Finding => ({
  check,
  verdict: 'warning',
  says,
  ...(remedy !== undefined && { remedy }),
})

export const fault = (check: Check, says: string, remedy?: string): Finding => ({
  check,
  verdict: 'fault',
  says,
  ...(remedy !== undefined && { remedy }),
})

/** A check that could not be made because of another's fault is no good news, and no second fault either. */
export const unseen = (check: Check, because: string): Finding =>
  warning(check, `Not looked at: ${because}.`, 'Mend that first, and ask again.')

/** What a Fault says names what to mend; of any other error the text may quote what it was given. */
export const faultOf = (check: Check, error: unknown): Finding => {
  if (error instanceof Fault) return fault(check, error.message)
  const { name, code } = describeError(error)
  return fault(check, `The check met an error that it does not know (${code ?? name}).`)
}

/** Runs a check; what it throws is its finding. */
export const attempt = async (
  check: Check,
  look: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> => {
  try {
    return [await look()].flat()
  } catch (error) {
    return [faultOf(check, error)]
  }
}

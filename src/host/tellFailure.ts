import { Fault } from '../core/fault.ts'
import type { Log } from '../core/ports.ts'

/**
 * What a process says when it gives up: the sentence of a Fault, which names what to mend, with the system's code
 * where there is one; for anything else, which nobody foresaw, an entry in the log.
 */
export const tellFailure = (
  error: unknown,
  { say, log }: { readonly say: (line: string) => void; readonly log: Pick<Log, 'error'> },
): void => {
  if (!(error instanceof Fault)) {
    log.error({ err: error }, 'Sealpass met an error that it does not know')
    return
  }
  const code = codeOf(error.cause)
  say(code === undefined || error.message.includes(code) ? error.message : `${error.message} (${code})`)
}

/** The first code on the way down to what began it. */
const codeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause)
}

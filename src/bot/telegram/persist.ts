import { Fault } from '../../core/fault.ts'
import { wait } from './wait.ts'

/**
 * Attempts something until it is done or the signal comes, with growing waits between, in milliseconds. Only a Fault
 * 'retry' is a reason to attempt it again; it is given to `report`.
 */
export const persist = async (
  attempt: () => Promise<void>,
  options: {
    readonly signal: AbortSignal
    readonly waits: { readonly first: number; readonly longest: number }
    readonly report: (fault: Fault) => void
  },
): Promise<void> => {
  const { signal, waits, report } = options
  for (let failures = 0; !signal.aborted; failures++)
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'retry') throw error
      report(error)
      await wait(Math.min(waits.first * 2 ** failures, waits.longest), signal)
    }
}

import { secondsUntilDue } from '../../adapters/postgres/secondsUntilDue.ts'
import type { Bindings } from './bindings.ts'
import type { OpenService } from './openService.ts'

/** What is due later than the next run of the cron is left to it. */
const cronSeconds = 60

/**
 * Has a consumer woken for the first job or message that is due before the cron looks by itself. Never rejects: a
 * wake-up that was not sent, or is lost, only means that the cron finds the work. `notBefore` in seconds from now.
 */
export const wakeUp = async (
  { JOBS }: Bindings,
  { db, parts: { host, log } }: Pick<OpenService, 'db' | 'parts'>,
  { notBefore = 0 }: { readonly notBefore?: number } = {},
): Promise<void> => {
  try {
    const seconds = await secondsUntilDue(db, host.now())
    if (seconds === undefined || seconds >= cronSeconds || seconds < notBefore) return
    await JOBS.send({}, { delaySeconds: Math.ceil(seconds) })
  } catch (err) {
    log.warn({ err }, 'no consumer was woken: the cron finds what is due')
  }
}

import { secondsUntilDue } from '../../adapters/postgres/secondsUntilDue.ts'
import type { Bindings } from './bindings.ts'
import type { OpenService } from './openService.ts'

/** What is due later than the next run of the cron is left to it. */
const cronSeconds = 60

/**
 * The seconds, since 1970, in which a wake-up of this isolate comes: one in a second is enough, since a consumer works
 * off whatever it finds due, and many isolates at work would send one for each other's work with each request.
 */
const planned = new Set<number>()

/**
 * Has a consumer woken for the first job or message that is due before the cron looks by itself, unless that is sooner
 * than in `notBefore` seconds. Never rejects: a wake-up that is not sent, or lost, only leaves the work to the cron.
 */
export const wakeUp = async (
  { JOBS }: Bindings,
  { db, parts: { host, log } }: Pick<OpenService, 'db' | 'parts'>,
  { notBefore = 0 }: { readonly notBefore?: number } = {},
): Promise<void> => {
  try {
    const seconds = await secondsUntilDue(db, host.now())
    if (seconds === undefined || seconds >= cronSeconds || seconds < notBefore) return
    const delaySeconds = plan(Math.floor(host.now().getTime() / 1000), Math.ceil(seconds))
    if (delaySeconds !== undefined) await JOBS.send({}, { delaySeconds })
  } catch (err) {
    log.warn({ err }, 'no consumer was woken: the cron finds what is due')
  }
}

/** In how many whole seconds to wake; undefined when a wake-up on its way comes late enough, and soon enough. */
const plan = (now: number, wanted: number): number | undefined => {
  for (const second of planned) if (second < now) planned.delete(second)
  // One of this very second may have been worked off already.
  const delay = wanted === 0 && planned.has(now) ? 1 : wanted
  if (planned.has(now + delay)) return undefined
  planned.add(now + delay)
  return delay
}

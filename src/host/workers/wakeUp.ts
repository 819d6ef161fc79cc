import { secondsUntilDue } from '../../adapters/postgres/secondsUntilDue.ts'
import type { Bindings } from './bindings.ts'
import type { OpenService } from './openService.ts'
import { wakeUpPlan } from './wakeUpPlan.ts'

/** What is due later than the next run of the cron is left to it. */
const cronSeconds = 60

/** This isolate's. */
const plan = wakeUpPlan()

/**
 * Has a consumer woken for the first job or message that is due before the cron looks by itself; not, when `unlessDue`,
 * for one that is due by now. Never rejects: a wake-up that is not sent, or lost, only leaves the work to the cron.
 */
export const wakeUp = async (
  { JOBS }: Pick<Bindings, 'JOBS'>,
  { db, parts: { host, log } }: WakeUpParts,
  { unlessDue = false }: { readonly unlessDue?: boolean } = {},
): Promise<void> => {
  try {
    const now = host.now()
    const seconds = await secondsUntilDue(db, now)
    if (seconds === undefined || seconds >= cronSeconds || (unlessDue && seconds === 0)) return
    const since1970 = now.getTime() / 1000
    const next = plan.add(since1970, since1970 + seconds)
    if (next) await send(JOBS, next)
  } catch (err) {
    log.warn({ err }, 'no consumer was woken: the cron finds what is due')
  }
}

interface WakeUpParts {
  readonly db: OpenService['db']
  readonly parts: Pick<OpenService['parts'], 'host' | 'log'>
}

const send = async (
  queue: Bindings['JOBS'],
  { delaySeconds, at }: NonNullable<ReturnType<typeof plan.add>>,
): Promise<void> => {
  try {
    await queue.send({}, { delaySeconds })
  } catch (error) {
    plan.remove(at)
    throw error
  }
}

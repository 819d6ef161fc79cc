import { DatabaseFault } from './adapters/postgres/database.ts'
import type { Host } from './core/ports.ts'
import { expire, watchAudit, watchPromises } from './host/housekeeping.ts'
import { jsonLog } from './host/log.ts'
import type { Bindings } from './host/workers/bindings.ts'
import type { World } from './host/workers/lasting.ts'
import { openService, type OpenService } from './host/workers/openService.ts'
import { wakeUp } from './host/workers/wakeUp.ts'
import { healthRoutes } from './http/health.ts'
import { objectDoor, objectsPath } from './http/objectDoor.ts'

interface Context {
  readonly waitUntil: (work: Promise<unknown>) => void
}

const host: Host = {
  now: () => new Date(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  uuid: () => crypto.randomUUID(),
}
const log = jsonLog((line) => console.log(line), host.now)
const world: World = { host, log }

const health = healthRoutes({ ready: async () => [] })

/** Requests that change nothing leave no work behind. */
const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The crons of wrangler.toml: what is due each minute, what has expired less often. */
const expiryCron = '*/10 * * * *'

const isForDoor = (request: Request): boolean => new URL(request.url).pathname.startsWith(`${objectsPath}/`)

const answer = async (request: Request, { door, service }: OpenService): Promise<Response> =>
  isForDoor(request) ? objectDoor(door).fetch(request) : service.app.fetch(request)

/** As readiness, where that is asked for: without the service there is nobody else to tell it. */
const refusal = async (request: Request, err: unknown): Promise<Response> => {
  if (new URL(request.url).pathname !== '/readyz')
    return new Response('Sealpass does not start; the log says why.', { status: 503 })
  const name = err instanceof DatabaseFault ? 'database' : 'configuration'
  return healthRoutes({ ready: async () => [{ name, ok: false }] }).fetch(request)
}

/** What is left when the answer is out: the turn's messages first, then the wake-up for what it enqueued. */
const afterwards = async (request: Request, bindings: Bindings, open: OpenService): Promise<void> => {
  await open.finished()
  if (!readingMethods.has(request.method) && !isForDoor(request)) await wakeUp(bindings, open)
  await open.close()
}

/** Never rejects: a log that cannot be verified keeps no work waiting. */
const noteAudit = async ({ parts, db }: OpenService): Promise<void> => {
  try {
    await watchAudit({ ...parts, db })
  } catch (err) {
    log.error({ err }, 'the audit log could not be verified')
  }
}

/** On a service of its own; what is due soon after is not left to the cron. */
const work = async (bindings: Bindings, { supervise }: { readonly supervise: boolean }): Promise<number> => {
  const open = await openService(bindings, world)
  const noted = supervise ? noteAudit(open) : undefined
  try {
    // Loaded when asked for: the queues' library is among the largest.
    const { workDue } = await import('./host/workers/workDue.ts')
    const done = await workDue(open, { supervise })
    await open.finished()
    // What was due and could not be taken is another's, or waits for the cron: woken for at once, it would spin.
    await wakeUp(bindings, open, { unlessDue: done === 0 })
    return done
  } finally {
    await noted
    await open.close()
  }
}

const lookAfter = async (bindings: Bindings): Promise<number> => {
  const { parts, db, close } = await openService(bindings, world)
  try {
    // Neither waits for the other to succeed.
    const [erased, watched] = await Promise.allSettled([
      expire({ ...parts, db }),
      watchPromises({ ...parts, db }),
    ])
    if (watched.status === 'rejected')
      log.error({ err: watched.reason }, 'reminders and promises could not be looked after')
    if (erased.status === 'rejected') throw erased.reason
    return erased.value
  } finally {
    await close()
  }
}

/** The service on Cloudflare Workers: one database handle a request, closed when all its work is done. */
export default {
  async fetch(request: Request, bindings: Bindings, context: Context): Promise<Response> {
    if (new URL(request.url).pathname === '/healthz') return health.fetch(request)
    let open: OpenService
    try {
      open = await openService(bindings, world)
    } catch (err) {
      log.error({ err }, 'Sealpass does not start')
      return refusal(request, err)
    }
    const answered = answer(request, open)
    const after = async (): Promise<void> => afterwards(request, bindings, open)
    // Told before the answer is there: a client who leaves must neither cut the turn off nor keep its connections.
    context.waitUntil(answered.then(after, after))
    return answered
  },

  /** Woken by the queue. A message that this throws over comes again, and at last to the dead letters. */
  async queue(_batch: unknown, bindings: Bindings): Promise<void> {
    try {
      await work(bindings, { supervise: false })
    } catch (err) {
      log.error({ err }, 'what is due could not be worked off')
      throw err
    }
  },

  /** What has to happen without anybody asking, and whatever a lost wake-up left. The platform counts what this throws. */
  async scheduled({ cron }: { readonly cron: string }, bindings: Bindings): Promise<void> {
    try {
      if (cron === expiryCron) log.info({ removed: await lookAfter(bindings) }, 'what has expired was erased')
      else log.info({ done: await work(bindings, { supervise: true }) }, 'what was due was worked off')
    } catch (err) {
      log.error({ err, cron }, 'the cron could not do its work')
      throw err
    }
  },
}

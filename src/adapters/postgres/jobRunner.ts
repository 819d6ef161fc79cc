import { type Job, PgBoss, type Queue, type WorkOptions } from 'pg-boss'
import { Fault } from '../../core/fault.ts'
import type { JobHandlers, JobName, JobRunner, Jobs } from '../../core/ports.ts'
import { failedQueue, jobNames } from './jobs.ts'

const queues = {
  // Tried for about four minutes, while the applicant waits; then the chat is told.
  inspect: { retryLimit: 8, retryDelay: 1, retryDelayMax: 300, deadLetter: 'inspectFailed' },
  readCard: { retryLimit: 8, retryDelay: 5, retryDelayMax: 300, deadLetter: failedQueue },
  inspectFailed: { retryLimit: 20, retryDelay: 1, retryDelayMax: 300, deadLetter: failedQueue },
  // A decision waits for nobody to try it again.
  applyDecision: { retryLimit: 40, retryDelay: 1, retryDelayMax: 600, deadLetter: failedQueue },
  // The use case decides itself when to stop trying; the queue only has to outlast it.
  deliverCredential: { retryLimit: 40, retryDelay: 2, retryDelayMax: 600, deadLetter: failedQueue },
  tellChat: { retryLimit: 20, retryDelay: 1, retryDelayMax: 300, deadLetter: failedQueue },
  remindChat: { retryLimit: 20, retryDelay: 1, retryDelayMax: 300, deadLetter: failedQueue },
} as const satisfies Record<JobName, Omit<Queue, 'name'>>

/** How many jobs of one kind a process runs at a time. */
const concurrency = 4

/** How long what was put off may wait to be found, where a person waits for it: nobody is notified of it. */
const awaited = { notifyPollingIntervalSeconds: 5 } as const

const workOptions: Readonly<Partial<Record<JobName, WorkOptions>>> = {
  // Of one chat's pictures a process inspects one at a time, and never on all of its workers while others wait. It
  // counts them itself: counted in the database, those of a process that died would hold up their chat. Workers that
  // look at the same moment may begin with a later one; which is the choice is decided by when they came, where it is
  // stored.
  inspect: { ...awaited, localGroupConcurrency: 1 },
  applyDecision: awaited,
}

/** A job whose process died is noticed after about twice this. */
const heartbeatSeconds = 10

const bossOptions = (url: string) => ({
  connectionString: url,
  max: 5,
  schedule: false,
  registerInstance: false,
  monitorIntervalSeconds: heartbeatSeconds,
  superviseIntervalSeconds: heartbeatSeconds,
})

/** Creates or updates pg-boss' schema and our queues. Any number of processes may do it at once. */
export const prepareJobs = async (url: string): Promise<void> => {
  const boss = new PgBoss({ ...bossOptions(url), supervise: false })
  const background: unknown[] = []
  boss.on('error', (error) => background.push(error))
  try {
    await boss.start()
    await boss.createQueue(failedQueue, { retentionSeconds: 90 * 86_400 })
    for (const name of jobNames) {
      const options = {
        ...queues[name],
        retryBackoff: true,
        heartbeatSeconds,
        deleteAfterSeconds: 86_400,
        notify: true,
      }
      await boss.createQueue(name, options)
      await boss.updateQueue(name, options)
    }
  } catch (cause) {
    throw new Fault('alert', `The job queues could not be prepared: ${String(cause)}`, {
      cause: background[0] ?? cause,
    })
  } finally {
    await boss.stop({ graceful: false })
  }
}

/**
 * Runs jobs by pg-boss, woken by NOTIFY and else by polling. `report` hears of every failure of a handler, of which
 * pg-boss stores only what a Fault says, and of pg-boss' own troubles (without a job).
 */
export const jobRunner = (
  url: string,
  report: (error: unknown, job?: { readonly name: JobName; readonly id: string }) => void,
): JobRunner => {
  let running: PgBoss | undefined
  const onError = (error: unknown): void => report(error)
  /** While ending, workerd takes it for a failure that the server closed its side of a connection first. */
  const close = async (boss: PgBoss): Promise<void> => {
    boss.off('error', onError).on('error', () => undefined)
    await boss.stop({ graceful: false })
  }

  const open = async (options: {
    readonly supervise: boolean
    readonly useListenNotify: boolean
    readonly max?: number
  }): Promise<PgBoss> => {
    const boss = new PgBoss({ ...bossOptions(url), migrate: false, ...options })
    boss.on('error', onError)
    try {
      return await boss.start()
    } catch (cause) {
      await close(boss)
      throw new Fault('alert', `The job queues could not be opened: ${String(cause)}`, { cause })
    }
  }

  /** Gives what may be stored beside the job when it failed; another error's text may hold anything. */
  const run = async <Name extends JobName>(
    handle: JobHandlers[Name],
    name: Name,
    job: Pick<Job<Jobs[Name]>, 'id' | 'data'>,
  ): Promise<string | undefined> => {
    try {
      await handle(job.data)
      return undefined
    } catch (error) {
      report(error, { name, id: job.id })
      return error instanceof Fault ? error.message : 'see the log'
    }
  }

  /** A worker that has done a job looks for the next one: nobody is notified again of what came meanwhile. */
  const work = async <Name extends JobName>(
    boss: PgBoss,
    handle: JobHandlers[Name],
    name: Name,
  ): Promise<void> => {
    for (let count = 0; count < concurrency; count += 1) {
      const worker = await boss.work<Jobs[Name]>(name, { ...workOptions[name] }, async ([job]) => {
        boss.notifyWorker(worker)
        const failure = job && (await run(handle, name, job))
        if (failure !== undefined) throw new Error(failure)
      })
    }
  }

  /** Each settled by the attempt that was taken: one lost meanwhile is another runner's. */
  const drain = async <Name extends JobName>(
    boss: PgBoss,
    handle: JobHandlers[Name],
    name: Name,
    atOnce: number,
  ): Promise<number> => {
    const jobs = await boss.fetch<Jobs[Name]>(name, { batchSize: atOnce, includeMetadata: true })
    if (jobs.length === 0) return 0
    const held = new Set(jobs)
    // Unlike a worker of pg-boss, a fetched job keeps no pulse by itself.
    const pulse = setInterval(() => {
      if (held.size > 0) boss.touch(name, [...held]).catch(report)
    }, heartbeatSeconds * 500)
    try {
      await Promise.all(
        jobs.map(async (job) => {
          const failure = await run(handle, name, job)
          held.delete(job)
          if (failure === undefined) await boss.complete(name, job)
          else await boss.fail(name, job, { message: failure })
        }),
      )
    } finally {
      clearInterval(pulse)
    }
    return jobs.length
  }

  return {
    async start(handlers) {
      if (running) throw new Fault('alert', 'The job runner was started twice.')
      running = await open({ supervise: true, useListenNotify: true })
      for (const name of jobNames) await work(running, handlers[name], name)
    },

    /** On two connections, for its host may have few. */
    async runDue(handlers, { atOnce = concurrency, limit = 100, supervise = true } = {}) {
      const boss = await open({ supervise: false, useListenNotify: false, max: 2 })
      try {
        if (supervise) await boss.supervise()
        let ran = 0
        for (let last = -1; ran > last && ran < limit;) {
          last = ran
          for (const name of jobNames) {
            const handle = handlers[name]
            if (handle) ran += await drain(boss, handle, name, atOnce)
          }
        }
        return ran
      } finally {
        await close(boss)
      }
    },

    async stop() {
      const boss = running
      running = undefined
      await boss?.stop({ graceful: true, timeout: 10_000 })
    },
  }
}

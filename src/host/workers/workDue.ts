import { jobRunner } from '../../adapters/postgres/jobRunner.ts'
import { localGateway } from '../../adapters/postgres/localGateway.ts'
import { sendAll } from '../housekeeping.ts'
import { jobHandlers } from '../jobHandlers.ts'
import { openInspector } from './openInspector.ts'
import type { OpenService } from './openService.ts'

/** Jobs of one run: enough that runs are few, few enough that scans among them stay within an invocation's CPU time. */
const mostJobs = 10

/**
 * Runs the jobs and sends the messages that are due; returns how many. Any number of isolates may do it at once, since
 * each job and each message is claimed in the database. One job of a kind at a time, for a scan takes tens of megabytes.
 */
export const workDue = async (
  { parts, service, db, databaseUrl }: OpenService,
  { supervise }: { readonly supervise: boolean },
): Promise<number> => {
  const { vault, objects, host, log } = parts
  const jobs = jobRunner(databaseUrl, (err, job) =>
    log.error({ err, ...job }, job ? 'a job failed' : 'the job queues met a fault'),
  )
  const gateway = localGateway(db, vault, host)
  const inspector = openInspector(host)
  // Cards are read by the jobs of a Node process.
  const { readCard: _, ...handlers } = jobHandlers({ db, vault, objects, host, inspector, gateway, service })
  const sent = await sendAll(service)
  const ran = await jobs.runDue(handlers, {
    atOnce: 1,
    limit: mostJobs,
    supervise,
  })
  return sent + ran
}

import { webhookDeliveries } from '../../adapters/postgres/webhookDelivery.ts'
import { sendByFetch } from '../../adapters/webhooks/sendByFetch.ts'
import { deliverAll, sendAll } from '../housekeeping.ts'
import { openJobs } from '../openJobs.ts'
import { webhookReach } from '../webhookReach.ts'
import type { OpenService } from './openService.ts'

/** Jobs of one run: enough that runs are few, few enough that scans among them stay within an invocation's CPU time. */
const mostJobs = 10

/** Messages sent at once: each may carry a scan, and all of them are in the isolate's memory together. */
const messagesAtOnce = 5

/**
 * Sends the messages, runs the jobs and sends the webhooks that are due; returns how many. Any number of isolates may do
 * it at once, since each of them is claimed in the database. One job of a kind at a time, for a scan takes tens of
 * megabytes. Webhooks come last, for a receiver that does not answer takes its time.
 */
export const workDue = async (
  { parts, service, db, databaseUrl }: OpenService,
  { supervise }: { readonly supervise: boolean },
): Promise<number> => {
  const jobs = openJobs({ ...parts, db, databaseUrl, service })
  // Cards are read by the jobs of a Node process.
  const { readCard: _, ...handlers } = jobs.handlers
  try {
    const sent = await sendAll(service, messagesAtOnce)
    const ran = await jobs.runner.runDue(handlers, { atOnce: 1, limit: mostJobs, supervise })
    const { address, config, vault, host } = parts
    const send = sendByFetch(webhookReach(address, config))
    const { deliver } = webhookDeliveries({ db, vault, host, send })
    return sent + ran + (await deliverAll({ deliverWebhooks: deliver, host }))
  } finally {
    await jobs.close()
  }
}

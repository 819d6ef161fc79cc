import { webhookDeliveries } from '../adapters/postgres/webhookDelivery.ts'
import { sendByNode } from '../adapters/webhooks/sendByNode.ts'
import type { FormLayout } from '../core/formShape.ts'
import type { Log } from '../core/ports.ts'
import type { Config } from './config.ts'
import { startHousekeeping } from './housekeeping.ts'
import { nodeHost } from './nodeHost.ts'
import { openJobs } from './openJobs.ts'
import type { Stores } from './openStores.ts'
import type { Parts, Service } from './service.ts'
import { webhookReach } from './webhookReach.ts'

/**
 * What a Node process does without being asked: jobs, the outbox, and what has expired. Any number of processes may do
 * it at once. Returns how to end it, which waits for what is under way; nothing is left running when it throws.
 */
export const startWork = async ({
  config,
  stores: { db, vault, objects, databaseUrl },
  layout,
  sample,
  service,
  log,
}: {
  readonly config: Config
  readonly stores: Stores
  readonly layout: FormLayout
  readonly sample: Parts['sample']
  readonly service: Service
  readonly log: Log
}): Promise<() => Promise<void>> => {
  const practice = await sample({ kind: 'sample', of: 'form' })
  const jobs = openJobs({ db, databaseUrl, vault, objects, host: nodeHost, log, layout, practice, service })
  try {
    await jobs.runner.start(jobs.handlers)
  } catch (error) {
    await jobs.close()
    throw error
  }
  // Beside the start, which does not need it: a picture that comes meanwhile waits for it.
  jobs
    .warm()
    .catch((err: unknown) =>
      log.error({ err }, 'pictures cannot be inspected: each of them will say so again'),
    )
  const { sendOutbox } = service
  const { deliver } = webhookDeliveries({
    db,
    vault,
    host: nodeHost,
    send: sendByNode(webhookReach(service.address, config)),
  })
  const endHousekeeping = startHousekeeping({
    db,
    objects,
    config,
    host: nodeHost,
    log,
    sendOutbox,
    deliverWebhooks: deliver,
  })
  return async () => {
    await endHousekeeping()
    await jobs.close()
  }
}

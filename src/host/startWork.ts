import { createSharpScanInspector } from '../adapters/images/sharpScanInspector.ts'
import { createCardReader } from '../adapters/ocr/createCardReader.ts'
import { jobRunner } from '../adapters/postgres/jobRunner.ts'
import { localGateway } from '../adapters/postgres/localGateway.ts'
import type { FormLayout } from '../core/formLayout.ts'
import type { Log } from '../core/ports.ts'
import type { Config } from './config.ts'
import { startHousekeeping } from './housekeeping.ts'
import { jobHandlers } from './jobHandlers.ts'
import { nodeHost } from './nodeHost.ts'
import type { Stores } from './openStores.ts'
import type { Parts, Service } from './service.ts'

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
  const cardReader = createCardReader()
  const practice = await sample({ kind: 'sample', of: 'form' })
  const inspector = createSharpScanInspector({ layout, cardReader, practice })
  const jobs = jobRunner(databaseUrl, (err, job) =>
    log.error({ err, ...job }, job ? 'a job failed' : 'the job queues met a fault'),
  )
  const closeInspector = async (): Promise<void> => {
    await inspector.close()
    await cardReader.close()
  }
  const gateway = localGateway(db, vault, nodeHost)
  try {
    await jobs.start(jobHandlers({ db, vault, objects, host: nodeHost, inspector, gateway, service }))
  } catch (error) {
    await jobs.stop()
    await closeInspector()
    throw error
  }
  // Beside the start, which does not need it: a picture that comes meanwhile waits for it.
  inspector
    .warm()
    .catch((err: unknown) =>
      log.error({ err }, 'pictures cannot be inspected: each of them will say so again'),
    )
  const { sendOutbox } = service
  const endHousekeeping = startHousekeeping({ db, objects, config, host: nodeHost, log, sendOutbox })
  return async () => {
    await endHousekeeping()
    await jobs.stop()
    await closeInspector()
  }
}

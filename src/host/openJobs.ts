import { openScanInspector } from '#scanInspector'
import type { Kysely } from 'kysely'
import { jobRunner } from '../adapters/postgres/jobRunner.ts'
import { localGateway } from '../adapters/postgres/localGateway.ts'
import type { Database } from '../adapters/postgres/schema.ts'
import type { FormLayout } from '../core/formShape.ts'
import type { Host, JobHandlers, JobRunner, Log, ObjectStore, Vault } from '../core/ports.ts'
import { jobHandlers } from './jobHandlers.ts'
import type { Service } from './service.ts'

export interface OpenJobs {
  /** Runs nothing before it is asked to. */
  readonly runner: JobRunner
  readonly handlers: JobHandlers
  /** Has ready what pictures are looked at with, where that takes a process. A Fault when it does not start. */
  warm(): Promise<void>
  /** Stops the runner and ends what its jobs were done with. */
  close(): Promise<void>
}

/** The jobs as each host runs them, with what that host looks at pictures with. */
export const openJobs = ({
  db,
  databaseUrl,
  vault,
  objects,
  host,
  log,
  layout,
  practice,
  service,
}: {
  readonly db: Kysely<Database>
  readonly databaseUrl: string
  readonly vault: Vault
  readonly objects: ObjectStore
  readonly host: Host
  readonly log: Log
  readonly layout: FormLayout
  readonly practice?: Uint8Array
  readonly service: Service
}): OpenJobs => {
  const inspector = openScanInspector({ layout, host, ...(practice && { practice }) })
  const runner = jobRunner(databaseUrl, (err, job) =>
    log.error({ err, ...job }, job ? 'a job failed' : 'the job queues met a fault'),
  )
  const gateway = localGateway(db, vault, host)
  return {
    runner,
    handlers: jobHandlers({ db, vault, objects, host, inspector, layout, gateway, service }),
    warm: inspector.warm,
    close: async () => {
      await runner.stop()
      await inspector.close()
    },
  }
}

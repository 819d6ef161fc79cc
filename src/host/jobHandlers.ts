import type { Kysely } from 'kysely'
import { credentialStore } from '../adapters/postgres/credentials.ts'
import { applyDecision } from '../adapters/postgres/deskApply.ts'
import { embeddedDirectory } from '../adapters/postgres/directory.ts'
import { scanStore } from '../adapters/postgres/scans.ts'
import type { Database } from '../adapters/postgres/schema.ts'
import { toTellStore } from '../adapters/postgres/toTell.ts'
import { unreadCardStore } from '../adapters/postgres/unreadCards.ts'
import type { FormLayout } from '../core/formShape.ts'
import type { Gateway, Host, JobHandlers, ObjectStore, Vault } from '../core/ports.ts'
import type { ScanInspector } from '../core/scan/inspection.ts'
import { deliverCredential } from '../core/useCases/deliverCredential.ts'
import { giveUpInspecting, inspectPicture } from '../core/useCases/inspectPicture.ts'
import { readCard } from '../core/useCases/readCard.ts'
import { remindChat } from '../core/useCases/remindChat.ts'
import { tellChat } from '../core/useCases/tellChat.ts'
import type { Service } from './service.ts'

/** What runs after a commit, each job with the ports it needs. */
export const jobHandlers = (parts: {
  readonly db: Kysely<Database>
  readonly vault: Vault
  readonly objects: ObjectStore
  readonly host: Host
  readonly inspector: ScanInspector
  readonly layout: FormLayout
  readonly gateway: Gateway
  readonly service: Pick<Service, 'takeTurn' | 'fetchPicture'>
}): JobHandlers => {
  const { db, vault, objects, host, inspector, layout, gateway, service } = parts
  const { takeTurn, fetchPicture } = service
  const store = scanStore(db, vault)
  const apply = applyDecision(db, vault)
  return {
    inspect: inspectPicture({
      store,
      objects,
      inspector,
      layout,
      fetchPicture,
      takeTurn,
      host,
    }),
    readCard: readCard({ store: unreadCardStore(db, vault), objects, inspector }),
    inspectFailed: giveUpInspecting({ store, objects, takeTurn }),
    applyDecision: (job) => apply(job, host.now()),
    deliverCredential: deliverCredential({
      store: credentialStore(db, vault),
      directory: embeddedDirectory(db, host),
      gateway,
      host,
    }),
    tellChat: tellChat({ store: toTellStore(db), takeTurn }),
    remindChat: remindChat({ store: toTellStore(db), takeTurn }),
  }
}

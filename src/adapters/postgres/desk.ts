import type { Kysely } from 'kysely'
import type { Desk } from '../../core/desk.ts'
import type { ObjectStore, Vault } from '../../core/ports.ts'
import { deskDelivery } from './deskDelivery.ts'
import { deskHold } from './deskHold.ts'
import { deskPending } from './deskPending.ts'
import { deskQueue } from './deskQueue.ts'
import { deskRecord } from './deskRecord.ts'
import { deskReview } from './deskReview.ts'
import { deskTake } from './deskTake.ts'
import type { Database } from './schema.ts'

/** The desk on PostgreSQL (R12–R16). */
export const createDesk = (deps: {
  readonly db: Kysely<Database>
  readonly vault: Vault
  readonly objects: ObjectStore
}): Desk => ({
  ...deskQueue(deps.db),
  ...deskTake(deps.db),
  ...deskHold(deps.db),
  ...deskReview(deps.db, deps.vault, deps.objects),
  ...deskRecord(deps.db, deps.vault),
  ...deskPending(deps.db, deps.vault),
  ...deskDelivery(deps.db),
})

import type { Kysely } from 'kysely'
import type { Desk } from '../../core/desk.ts'
import type { ObjectStore, Vault } from '../../core/ports.ts'
import { deskDecision } from './deskDecision.ts'
import { deskHold } from './deskHold.ts'
import { deskQueue } from './deskQueue.ts'
import { deskReview } from './deskReview.ts'
import type { Database } from './schema.ts'

/** The desk on PostgreSQL (R12–R16). */
export const createDesk = (deps: {
  readonly db: Kysely<Database>
  readonly vault: Vault
  readonly objects: ObjectStore
}): Desk => ({
  ...deskQueue(deps.db),
  ...deskHold(deps.db),
  ...deskReview(deps.db, deps.vault, deps.objects),
  ...deskDecision(deps.db, deps.vault),
})

import type { Kysely } from 'kysely'
import { advance } from '../../core/application.ts'
import type { Desk } from '../../core/desk.ts'
import { fail, ok } from '../../core/result.ts'
import { appendAudit } from './audit.ts'
import { lockApplication } from './deskHold.ts'
import { enqueue } from './jobs.ts'
import type { Database } from './schema.ts'

/** What the desk does about a credential that could not be delivered (R15). */
export const deskDelivery = (db: Kysely<Database>): Pick<Desk, 'retryDelivery'> => ({
  retryDelivery: (reviewerId, applicationId, now) =>
    db.transaction().execute(async (trx) => {
      const row = await lockApplication(trx, applicationId)
      if (!row) return fail({ kind: 'notNow' })
      const next = advance(row.state, 'retryDelivery')
      if (!next.ok) return next
      await trx
        .updateTable('application')
        .set({ state: next.value, version: row.version + 1 })
        .where('id', '=', applicationId)
        .execute()
      await enqueue(trx, 'deliverCredential', { applicationId })
      await appendAudit(trx, { at: now, actor: reviewerId, action: 'deliveryRetried', applicationId })
      return ok(undefined)
    }),
})

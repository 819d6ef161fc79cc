import type { Transaction } from 'kysely'
import { clearedScan } from './clearedScans.ts'
import type { Database } from './schema.ts'

/**
 * Erases everything personal of an application; that there was one, for which unit, and how it ended stays. The
 * objects of its scans follow by `removeClearedScans`.
 */
export const eraseApplication = async (trx: Transaction<Database>, applicationId: string): Promise<void> => {
  await trx
    .updateTable('application')
    .set({
      values: null,
      id_number_hash: null,
      mobile_hash: null,
      requested: null,
      decision_reason: null,
      lease_until: null,
    })
    .where('id', '=', applicationId)
    .execute()
  await trx.deleteFrom('form_revision').where('application_id', '=', applicationId).execute()
  await trx
    .updateTable('scan')
    .set(clearedScan)
    .where('application_id', '=', applicationId)
    .where('state', '<>', 'cleared')
    .execute()
  await trx.deleteFrom('decision').where('application_id', '=', applicationId).execute()
}

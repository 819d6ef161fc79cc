import type { Transaction } from 'kysely'
import type { Vault } from '../../core/ports.ts'
import type { ScanWarning } from '../../core/scan/judgeScan.ts'
import type { ChatApplication, ChatScan, RequestedScan } from '../../core/turn.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/** The form's number and what its barcode carries, as `application.form` holds them. */
export interface SealedForm {
  readonly formNumber: string
  readonly link: string
}

/** Locks the application and reads what its chat may know of it. The form number of an erased one is ''. */
export const lockChatApplication = async (
  trx: Transaction<Database>,
  vault: Vault,
  applicationId: string,
): Promise<ChatApplication> => {
  const row = await trx
    .selectFrom('application')
    .innerJoin('unit', 'unit.id', 'application.unit_id')
    .select([
      'unit.full_name',
      'application.state',
      'application.version',
      'application.form',
      'application.promised_at',
      'application.requested',
      'application.decision_reason',
    ])
    .where('application.id', '=', applicationId)
    .forUpdate('application')
    .executeTakeFirstOrThrow()
  const form =
    row.form &&
    (JSON.parse(await vault.openText(row.form, sealedIn.applicationForm(applicationId))) as SealedForm)
  const requested =
    row.requested && row.state === 'scansRequested'
      ? await vault.openText(row.requested, sealedIn.applicationRequested(applicationId))
      : '[]'
  return {
    id: applicationId,
    unitName: row.full_name,
    state: row.state,
    version: row.version,
    formNumber: form?.formNumber ?? '',
    promisedAt: row.promised_at ?? undefined,
    scans: await readScans(trx, applicationId),
    requested: JSON.parse(requested) as RequestedScan[],
    decisionReason:
      row.decision_reason === null
        ? undefined
        : await vault.openText(row.decision_reason, sealedIn.applicationDecisionReason(applicationId)),
  }
}

const readScans = async (
  trx: Transaction<Database>,
  applicationId: string,
): Promise<ChatApplication['scans']> => {
  const rows = await trx
    .selectFrom('scan')
    .select(['id', 'kind', 'state', 'warnings'])
    .where('application_id', '=', applicationId)
    .where('state', 'in', ['chosen', 'sent'])
    .execute()
  const scans: Record<'form' | 'idCard', { chosen?: ChatScan; sent?: ChatScan }> = { form: {}, idCard: {} }
  for (const { id, kind, state, warnings } of rows)
    scans[kind][state === 'chosen' ? 'chosen' : 'sent'] = { id, warnings: warnings as ScanWarning[] }
  return scans
}

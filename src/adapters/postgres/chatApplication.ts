import type { Selectable, Transaction } from 'kysely'
import type { ApplicationValues, ScanKind } from '../../core/application.ts'
import type { Vault } from '../../core/ports.ts'
import type { ScanWarning } from '../../core/scan/scanWarning.ts'
import type { ChatApplication, ChatScan, Filled, RequestedScan } from '../../core/turn.ts'
import type { CopyKeys } from '../../core/useCases/scanStore.ts'
import { openForm } from './formRevisions.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'
import { unitSearch } from './unitSearch.ts'

/** Locks the application and reads what its chat may know of it. The form number of an erased one is ''. */
export const lockChatApplication = async (
  trx: Transaction<Database>,
  vault: Vault,
  applicationId: string,
): Promise<ChatApplication> => {
  const row = await trx
    .selectFrom('application')
    .innerJoin('unit', 'unit.id', 'application.unit_id')
    .leftJoin('form_revision', (join) =>
      join
        .onRef('form_revision.application_id', '=', 'application.id')
        .onRef('form_revision.revision', '=', 'application.revision'),
    )
    .select([
      'unit.full_name',
      'application.state',
      'application.version',
      'application.values',
      'application.revision',
      'form_revision.form',
      'application.promised_at',
      'application.promise_left',
      'application.requested',
      'application.decision_reason',
    ])
    .where('application.id', '=', applicationId)
    .forUpdate('application')
    .executeTakeFirstOrThrow()
  const form = row.form && (await openForm(vault, applicationId, row.revision, row.form))
  const values = row.values && (await openApplicationValues(vault, applicationId, row.values))
  const scans = await readScans(trx, applicationId)
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
    idType: values?.idType,
    promisedAt: row.promised_at ?? undefined,
    promiseLeft: row.promise_left === null ? undefined : Number(row.promise_left),
    scans,
    requested: (JSON.parse(requested) as RequestedScan[]).filter(
      ({ kind }) => scans[kind].sent === undefined,
    ),
    decisionReason:
      row.decision_reason === null
        ? undefined
        : await vault.openText(row.decision_reason, sealedIn.applicationDecisionReason(applicationId)),
  }
}

export const openApplicationValues = async (
  vault: Vault,
  applicationId: string,
  values: Uint8Array,
): Promise<ApplicationValues> =>
  JSON.parse(await vault.openText(values, sealedIn.applicationValues(applicationId))) as ApplicationValues

/** What the application's form was filled in with; undefined once erased. */
export const readFilled = async (
  trx: Transaction<Database>,
  vault: Vault,
  applicationId: string,
): Promise<Filled | undefined> => {
  const row = await trx
    .selectFrom('application')
    .select(['unit_id', 'values'])
    .where('id', '=', applicationId)
    .executeTakeFirst()
  const unit = row?.values && (await unitSearch(trx).unit(row.unit_id))
  if (!row?.values || !unit) return undefined
  return { unit, values: await openApplicationValues(vault, applicationId, row.values) }
}

export const chatScan = ({
  warnings,
  tries,
  copies,
}: Pick<Selectable<Database['scan']>, 'warnings' | 'tries' | 'copies'>): Omit<ChatScan, 'id'> => ({
  warnings: warnings as readonly ScanWarning[],
  tries,
  isMarked: (copies as CopyKeys).marked !== undefined,
})

const readScans = async (
  trx: Transaction<Database>,
  applicationId: string,
): Promise<ChatApplication['scans']> => {
  const rows = await trx
    .selectFrom('scan')
    .select(['id', 'kind', 'state', 'warnings', 'tries', 'copies'])
    .where('application_id', '=', applicationId)
    .where('state', 'in', ['chosen', 'sent'])
    .execute()
  const scans: Record<ScanKind, { chosen?: ChatScan; sent?: ChatScan }> = { form: {}, idCard: {} }
  for (const { id, kind, state, ...row } of rows)
    scans[kind][state === 'chosen' ? 'chosen' : 'sent'] = { id, ...chatScan(row) }
  return scans
}

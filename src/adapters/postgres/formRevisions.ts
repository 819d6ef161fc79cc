import type { Kysely, Transaction } from 'kysely'
import type { FormContent } from '../../core/form.ts'
import type { Vault } from '../../core/ports.ts'
import type { Database } from './schema.ts'
import { hashedAs, sealedIn } from './sealing.ts'

/** What one form says but for its date, kept as it was composed: later changes of the unit do not reach the paper. */
type SealedForm = Omit<FormContent, 'composedAt'>

export interface FormRevision {
  readonly revision: number
  readonly content: FormContent
}

/** Stores a form as the application's revision of this count. */
export const storeFormRevision = async (
  trx: Transaction<Database>,
  vault: Vault,
  revision: {
    readonly applicationId: string
    readonly revision: number
    readonly unitId: string
    readonly form: Omit<SealedForm, 'unitName'>
  },
  now: Date,
): Promise<void> => {
  const { applicationId, unitId } = revision
  const unit = await trx
    .selectFrom('unit')
    .select('full_name')
    .where('id', '=', unitId)
    .executeTakeFirstOrThrow()
  const form: SealedForm = { unitName: unit.full_name, ...revision.form }
  const sealed = sealedIn.revisionForm(applicationId, revision.revision)
  await trx
    .insertInto('form_revision')
    .values({
      application_id: applicationId,
      revision: revision.revision,
      unit_id: unitId,
      form: await vault.seal(JSON.stringify(form), sealed),
      form_number_hash: await vault.hash(hashedAs.formNumber, form.formNumber),
      composed_at: now,
    })
    .execute()
}

/** The form that is valid now; undefined once the application is erased. */
export const findForm = async (
  db: Kysely<Database>,
  vault: Vault,
  applicationId: string,
): Promise<FormRevision | undefined> => (await findForms(db, vault, applicationId, 1))[0]

/** All forms of an application, the one that is valid now first. */
export const findForms = async (
  db: Kysely<Database>,
  vault: Vault,
  applicationId: string,
  limit?: number,
): Promise<readonly FormRevision[]> => {
  const rows = await db
    .selectFrom('form_revision')
    .select(['revision', 'form', 'composed_at'])
    .where('application_id', '=', applicationId)
    .orderBy('revision', 'desc')
    .$if(limit !== undefined, (query) => query.limit(limit ?? 1))
    .execute()
  return Promise.all(
    rows.map(async ({ revision, form, composed_at: composedAt }) => ({
      revision,
      content: { ...(await openForm(vault, applicationId, revision, form)), composedAt },
    })),
  )
}

export const openForm = async (
  vault: Vault,
  applicationId: string,
  revision: number,
  form: Uint8Array,
): Promise<SealedForm> =>
  JSON.parse(await vault.openText(form, sealedIn.revisionForm(applicationId, revision))) as SealedForm

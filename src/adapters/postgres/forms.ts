import type { Kysely } from 'kysely'
import type { ApplicationValues } from '../../core/application.ts'
import type { Forms, Vault } from '../../core/ports.ts'
import type { SealedForm } from './chatApplication.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/** What the forms of applications say; undefined once an application is erased. */
export const forms = (db: Kysely<Database>, vault: Vault): Forms => ({
  async find(applicationId) {
    const row = await db
      .selectFrom('application')
      .innerJoin('unit', 'unit.id', 'application.unit_id')
      .select(['unit.full_name', 'application.values', 'application.form', 'application.composed_at'])
      .where('application.id', '=', applicationId)
      .executeTakeFirst()
    if (!row?.values || !row.form) return undefined
    const [values, form] = await Promise.all([
      vault.openText(row.values, sealedIn.applicationValues(applicationId)),
      vault.openText(row.form, sealedIn.applicationForm(applicationId)),
    ])
    const { formNumber, link } = JSON.parse(form) as SealedForm
    return {
      unitName: row.full_name,
      values: JSON.parse(values) as ApplicationValues,
      formNumber,
      link,
      composedAt: row.composed_at,
    }
  },
})

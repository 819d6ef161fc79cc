import type { Kysely } from 'kysely'
import type { Forms, Vault } from '../../core/ports.ts'
import { appendAudit } from './audit.ts'
import { findForm } from './formRevisions.ts'
import type { Database } from './schema.ts'
import { hashedAs } from './sealing.ts'

/** What the forms of applications say, and the digests of their bytes, which the audit trail keeps as well. */
export const forms = (db: Kysely<Database>, vault: Vault): Forms => ({
  find: async (applicationId) => (await findForm(db, vault, applicationId))?.content,

  async keepDigest(formNumber, sha256) {
    const hash = await vault.hash(hashedAs.formNumber, formNumber)
    const known = await readDigest(db, hash)
    if (known === null) await storeDigest(db, hash, sha256)
    const kept = known ?? (await readDigest(db, hash))
    // None: erased since it was found, and nothing left to hold the bytes against.
    return kept === undefined || kept === sha256
  },
})

/** Null before it is kept; undefined when no form has the number. */
const readDigest = async (db: Kysely<Database>, formNumberHash: string): Promise<string | null | undefined> =>
  (
    await db
      .selectFrom('form_revision')
      .select('sha256')
      .where('form_number_hash', '=', formNumberHash)
      .executeTakeFirst()
  )?.sha256

/** Of several at once, the first stays. */
const storeDigest = (db: Kysely<Database>, formNumberHash: string, sha256: string): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const stored = await trx
      .updateTable('form_revision')
      .set({ sha256 })
      .where('form_number_hash', '=', formNumberHash)
      .where('sha256', 'is', null)
      .returning(['application_id', 'revision'])
      .executeTakeFirst()
    if (!stored) return
    const { application_id: applicationId, revision } = stored
    await appendAudit(trx, {
      at: new Date(),
      actor: 'service',
      action: 'composed',
      applicationId,
      detail: { revision, sha256 },
    })
  })

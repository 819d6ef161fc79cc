import type { Kysely } from 'kysely'
import { advance } from '../../core/application.ts'
import type { Vault } from '../../core/ports.ts'
import type { ScanWarning } from '../../core/scan/scanWarning.ts'
import type { ScanStore } from '../../core/useCases/inspectPicture.ts'
import { findForms } from './formRevisions.ts'
import type { Database } from './schema.ts'
import { hashedAs } from './sealing.ts'

/** Scans of applications that await them: those that can be submitted. */
export const scanStore = (db: Kysely<Database>, vault: Vault): ScanStore => ({
  async find({ applicationId, chatId, jobId }) {
    const application = await db
      .selectFrom('application')
      .innerJoin('chat', 'chat.application_id', 'application.id')
      .select(['application.state', 'chat.language'])
      .where('application.id', '=', applicationId)
      .where('chat.id', '=', chatId)
      .executeTakeFirst()
    if (!application || !advance(application.state, 'submit').ok) return undefined
    const [form, ...earlierForms] = await findForms(db, vault, applicationId)
    if (!form) return undefined
    const earlier = await db
      .selectFrom('scan')
      .select(['state', 'warnings'])
      .where('id', '=', jobId)
      .executeTakeFirst()
    return {
      language: application.language,
      formNumber: form.content.formNumber,
      revision: form.revision,
      superseded: earlierForms.map(({ content }) => content.formNumber),
      earlier: earlier && {
        isChoice: earlier.state === 'chosen',
        warnings: earlier.warnings as readonly ScanWarning[],
      },
    }
  },

  choose: (scan, now) =>
    db.transaction().execute(async (trx) => {
      const application = await trx
        .selectFrom('application')
        .select(['state', 'revision'])
        .where('id', '=', scan.applicationId)
        .forUpdate()
        .executeTakeFirst()
      if (!application || !advance(application.state, 'submit').ok) return false
      if (application.revision !== scan.revision) return false
      await trx
        .updateTable('scan')
        .set({ state: 'cleared' })
        .where('application_id', '=', scan.applicationId)
        .where('kind', '=', scan.kind)
        .where('state', '=', 'chosen')
        .where('id', '<>', scan.id)
        .execute()
      await trx
        .insertInto('scan')
        .values({
          id: scan.id,
          application_id: scan.applicationId,
          kind: scan.kind,
          state: 'chosen',
          object_key: scan.objectKey,
          sha256_hash: await vault.hash(hashedAs.picture, scan.jpeg),
          bytes: scan.jpeg.length,
          width: scan.width,
          height: scan.height,
          warnings: JSON.stringify(scan.warnings),
          created_at: now,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
      return true
    }),
})

import { type Kysely, sql, type Transaction } from 'kysely'
import { advance, scanKinds, type ScanKind } from '../../core/application.ts'
import type { Vault } from '../../core/ports.ts'
import type { ScanWarning } from '../../core/scan/scanWarning.ts'
import type { ChosenScan, ScanStore } from '../../core/useCases/scanStore.ts'
import { openApplicationValues } from './chatApplication.ts'
import { clearedScan } from './clearedScans.ts'
import { findForms } from './formRevisions.ts'
import { enqueue } from './jobs.ts'
import { scanFingerprint } from './scanFingerprint.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/** Scans of applications that await them: those that can be submitted. */
export const scanStore = (db: Kysely<Database>, vault: Vault): ScanStore => ({
  async find({ applicationId, chatId, jobId }) {
    const application = await db
      .selectFrom('application')
      .innerJoin('chat', 'chat.application_id', 'application.id')
      .select(['application.state', 'application.values', 'chat.language'])
      .where('application.id', '=', applicationId)
      .where('chat.id', '=', chatId)
      .executeTakeFirst()
    if (!application?.values || !advance(application.state, 'submit').ok) return undefined
    const [form, ...earlierForms] = await findForms(db, vault, applicationId)
    if (!form) return undefined
    const { idType, idNumber, applicantName } = await openApplicationValues(
      vault,
      applicationId,
      application.values,
    )
    const earlier = await db
      .selectFrom('scan')
      .select(['kind', 'state', 'warnings'])
      .where('id', '=', jobId)
      .executeTakeFirst()
    return {
      language: application.language,
      formNumber: form.content.formNumber,
      revision: form.revision,
      superseded: earlierForms.map(({ content }) => content.formNumber),
      holder: { idType, idNumber, name: applicantName },
      missing: await missingOf(db, applicationId),
      earlier: earlier && {
        kind: earlier.kind,
        isChoice: earlier.state === 'chosen',
        warnings: earlier.warnings as readonly ScanWarning[],
      },
    }
  },

  async listener(chatId) {
    const chat = await db.selectFrom('chat').select('language').where('id', '=', chatId).executeTakeFirst()
    return chat?.language
  },

  choose: (scan, now) =>
    db.transaction().execute(async (trx) => {
      const application = await trx
        .selectFrom('application')
        .select(['state', 'revision'])
        .where('id', '=', scan.applicationId)
        .forUpdate()
        .executeTakeFirst()
      if (!application || !advance(application.state, 'submit').ok) return 'outdated'
      if (application.revision !== scan.revision) return 'outdated'
      if (await isOvertaken(trx, scan)) return 'overtaken'
      const tries = await triesWith(trx, scan)
      await trx
        .updateTable('scan')
        .set(clearedScan)
        .where('application_id', '=', scan.applicationId)
        .where('kind', '=', scan.kind)
        .where('state', '=', 'chosen')
        .where('id', '<>', scan.id)
        .execute()
      const { reading } = scan
      await trx
        .insertInto('scan')
        .values({
          id: scan.id,
          application_id: scan.applicationId,
          kind: scan.kind,
          state: 'chosen',
          object_key: scan.objectKey,
          copies: JSON.stringify(scan.copies),
          ...(await scanFingerprint(vault, scan)),
          bytes: scan.jpeg.length,
          width: scan.width,
          height: scan.height,
          warnings: JSON.stringify(scan.warnings),
          tries,
          reading: reading ? await vault.seal(JSON.stringify(reading), sealedIn.scanReading(scan.id)) : null,
          created_at: now,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
      if (scan.kind === 'idCard' && !reading) await enqueue(trx, 'readCard', { scanId: scan.id })
      return 'chosen'
    }),

  async isStored(scanId) {
    return (
      (await db.selectFrom('scan').select('id').where('id', '=', scanId).executeTakeFirst()) !== undefined
    )
  },
})

const missingOf = async (db: Kysely<Database>, applicationId: string): Promise<readonly ScanKind[]> => {
  const sent = await db
    .selectFrom('scan')
    .select('kind')
    .where('application_id', '=', applicationId)
    .where('state', '=', 'sent')
    .execute()
  return scanKinds.filter((kind) => !sent.some((scan) => scan.kind === kind))
}

/** Whether a picture that was sent later is in its place: this one was tried again meanwhile. */
const isOvertaken = async (
  trx: Transaction<Database>,
  { id, applicationId, kind }: ChosenScan,
): Promise<boolean> => {
  const { rows } = await sql`
    select from scan join pgboss.job as its on its.name = 'inspect' and its.id = scan.id
    where application_id = ${applicationId} and kind = ${kind} and scan.state in ('chosen', 'sent')
      and its.created_on > (select created_on from pgboss.job where name = 'inspect' and id = ${id})`.execute(
    trx,
  )
  return rows.length > 0
}

/**
 * How many pictures were warned about, this one among them if it was: those of its kind since one was sent, and since
 * the form that is valid now was composed.
 */
const triesWith = async (
  trx: Transaction<Database>,
  { applicationId, kind, warnings }: ChosenScan,
): Promise<number> => {
  const { rows } = await sql<{ tries: number }>`
    select coalesce(max(tries), 0) as tries from scan
    where application_id = ${applicationId} and kind = ${kind} and sent_at is null
      and created_at >= (select max(composed_at) from form_revision where application_id = ${applicationId})
      and created_at > coalesce((
        select max(sent_at) from scan where application_id = ${applicationId} and kind = ${kind}
      ), '-infinity')`.execute(trx)
  return (rows[0]?.tries ?? 0) + (warnings.length > 0 ? 1 : 0)
}

import { type Kysely, sql } from 'kysely'
import type { Vault } from '../../core/ports.ts'
import type { UnreadCardStore } from '../../core/useCases/readCard.ts'
import { openApplicationValues } from './chatApplication.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/** Scans of cards whose host reads none. */
export const unreadCardStore = (db: Kysely<Database>, vault: Vault): UnreadCardStore => ({
  async find(scanId) {
    const scan = await db
      .selectFrom('scan')
      .innerJoin('application', 'application.id', 'scan.application_id')
      .select(['application.id', 'application.values', 'scan.object_key'])
      .where('scan.id', '=', scanId)
      .where('scan.kind', '=', 'idCard')
      .where('scan.state', 'in', ['chosen', 'sent'])
      .where('scan.reading', 'is', null)
      .executeTakeFirst()
    if (!scan?.values || scan.object_key === null) return undefined
    const { idType, idNumber, applicantName } = await openApplicationValues(vault, scan.id, scan.values)
    return { objectKey: scan.object_key, holder: { idType, idNumber, name: applicantName } }
  },

  async keep(scanId, { reading, copies }) {
    const { numUpdatedRows } = await db
      .updateTable('scan')
      .set({
        reading: await vault.seal(JSON.stringify(reading), sealedIn.scanReading(scanId)),
        copies: sql`copies || ${JSON.stringify(copies)}::jsonb`,
      })
      .where('id', '=', scanId)
      .where('state', 'in', ['chosen', 'sent'])
      .where('reading', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) return 'kept'
    const read = await db
      .selectFrom('scan')
      .select('id')
      .where('id', '=', scanId)
      .where('reading', 'is not', null)
      .executeTakeFirst()
    return read ? 'readAlready' : 'gone'
  },
})

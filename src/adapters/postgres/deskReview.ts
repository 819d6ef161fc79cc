import { type Kysely, sql, type Transaction } from 'kysely'
import type { ApplicationValues, ScanKind } from '../../core/application.ts'
import type { Desk, ReadScan } from '../../core/desk.ts'
import { maskValues } from '../../core/deskMask.ts'
import type { Review, ReviewAccount, ReviewScan } from '../../core/deskReview.ts'
import { Fault } from '../../core/fault.ts'
import type { ObjectStore, Vault } from '../../core/ports.ts'
import { ok } from '../../core/result.ts'
import type { ScanReading } from '../../core/scan/reading.ts'
import { warningsForDesk } from '../../core/scan/warningsForDesk.ts'
import type { CopyKeys } from '../../core/useCases/scanStore.ts'
import { appendAudit } from './audit.ts'
import { chatScan } from './chatApplication.ts'
import { readFirstApproval, readFourEyes } from './deskFourEyes.ts'
import { type ApplicationRow, lockHeld } from './deskHold.ts'
import { readDecisions, readHistory } from './deskPast.ts'
import { readRelated } from './deskRelated.ts'
import { findForm } from './formRevisions.ts'
import { samePictures } from './scanFingerprint.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/**
 * A unit with more accounts than a reviewer can choose among is the platform's to sort out first; the one that the
 * applicant named and the one approved first are among those shown.
 */
const maxAccounts = 200

export const openValues = async (vault: Vault, row: ApplicationRow): Promise<ApplicationValues> => {
  if (row.values === null) throw new Fault('alert', 'An application at the desk has no values any more.')
  return JSON.parse(await vault.openText(row.values, sealedIn.applicationValues(row.id))) as ApplicationValues
}

const readFormNumber = async (
  trx: Transaction<Database>,
  vault: Vault,
  applicationId: string,
): Promise<string> => {
  const form = await findForm(trx, vault, applicationId)
  if (!form) throw new Fault('alert', 'An application at the desk has no form any more.')
  return form.content.formNumber
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase()

const readAccounts = async (
  trx: Transaction<Database>,
  vault: Vault,
  { unit_id: unitId, first_account_id: approvedFirst }: ApplicationRow,
  accountName: string | undefined,
  fourEyesOf: Awaited<ReturnType<typeof readFourEyes>>,
): Promise<readonly ReviewAccount[]> => {
  const rows = await trx
    .selectFrom('account')
    .select(['id', 'name', 'holder_name', 'holder_mobile'])
    .where('unit_id', '=', unitId)
    .orderBy(
      sql`lower(normalize(name, nfkc)) = ${accountName === undefined ? null : folded(accountName)}::text`,
      'desc',
    )
    .orderBy(sql`id = ${approvedFirst}::bigint`, 'desc')
    .orderBy('id')
    .limit(maxAccounts)
    .execute()
  return Promise.all(
    rows.map(async (account) => ({
      id: account.id,
      name: account.name,
      holderName:
        account.holder_name === null
          ? undefined
          : await vault.openText(account.holder_name, sealedIn.accountHolderName(unitId, account.name)),
      isNamed: accountName !== undefined && folded(account.name) === folded(accountName),
      fourEyes: await fourEyesOf(account),
    })),
  )
}

const readScans = async (
  trx: Transaction<Database>,
  vault: Vault,
  applicationId: string,
): Promise<Review['scans']> => {
  const rows = await trx
    .selectFrom('scan')
    .select(['id', 'kind', 'width', 'height', 'warnings', 'tries', 'copies', 'reading'])
    .where('application_id', '=', applicationId)
    .where('state', '=', 'sent')
    .execute()
  const scans: Partial<Record<ScanKind, ReviewScan>> = {}
  for (const { id, kind, width, height, reading: sealed, ...row } of rows) {
    const reading = sealed
      ? (JSON.parse(await vault.openText(sealed, sealedIn.scanReading(id))) as ScanReading)
      : undefined
    const scan = chatScan(row)
    scans[kind] = {
      id,
      width,
      height,
      ...scan,
      ...warningsForDesk(scan, reading),
      isStraightened: (row.copies as CopyKeys).upright !== undefined,
      reading,
      elsewhere: await samePictures(trx, { id, applicationId, kind }),
    }
  }
  return scans
}

export const deskReview = (
  db: Kysely<Database>,
  vault: Vault,
  objects: ObjectStore,
): Pick<Desk, 'exists' | 'open' | 'reveal' | 'scan' | 'uprightScans'> => ({
  async exists(applicationId) {
    const found = await db
      .selectFrom('application')
      .select('id')
      .where('id', '=', applicationId)
      .executeTakeFirst()
    return found !== undefined
  },

  open: (reviewerId, applicationId, now) =>
    db.transaction().execute(async (trx) => {
      const held = await lockHeld(trx, reviewerId, applicationId, now)
      if (!held.ok) return held
      const row = held.value
      const { submitted_at: submittedAt, promised_at: promisedAt, lease_until: leaseUntil } = row
      if (!submittedAt || !promisedAt || !leaseUntil)
        throw new Fault('alert', 'An application in review was never submitted.')
      const values = await openValues(vault, row)
      const unit = await trx
        .selectFrom('unit')
        .select(['id', 'full_name', 'state', 'region', 'is_sample'])
        .where('id', '=', row.unit_id)
        .executeTakeFirstOrThrow()
      const scans = await readScans(trx, vault, applicationId)
      const elsewhere = Object.values(scans).flatMap((scan) => scan.elsewhere)
      const fourEyesOf = await readFourEyes(trx, vault, row, values, async () => elsewhere.length > 0)
      const review: Review = {
        applicationId,
        version: row.version,
        state: row.state,
        language: row.language,
        unit: {
          id: unit.id,
          fullName: unit.full_name,
          state: unit.state,
          region: unit.region ?? undefined,
          isSample: unit.is_sample,
        },
        formNumber: await readFormNumber(trx, vault, applicationId),
        values: maskValues(values),
        scans,
        submittedAt,
        promisedAt,
        leaseUntil,
        accounts: await readAccounts(trx, vault, row, values.accountName, fourEyesOf),
        firstApproval: await readFirstApproval(trx, row),
        decisions: await readDecisions(trx, vault, applicationId),
        related: await readRelated(trx, row, elsewhere),
        history: await readHistory(trx, applicationId),
      }
      const detail = { version: row.version }
      await appendAudit(trx, { at: now, actor: reviewerId, action: 'opened', applicationId, detail })
      return ok(review)
    }),

  reveal: (reviewerId, applicationId, field, now) =>
    db.transaction().execute(async (trx) => {
      const held = await lockHeld(trx, reviewerId, applicationId, now)
      if (!held.ok) return held
      const values = await openValues(vault, held.value)
      const detail = { field }
      await appendAudit(trx, { at: now, actor: reviewerId, action: 'revealed', applicationId, detail })
      return ok(values[field])
    }),

  async scan(reviewerId, applicationId, scanId, now, as = 'original') {
    const scan = await db.transaction().execute(async (trx) => {
      const sent = await sentScans(trx, applicationId).where('scan.id', '=', scanId).executeTakeFirst()
      if (!sent || !(await lockHeld(trx, reviewerId, applicationId, now)).ok) return undefined
      await appendAudit(trx, {
        at: now,
        actor: reviewerId,
        action: 'scanSeen',
        applicationId,
        detail: { scanId, kind: sent.kind },
      })
      return sent
    })
    return scan && (as === 'upright' ? readUpright(objects, scan) : readFrom(objects, scan.object_key))
  },

  async uprightScans(reviewerId, applicationId, now) {
    const rows = await sentScans(db, applicationId)
      .innerJoin('application', 'application.id', 'scan.application_id')
      .where('application.state', '=', 'inReview')
      .where('reviewer_id', '=', reviewerId)
      .where('lease_until', '>', now)
      .execute()
    return rows.flatMap((scan) => {
      const read = readUpright(objects, scan)
      return read ? [{ scanId: scan.id, read }] : []
    })
  },
})

const sentScans = (db: Kysely<Database>, applicationId: string) =>
  db
    .selectFrom('scan')
    .select(['scan.id', 'kind', 'object_key', 'copies'])
    .where('application_id', '=', applicationId)
    .where('scan.state', '=', 'sent')

/** Undefined once it was erased. */
const readFrom = (objects: ObjectStore, objectKey: string | null): ReadScan | undefined =>
  objectKey === null
    ? undefined
    : async () => {
        const bytes = await objects.find(objectKey)
        if (!bytes) throw new Fault('alert', 'A sent scan is missing from the object store.')
        return bytes
      }

const readUpright = (
  objects: ObjectStore,
  scan: { readonly object_key: string | null; readonly copies: unknown },
): ReadScan | undefined => readFrom(objects, (scan.copies as CopyKeys).upright ?? scan.object_key)

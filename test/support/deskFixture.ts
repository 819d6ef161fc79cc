import { randomBytes, randomUUID } from 'node:crypto'
import type { Insertable, Kysely } from 'kysely'
import { vaultFromKey } from '../../src/adapters/keys/vault.ts'
import { openDatabase } from '../../src/adapters/postgres/database.ts'
import { createDesk } from '../../src/adapters/postgres/desk.ts'
import { applyDecision } from '../../src/adapters/postgres/deskApply.ts'
import { storeFormRevision } from '../../src/adapters/postgres/formRevisions.ts'
import type { Database } from '../../src/adapters/postgres/schema.ts'
import { sealedIn } from '../../src/adapters/postgres/sealing.ts'
import type { ApplicationState, ApplicationValues, ScanKind } from '../../src/core/application.ts'
import type { Desk } from '../../src/core/desk.ts'
import { checklistItems } from '../../src/core/deskChecklist.ts'
import type { Decision, Verdict } from '../../src/core/deskDecision.ts'
import { formNumberFromRandom } from '../../src/core/formNumber.ts'
import type { Jobs, ObjectStore, Vault } from '../../src/core/ports.ts'
import { memoryObjects } from './memoryObjects.ts'
import { testDatabase } from './testDatabase.ts'

/** What a reviewer decides without a note, everything ticked. */
export const decided = <Said extends Verdict>(
  verdict: Said,
): Said & Pick<Decision, 'checklist' | 'internalNote'> => ({
  ...verdict,
  checklist: checklistItems,
  internalNote: '',
})

/** A Tuesday in Shanghai, half past nine. */
export const tuesday = new Date('2026-11-24T01:30:00Z')

export const minutesAfter = (moment: Date, minutes: number): Date =>
  new Date(moment.getTime() + minutes * 60_000)

export const applicantValues: ApplicationValues = {
  accountName: 'lab-office',
  accountHolderName: '周立群',
  applicantName: '欧阳思远',
  department: '科研处',
  idType: 'idCard',
  idNumber: '11010519491231002X',
  mobile: '+8613800138000',
  officePhone: '010-62770001',
  email: 'siyuan.ouyang@example.edu.cn',
  reason: 'forgotten',
}

export interface SeededApplication {
  readonly id: string
  readonly unitId: string
  readonly accountId: string
  readonly formNumber: string
  readonly scans: Readonly<Record<ScanKind, string>>
}

export interface DeskFixture {
  readonly url: string
  readonly db: Kysely<Database>
  readonly vault: Vault
  readonly objects: ObjectStore
  readonly desk: Desk
  /** Stores a submitted application, of a unit of its own with one account. */
  seed(options?: {
    readonly values?: Partial<ApplicationValues>
    readonly row?: Partial<Insertable<Database['application']>>
    readonly unitName?: string
    readonly pictures?: Readonly<Record<ScanKind, Picture>>
  }): Promise<SeededApplication>
  /** Of an application, as it is stored. */
  stateOf(id: string): Promise<ApplicationState>
  /** Runs the jobs of decisions that are pending, as if their time had come; gives how many there were. */
  takeEffect(now?: Date): Promise<number>
  /** The jobs that tell and deliver, stored so far, oldest first. */
  jobs(): Promise<readonly { readonly name: string; readonly data: unknown }[]>
  close(): Promise<void>
}

export interface Picture {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

const anyPicture: Picture = { bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xd9]), width: 4, height: 3 }

/** The desk on a database of its own. */
export const openDeskFixture = async (): Promise<DeskFixture> => {
  const { url, drop } = await testDatabase()
  const db = openDatabase(url)
  const vault = await vaultFromKey(randomBytes(32))
  const objects = memoryObjects()
  let units = 0

  return {
    url,
    db,
    vault,
    objects,
    desk: createDesk({ db, vault, objects }),

    async seed({ values, row, unitName = `样例大学第${(units += 1)}分校`, pictures } = {}) {
      const id = randomUUID()
      const unit = await db
        .insertInto('unit')
        .values({
          full_name: unitName,
          name_key: unitName,
          bigrams: [],
          region: '北京',
          state: 'registered',
          is_sample: true,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      const account = await db
        .insertInto('account')
        .values({
          unit_id: unit.id,
          name: 'lab-office',
          holder_name: await vault.seal('周立群', sealedIn.accountHolderName(unit.id, 'lab-office')),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      await db
        .insertInto('application')
        .values({
          id,
          unit_id: unit.id,
          state: 'submitted',
          version: 2,
          language: 'zh-CN',
          values: await vault.seal(
            JSON.stringify({ ...applicantValues, ...values }),
            sealedIn.applicationValues(id),
          ),
          revision: 1,
          submitted_at: minutesAfter(tuesday, -60),
          promised_at: minutesAfter(tuesday, 60),
          ...row,
        })
        .execute()
      const formNumber = formNumberFromRandom(randomBytes(16))
      const form = { values: { ...applicantValues, ...values }, formNumber, link: 'https://example.org/' }
      await db
        .transaction()
        .execute((trx) =>
          storeFormRevision(
            trx,
            vault,
            { applicationId: id, revision: 1, unitId: unit.id, form },
            minutesAfter(tuesday, -90),
          ),
        )
      const scans = { form: randomUUID(), idCard: randomUUID() }
      for (const kind of ['form', 'idCard'] as const) {
        const picture = pictures?.[kind] ?? anyPicture
        await objects.put(`scan/${scans[kind]}`, picture.bytes)
        await db
          .insertInto('scan')
          .values({
            id: scans[kind],
            application_id: id,
            kind,
            state: 'sent',
            object_key: `scan/${scans[kind]}`,
            sha256_hash: scans[kind],
            bytes: picture.bytes.length,
            width: picture.width,
            height: picture.height,
            warnings: JSON.stringify(kind === 'form' ? [{ kind: 'noCode' }] : []),
            tries: kind === 'form' ? 2 : 0,
            created_at: minutesAfter(tuesday, -65),
            sent_at: minutesAfter(tuesday, -60),
          })
          .execute()
      }
      return { id, unitId: unit.id, accountId: account.id, formNumber, scans }
    },

    async stateOf(id) {
      const { state } = await db
        .selectFrom('application')
        .select('state')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return state
    },

    async takeEffect(now = minutesAfter(tuesday, 60)) {
      const stored = await db
        .withTables<{ 'pgboss.job': { name: string; data: Jobs['applyDecision'] } }>()
        .deleteFrom('pgboss.job')
        .where('name', '=', 'applyDecision')
        .returning('data')
        .execute()
      for (const { data } of stored) await applyDecision(db, vault)(data, now)
      return stored.length
    },

    jobs: () =>
      db
        .withTables<{ 'pgboss.job': { name: string; data: unknown; created_on: Date } }>()
        .selectFrom('pgboss.job')
        .select(['name', 'data'])
        .where('name', 'in', ['tellChat', 'deliverCredential'])
        .orderBy('created_on')
        .orderBy('name')
        .execute(),

    async close() {
      await db.destroy()
      await drop()
    },
  }
}

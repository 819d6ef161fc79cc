import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { vaultFromKey } from '../../../src/adapters/keys/vault.ts'
import { openDatabase } from '../../../src/adapters/postgres/database.ts'
import { importUnits } from '../../../src/adapters/postgres/importUnits.ts'
import type { Database } from '../../../src/adapters/postgres/schema.ts'
import { turnStore } from '../../../src/adapters/postgres/turns.ts'
import type { ApplicationValues } from '../../../src/core/application.ts'
import type { Channel } from '../../../src/core/chat.ts'
import { formNumberFromRandom } from '../../../src/core/formNumber.ts'
import type { Host, Vault } from '../../../src/core/ports.ts'
import { changedParts } from '../../../src/core/revision.ts'
import type { Effect, Loaded, LookUps, Turn } from '../../../src/core/turn.ts'
import { testDatabase } from '../../support/testDatabase.ts'

export const now = new Date('2026-03-02T09:00:00Z')
export const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)

/** Every personal value of an application, each to be found nowhere in the clear. */
export const values: ApplicationValues = {
  accountName: 'qinghua-lib-07',
  accountHolderName: '欧阳锋云',
  applicantName: '诸葛明月',
  department: '信息化办公室三组',
  idType: 'idCard',
  idNumber: '11010519491231002X',
  mobile: '+8613800138066',
  officePhone: '010-62781234',
  email: 'zhuge.mingyue@example.cn',
  reason: 'other',
  reasonText: '前任管理员离职未交接',
}

export interface Fixture {
  readonly url: string
  readonly db: Kysely<Database>
  readonly vault: Vault
  readonly unit: { readonly id: string; readonly name: string }
  readonly accountId: string
  readonly host: Host & { time: Date }
  drop(): Promise<void>
}

/** A migrated database with one unit that has one account. */
export const openFixture = async (): Promise<Fixture> => {
  const database = await testDatabase()
  const db = openDatabase(database.url)
  const vault = await vaultFromKey(new Uint8Array(32).fill(9))
  const unitName = '青岚大学(测试)图书馆'
  await importUnits(
    db,
    vault,
    [
      {
        fullName: unitName,
        account: { name: 'qinglan-lib', holderName: '欧阳锋云', holderMobile: '+8613800138067' },
      },
    ],
    { isSample: false },
  )
  const { id } = await db.selectFrom('unit').select('id').executeTakeFirstOrThrow()
  const account = await db.selectFrom('account').select('id').executeTakeFirstOrThrow()
  const host = {
    time: now,
    now: () => host.time,
    randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    uuid: () => randomUUID(),
  }
  return {
    url: database.url,
    db,
    vault,
    unit: { id, name: unitName },
    accountId: account.id,
    host,
    drop: async () => {
      await db.destroy()
      await database.drop()
    },
  }
}

export const turnOf = (turn: Partial<Turn>): Turn => ({
  language: 'zh-CN',
  state: { step: 'start' },
  effects: [],
  messages: [],
  ...turn,
})

/** One turn of a chat; `decide` is a turn or what works one out. */
export const take = (
  { db, vault }: Fixture,
  chatId: string,
  decide: Partial<Turn> | ((loaded: Loaded, lookUp: LookUps) => Promise<Partial<Turn>>),
  options: { readonly updateId?: string; readonly at?: Date } = {},
): Promise<'taken' | 'seen'> =>
  turnStore(db, vault).take(
    {
      channel: chatId.split(':', 1).join('') as Channel,
      chatId,
      updateId: options.updateId ?? randomUUID(),
    },
    options.at ?? now,
    async (loaded, lookUp) => turnOf(typeof decide === 'function' ? await decide(loaded, lookUp) : decide),
  )

export const composeEffect = (
  { unit }: Fixture,
  applicationId: string,
): Extract<Effect, { type: 'compose' }> => {
  const formNumber = formNumberFromRandom(crypto.getRandomValues(new Uint8Array(16)))
  return {
    type: 'compose',
    applicationId,
    unitId: unit.id,
    values,
    formNumber,
    link: `https://forms.example.cn/?form=${formNumber}`,
  }
}

/** A correction of what `compose` has composed, with another mobile number. */
export const reviseEffect = (
  { unit }: Fixture,
  changes: Partial<ApplicationValues> = { mobile: '+8613900139066' },
): Extract<Effect, { type: 'revise' }> => {
  const formNumber = formNumberFromRandom(crypto.getRandomValues(new Uint8Array(16)))
  const after = { unitId: unit.id, values: { ...values, ...changes } }
  return {
    type: 'revise',
    ...after,
    changed: changedParts({ unitId: unit.id, values }, after),
    formNumber,
    link: `https://forms.example.cn/?form=${formNumber}`,
  }
}

/** An application in `awaitingScans` and the chat that is at it. */
export const compose = async (
  fixture: Fixture,
  chatId: string,
): Promise<{ readonly applicationId: string; readonly formNumber: string; readonly link: string }> => {
  const applicationId = randomUUID()
  const effect = composeEffect(fixture, applicationId)
  await take(fixture, chatId, { effects: [effect] })
  return { applicationId, formNumber: effect.formNumber, link: effect.link }
}

/** An application that the desk has approved. */
export const approve = async (fixture: Fixture, chatId: string): Promise<string> => {
  const { applicationId } = await compose(fixture, chatId)
  await fixture.db
    .updateTable('application')
    .set({ state: 'approved', version: 5, account_id: fixture.accountId })
    .where('id', '=', applicationId)
    .execute()
  return applicationId
}

export const storedJobs = async (
  db: Kysely<Database>,
): Promise<readonly { readonly name: string; readonly data: unknown; readonly state: string }[]> =>
  db
    .withSchema('pgboss')
    .withTables<{ job: { name: string; data: unknown; state: string; created_on: Date } }>()
    .selectFrom('job')
    .select(['name', 'data', 'state'])
    .orderBy('created_on')
    .execute()

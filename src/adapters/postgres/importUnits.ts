import { type Kysely, sql, type Transaction } from 'kysely'
import type { Vault } from '../../core/ports.ts'
import type { UnitRow } from '../../core/unitImport.ts'
import { bigrams, normaliseUnitName } from '../../core/unitName.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

export interface ImportCounts {
  /** Rows read, refused ones not counted. */
  readonly rows: number
  readonly newUnits: number
  readonly newAccounts: number
}

/**
 * Stores one batch of rows in one transaction. A unit is the one known by its USCC, else by its name as search
 * compares names, so the same rows again add nothing (R18). Imports take turns on one advisory lock.
 */
export const importUnits = async (
  db: Kysely<Database>,
  vault: Vault,
  rows: readonly UnitRow[],
  options: { readonly isSample: boolean },
): Promise<ImportCounts> =>
  db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('sealpass.importUnits'))`.execute(trx)
    const keyed = rows.map((row) => ({ row, key: normaliseUnitName(row.fullName) }))
    const known = await knownUnits(trx, keyed)
    const fresh = new Map<string, { row: UnitRow; key: string }>()
    for (const entry of keyed) {
      const identity = identityOf(entry)
      if (!known.has(identity) && !fresh.has(identity)) fresh.set(identity, entry)
    }
    await insertUnits(trx, [...fresh.values()], options.isSample)
    const unitIds = fresh.size === 0 ? known : await knownUnits(trx, keyed)
    const newAccounts = await insertAccounts(trx, vault, keyed, unitIds)
    return { rows: rows.length, newUnits: fresh.size, newAccounts }
  })

interface KeyedRow {
  readonly row: UnitRow
  readonly key: string
}

const identityOf = ({ row, key }: KeyedRow): string =>
  row.uscc === undefined ? `name:${key}` : `uscc:${row.uscc}`

const knownUnits = async (
  trx: Transaction<Database>,
  keyed: readonly KeyedRow[],
): Promise<Map<string, string>> => {
  const usccs = keyed.flatMap(({ row }) => (row.uscc === undefined ? [] : [row.uscc]))
  const keys = keyed.filter(({ row }) => row.uscc === undefined).map(({ key }) => key)
  const rows = await trx
    .selectFrom('unit')
    .select(['id', 'uscc', 'name_key'])
    .where(sql<boolean>`uscc = any(${usccs}::text[]) or name_key collate "C" = any(${keys}::text[])`)
    .orderBy('id', 'desc')
    .execute()
  return new Map(
    rows.flatMap((row): [string, string][] => [
      [`name:${row.name_key}`, row.id],
      ...(row.uscc === null ? [] : [[`uscc:${row.uscc}`, row.id] satisfies [string, string]]),
    ]),
  )
}

const insertUnits = async (
  trx: Transaction<Database>,
  fresh: readonly KeyedRow[],
  isSample: boolean,
): Promise<void> => {
  if (fresh.length === 0) return
  const frequency = new Map<number, number>()
  const values = fresh.map(({ row, key }) => {
    const pairs = [...new Set(bigrams(key))]
    for (const pair of pairs) frequency.set(pair, (frequency.get(pair) ?? 0) + 1)
    return {
      full_name: row.fullName,
      name_key: key,
      bigrams: pairs,
      uscc: row.uscc ?? null,
      kind: row.kind ?? null,
      region: row.region ?? null,
      state: 'registered' as const,
      is_sample: isSample,
    }
  })
  await trx.insertInto('unit').values(values).execute()
  await sql`
    insert into unit_bigram (bigram, units)
    select * from unnest(${[...frequency.keys()]}::int[], ${[...frequency.values()]}::int[])
    on conflict (bigram) do update set units = unit_bigram.units + excluded.units`.execute(trx)
}

const insertAccounts = async (
  trx: Transaction<Database>,
  vault: Vault,
  keyed: readonly KeyedRow[],
  unitIds: ReadonlyMap<string, string>,
): Promise<number> => {
  const accounts = new Map<string, Promise<AccountValues>>()
  for (const entry of keyed) {
    const unitId = unitIds.get(identityOf(entry))
    const { account } = entry.row
    if (unitId === undefined || account === undefined) continue
    accounts.set(`${unitId}\n${account.name}`, accountValues(vault, unitId, account))
  }
  if (accounts.size === 0) return 0
  const inserted = await trx
    .insertInto('account')
    .values(await Promise.all(accounts.values()))
    .onConflict((conflict) => conflict.columns(['unit_id', 'name']).doNothing())
    .returning('id')
    .execute()
  return inserted.length
}

interface AccountValues {
  unit_id: string
  name: string
  holder_name: Uint8Array | null
  holder_mobile: Uint8Array | null
  password_set_at: null
  password_hash: null
}

const accountValues = async (
  vault: Vault,
  unitId: string,
  account: NonNullable<UnitRow['account']>,
): Promise<AccountValues> => {
  const { holderName, holderMobile } = account
  return {
    unit_id: unitId,
    name: account.name,
    holder_name:
      holderName === undefined
        ? null
        : await vault.seal(holderName, sealedIn.accountHolderName(unitId, account.name)),
    holder_mobile:
      holderMobile === undefined
        ? null
        : await vault.seal(holderMobile, sealedIn.accountHolderMobile(unitId, account.name)),
    password_hash: null,
    password_set_at: null,
  }
}

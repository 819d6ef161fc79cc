import { type Kysely, sql } from 'kysely'
import type { LookUps, Unit } from '../../core/turn.ts'
import { bigrams, normaliseUnitName } from '../../core/unitName.ts'
import type { Database } from './schema.ts'

/** How many rows one search may weigh; keeps a search of common syllables among millions of units cheap. */
const candidateBudget = 2_000

/** The share of common pairs of characters (Dice) from which a name counts as near. */
const nearEnough = 0.4

const unitColumns = ['id', 'full_name', 'state', 'region', 'is_sample'] as const

interface UnitRow {
  id: string
  full_name: string
  state: Unit['state']
  region: string | null
  is_sample: boolean
}

const toUnit = (row: UnitRow): Unit => ({
  id: row.id,
  fullName: row.full_name,
  state: row.state,
  region: row.region ?? undefined,
  isSample: row.is_sample,
})

/**
 * Finds units by name (R1) on an index of pairs of characters, which needs nothing of the database's locale.
 * Near names are those that begin with what was typed, contain it, or share enough pairs with it, in this order.
 */
export const unitSearch = (db: Kysely<Database>): Pick<LookUps, 'units' | 'unit'> => ({
  async unit(unitId) {
    const row = await db.selectFrom('unit').select(unitColumns).where('id', '=', unitId).executeTakeFirst()
    return row && toUnit(row)
  },

  async units(name, { offset, limit }) {
    const key = normaliseUnitName(name)
    if (key === '') return { exact: [], near: [], hasMore: false }
    const exact = await db
      .selectFrom('unit')
      .select(unitColumns)
      .where(sql`name_key collate "C"`, '=', key)
      .orderBy('id')
      .limit(20)
      .execute()
    if (exact.length > 0) return { exact: exact.map(toUnit), near: [], hasMore: false }
    const near = await nearNames(db, key, offset, limit + 1)
    return { exact: [], near: near.slice(0, limit).map(toUnit), hasMore: near.length > limit }
  },
})

const nearNames = async (
  db: Kysely<Database>,
  key: string,
  offset: number,
  limit: number,
): Promise<UnitRow[]> => {
  const wanted = [...new Set(bigrams(key))]
  const rare = await rarestWithinBudget(db, wanted)
  const { rows } = await sql<UnitRow>`
    with candidate as (
      (select id, full_name, name_key, bigrams, state, region, is_sample from unit
        where name_key collate "C" >= ${key} and name_key collate "C" < ${`${key}\u{10FFFF}`}
        order by name_key collate "C" limit ${candidateBudget})
      union
      (select id, full_name, name_key, bigrams, state, region, is_sample from unit
        where bigrams @> ${wanted}::int[] limit ${candidateBudget})
      union
      (select id, full_name, name_key, bigrams, state, region, is_sample from unit
        where bigrams && ${rare}::int[] limit ${candidateBudget})
    ),
    ranked as (
      select *,
        case when starts_with(name_key, ${key}) then 0 when strpos(name_key, ${key}) > 0 then 1 else 2 end as rank,
        2.0 * (select count(*) from unnest(bigrams) as b where b = any (${wanted}::int[]))
          / (cardinality(bigrams) + ${wanted.length}) as nearness
      from candidate
      where name_key <> ${key}
    )
    select id, full_name, state, region, is_sample from ranked
    where rank < 2 or nearness >= ${nearEnough}
    order by rank, nearness desc, char_length(name_key), id
    offset ${offset} limit ${limit}`.execute(db)
  return rows
}

/** The rarest of the pairs, as many as together stand in no more names than the budget allows; at least one. */
const rarestWithinBudget = async (db: Kysely<Database>, wanted: readonly number[]): Promise<number[]> => {
  if (wanted.length === 0) return []
  const known = await db
    .selectFrom('unit_bigram')
    .selectAll()
    .where('bigram', '=', sql<number>`any(${[...wanted]}::int[])`)
    .orderBy('units')
    .orderBy('bigram')
    .execute()
  const chosen: number[] = []
  let names = 0
  for (const { bigram, units } of known) {
    if (chosen.length > 0 && names + units > candidateBudget) break
    chosen.push(bigram)
    names += units
  }
  return chosen
}

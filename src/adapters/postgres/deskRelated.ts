import { sql, type Transaction } from 'kysely'
import {
  mostRelated,
  type RelatedApplication,
  type Relation,
  type SamePicture,
} from '../../core/deskReview.ts'
import type { ApplicationRow } from './deskHold.ts'
import type { Database } from './schema.ts'

/**
 * Other applications of the same unit, identity number, mobile number (by their blind indexes) or picture. Each is read by
 * an index of its own: materialized, `others` would be the whole table.
 */
export const readRelated = async (
  trx: Transaction<Database>,
  row: ApplicationRow,
  elsewhere: readonly SamePicture[],
): Promise<readonly RelatedApplication[]> => {
  const pictured = elsewhere.map(({ applicationId }) => applicationId)
  const { rows } = await sql<{
    id: string
    full_name: string
    why: Relation[]
    state: RelatedApplication['state']
    submitted_at: Date | null
  }>`
    with others as not materialized (
      select id, unit_id, state, submitted_at, id_number_hash, mobile_hash from application where id <> ${row.id}
    ), found as (
      (select id, unit_id, state, submitted_at, 'unit' as why from others where unit_id = ${row.unit_id}
        order by submitted_at desc nulls last, id limit ${mostRelated})
      union all
      (select id, unit_id, state, submitted_at, 'idNumber' from others
        where id_number_hash = ${row.id_number_hash}
        order by submitted_at desc nulls last, id limit ${mostRelated})
      union all
      (select id, unit_id, state, submitted_at, 'mobile' from others where mobile_hash = ${row.mobile_hash}
        order by submitted_at desc nulls last, id limit ${mostRelated})
      union all
      select id, unit_id, state, submitted_at, 'picture' from others where id = any(${pictured}::uuid[])
    )
    select found.id, full_name, array_agg(distinct why) as why, found.state, submitted_at
    from found join unit on unit.id = unit_id
    group by found.id, full_name, found.state, submitted_at
    order by submitted_at desc nulls last, found.id`.execute(trx)
  return rows.map(({ id, full_name: unitName, why, state, submitted_at: submittedAt }) => ({
    applicationId: id,
    unitName,
    why,
    state,
    submittedAt: submittedAt ?? undefined,
  }))
}

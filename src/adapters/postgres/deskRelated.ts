import { sql, type Transaction } from 'kysely'
import {
  mostRelated,
  type RelatedApplication,
  type Relation,
  type SamePicture,
} from '../../core/deskReview.ts'
import type { ApplicationRow } from './deskHold.ts'
import type { Database } from './schema.ts'

/** Other applications of the same unit, identity number, mobile number (by their blind indexes) or picture. */
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
    with found as (
      (select id, 'unit' as why from application where unit_id = ${row.unit_id} and id <> ${row.id}
        order by submitted_at desc nulls last, id limit ${mostRelated})
      union all
      (select id, 'idNumber' from application where id_number_hash = ${row.id_number_hash} and id <> ${row.id}
        order by submitted_at desc nulls last, id limit ${mostRelated})
      union all
      (select id, 'mobile' from application where mobile_hash = ${row.mobile_hash} and id <> ${row.id}
        order by submitted_at desc nulls last, id limit ${mostRelated})
      union all
      select unnest(${pictured}::uuid[]), 'picture'
    )
    select application.id, full_name, array_agg(distinct why) as why, application.state, submitted_at
    from found join application using (id) join unit on unit.id = unit_id
    group by application.id, unit.id
    order by submitted_at desc nulls last, application.id`.execute(trx)
  return rows.map(({ id, full_name: unitName, why, state, submitted_at: submittedAt }) => ({
    applicationId: id,
    unitName,
    why,
    state,
    submittedAt: submittedAt ?? undefined,
  }))
}

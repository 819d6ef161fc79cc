import { type Kysely, sql } from 'kysely'
import type { AuditFilter, AuditLine, Oversight } from '../../core/oversight.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import { appendAudit } from './audit.ts'
import { figures } from './figures.ts'
import type { Database } from './schema.ts'

/** Lines stand in the order of their moments but for what hosts' clocks are apart and transactions take: far less. */
const disorderMs = dayLength
/** So many lines bound a range together, so that a few by a clock that was quite wrong cut nothing off. */
const witnesses = 100

/**
 * Between which lines all of a range stand, so that what is read in the order of the lines begins there and not at an
 * end of the log; the moments themselves are still to be looked at.
 */
const boundsOf = ({ from, before }: AuditFilter) => ({
  after:
    from &&
    sql<string>`coalesce((
      select min(seq) from (
        select seq from audit where at < ${new Date(from.getTime() - disorderMs)} order by at desc limit ${witnesses}
      ) as earlier having count(*) = ${witnesses}), 0)`,
  until:
    before &&
    sql<string>`coalesce((
      select max(seq) from (
        select seq from audit where at >= ${new Date(before.getTime() + disorderMs)} order by at limit ${witnesses}
      ) as later having count(*) = ${witnesses}), 9223372036854775807)`,
})

/** By how the log names them; there are few beside the lines. */
const namesOfActors = async (db: Kysely<Database>): Promise<ReadonlyMap<string, string>> => {
  const [reviewers, tokens] = await Promise.all([
    db.selectFrom('reviewer').select(['id', 'name']).execute(),
    db.selectFrom('api_token').select(['id', 'name']).execute(),
  ])
  return new Map(
    [...reviewers, ...tokens.map((token) => ({ ...token, id: `token:${token.id}` }))].map(({ id, name }) => [
      id,
      name,
    ]),
  )
}

const auditLines =
  (db: Kysely<Database>): Oversight['auditLines'] =>
  async (filter, page) => {
    const isForward = 'afterSeq' in page
    const beforeSeq = isForward ? undefined : page.beforeSeq
    let query = db
      .selectFrom('audit')
      .select(['seq', 'at', 'actor', 'action', 'application_id', 'detail', 'hash'])
      .orderBy('seq', isForward ? 'asc' : 'desc')
      .limit(page.limit)
    if (isForward) query = query.where('seq', '>', page.afterSeq)
    if (beforeSeq !== undefined) query = query.where('seq', '<', beforeSeq)
    if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor)
    if (filter.action !== undefined) query = query.where('action', '=', filter.action)
    if (filter.applicationId !== undefined) query = query.where('application_id', '=', filter.applicationId)
    if (filter.from !== undefined) query = query.where('at', '>=', filter.from)
    if (filter.before !== undefined) query = query.where('at', '<', filter.before)
    const { after, until } = boundsOf(filter)
    if (after) query = query.where('seq', '>=', after)
    if (until) query = query.where('seq', '<=', until)
    const [rows, names] = await Promise.all([query.execute(), namesOfActors(db)])
    return rows.map(({ application_id: applicationId, ...line }): AuditLine => ({
      ...line,
      name: names.get(line.actor),
      applicationId: applicationId ?? undefined,
    }))
  }

/** Each value of an indexed column, by one step through the index a value: there are few values and many lines. */
const valuesOf = async (db: Kysely<Database>, column: 'action' | 'actor'): Promise<readonly string[]> => {
  const name = sql.ref(column)
  const { rows } = await sql<{ value: string }>`
    with recursive step as (
      (select ${name} as value from audit order by ${name} limit 1)
      union all
      select (select ${name} from audit where ${name} > step.value order by ${name} limit 1) from step
      where step.value is not null
    )
    select value from step where value is not null`.execute(db)
  return rows.map(({ value }) => value)
}

const auditKeys =
  (db: Kysely<Database>): Oversight['auditKeys'] =>
  async () => {
    const [actions, actors, names] = await Promise.all([
      valuesOf(db, 'action'),
      valuesOf(db, 'actor'),
      namesOfActors(db),
    ])
    return { actions, actors: actors.map((id) => ({ id, name: names.get(id) })) }
  }

const isoFilter = ({ from, before, ...filter }: AuditFilter) => ({
  ...filter,
  ...(from && { from: from.toISOString() }),
  ...(before && { before: before.toISOString() }),
})

export const oversight = (db: Kysely<Database>): Oversight => ({
  figures: figures(db),
  auditLines: auditLines(db),
  auditKeys: auditKeys(db),
  noteExport: (actor, filter, now) =>
    db
      .transaction()
      .execute((trx) =>
        appendAudit(trx, { at: now, actor, action: 'auditExported', detail: isoFilter(filter) }),
      ),
  lastSeq: async () => {
    const last = await db.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
    return last?.seq ?? '0'
  },
})

import { type Kysely, sql } from 'kysely'
import type { DayRange, Oversight, ReasonCount, ScanCount, Tally } from '../../core/oversight.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import type { Database } from './schema.ts'

/** What a row counts: a day's, a reviewer's, or, with neither, all of the range. */
interface Group {
  readonly day: string | null
  readonly reviewer_id: string | null
}

/** bigint comes as text. */
interface TallyRow extends Group {
  readonly decided: string
  readonly approved: string
  readonly requested: string
  readonly rejected: string
  readonly inside: string
  readonly first_try: string
  readonly median: number | null
  readonly p95: number | null
}

interface Counts {
  readonly reasons: readonly (Group & ReasonCount)[]
  readonly scans: readonly (Group & ScanCount)[]
}

const tallyOf = (row: TallyRow, counts: Counts): Tally => {
  const isSame = (other: Group): boolean => other.day === row.day && other.reviewer_id === row.reviewer_id
  return {
    decided: Number(row.decided),
    approved: Number(row.approved),
    requested: Number(row.requested),
    rejected: Number(row.rejected),
    insidePromise: Number(row.inside),
    approvedFirstTry: Number(row.first_try),
    medianMinutes: row.median ?? undefined,
    p95Minutes: row.p95 ?? undefined,
    reasons: counts.reasons.filter(isSame).map(({ kind, reason, count }) => ({ kind, reason, count })),
    scans: counts.scans.filter(isSame).map(({ scan, count }) => ({ scan, count })),
  }
}

const nothing: Tally = {
  decided: 0,
  approved: 0,
  requested: 0,
  rejected: 0,
  insidePromise: 0,
  approvedFirstTry: 0,
  medianMinutes: undefined,
  p95Minutes: undefined,
  reasons: [],
  scans: [],
}

/** The range as moments: PostgreSQL turns a local time without a zone into one by the zone's rules. */
const within = (column: 'at' | 'decided_at', { from, to }: DayRange) => sql`
  ${sql.ref(column)} >= ${from}::date::timestamp at time zone 'Asia/Shanghai'
  and ${sql.ref(column)} < (${to}::date + 1)::timestamp at time zone 'Asia/Shanghai'`

const shanghaiDay = (column: 'at' | 'decided_at') =>
  sql`to_char(${sql.ref(column)} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`

/** One pass over the range's decisions gives the days, the reviewers and the whole. */
const readTallies = async (db: Kysely<Database>, range: DayRange) => {
  const { rows } = await sql<TallyRow & { name: string | null }>`
    with fact as (
      select *, ${shanghaiDay('decided_at')} as day,
        extract(epoch from decided_at - submitted_at)::float8 / 60 as minutes
      from outcome where ${within('decided_at', range)}
    ), tally as (
      select day, reviewer_id, count(*) as decided,
        count(*) filter (where kind = 'approve') as approved,
        count(*) filter (where kind = 'requestScans') as requested,
        count(*) filter (where kind = 'reject') as rejected,
        count(*) filter (where decided_at <= promised_at) as inside,
        count(*) filter (where kind = 'approve' and is_first_try) as first_try,
        percentile_cont(0.5) within group (order by minutes) as median,
        percentile_cont(0.95) within group (order by minutes) as p95
      from fact group by grouping sets ((day), (reviewer_id), ())
    )
    select tally.*, coalesce(reviewer.name, api_token.name) as name from tally
    left join reviewer on reviewer.id = reviewer_id
    left join api_token on 'token:' || api_token.id = reviewer_id
    order by decided desc, reviewer_id`.execute(db)
  return rows
}

const readSubmitted = async (db: Kysely<Database>, range: DayRange): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ day: string; submitted: string }>`
    select ${shanghaiDay('at')} as day, count(*) as submitted
    from audit where action = 'submitted' and ${within('at', range)} group by 1`.execute(db)
  return new Map(rows.map(({ day, submitted }) => [day, Number(submitted)]))
}

/** By day, by reviewer and in all, as the tallies. */
const readReasons = async (db: Kysely<Database>, range: DayRange): Promise<Counts['reasons']> => {
  const { rows } = await sql<Group & ReasonCount>`
    select day, reviewer_id, kind, reason, count(*)::int as count
    from outcome, unnest(reasons) as reason, lateral (select ${shanghaiDay('decided_at')} as day) as local
    where ${within('decided_at', range)}
    group by grouping sets ((kind, reason), (kind, reason, day), (kind, reason, reviewer_id))
    order by count desc, kind, reason`.execute(db)
  return rows
}

const readScans = async (db: Kysely<Database>, range: DayRange): Promise<Counts['scans']> => {
  const { rows } = await sql<Group & ScanCount>`
    select day, reviewer_id, scan, count(*)::int as count
    from outcome, unnest(scans) as scan, lateral (select ${shanghaiDay('decided_at')} as day) as local
    where ${within('decided_at', range)}
    group by grouping sets ((scan), (scan, day), (scan, reviewer_id))
    order by count desc, scan`.execute(db)
  return rows
}

const daysOf = ({ from, to }: DayRange): readonly string[] => {
  const first = Date.parse(from)
  const count = Math.round((Date.parse(to) - first) / dayLength) + 1
  return Array.from({ length: count }, (_, day) =>
    new Date(first + day * dayLength).toISOString().slice(0, 10),
  )
}

export const figures =
  (db: Kysely<Database>): Oversight['figures'] =>
  async (range) => {
    const [tallies, submitted, reasons, scans] = await Promise.all([
      readTallies(db, range),
      readSubmitted(db, range),
      readReasons(db, range),
      readScans(db, range),
    ])
    const counts = { reasons, scans }
    const byDay = new Map(tallies.map((row) => [row.day, row]))
    const whole = tallies.find((row) => row.day === null && row.reviewer_id === null)
    const days = daysOf(range).map((day) => {
      const row = byDay.get(day)
      return { day, submitted: submitted.get(day) ?? 0, ...(row ? tallyOf(row, counts) : nothing) }
    })
    return {
      total: {
        submitted: days.reduce((sum, day) => sum + day.submitted, 0),
        ...(whole ? tallyOf(whole, counts) : nothing),
      },
      days,
      reviewers: tallies.flatMap((row) =>
        row.reviewer_id === null ? [] : [{ name: row.name ?? row.reviewer_id, ...tallyOf(row, counts) }],
      ),
    }
  }

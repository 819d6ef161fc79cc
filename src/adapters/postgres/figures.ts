import { type Kysely, sql } from 'kysely'
import type { ScanKind } from '../../core/application.ts'
import type { Decision } from '../../core/deskDecision.ts'
import type { DayRange, Figures, Oversight, Tally } from '../../core/oversight.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import type { Database } from './schema.ts'

/** bigint comes as text. */
interface TallyRow {
  readonly decided: string
  readonly approved: string
  readonly requested: string
  readonly rejected: string
  readonly inside: string
  readonly first_try: string
  readonly median: number | null
  readonly p95: number | null
}

const tallyOf = (row: TallyRow): Tally => ({
  decided: Number(row.decided),
  approved: Number(row.approved),
  requested: Number(row.requested),
  rejected: Number(row.rejected),
  insidePromise: Number(row.inside),
  approvedFirstTry: Number(row.first_try),
  medianMinutes: row.median ?? undefined,
  p95Minutes: row.p95 ?? undefined,
})

const nothing: Tally = {
  decided: 0,
  approved: 0,
  requested: 0,
  rejected: 0,
  insidePromise: 0,
  approvedFirstTry: 0,
  medianMinutes: undefined,
  p95Minutes: undefined,
}

/** The range as moments: PostgreSQL turns a local time without a zone into one by the zone's rules. */
const within = (column: 'at' | 'decided_at', { from, to }: DayRange) => sql`
  ${sql.ref(column)} >= ${from}::date::timestamp at time zone 'Asia/Shanghai'
  and ${sql.ref(column)} < (${to}::date + 1)::timestamp at time zone 'Asia/Shanghai'`

/** One pass over the range's decisions gives the days, the reviewers and the whole. */
const readTallies = async (db: Kysely<Database>, range: DayRange) => {
  const { rows } = await sql<
    TallyRow & { day: string | null; reviewer_id: string | null; name: string | null }
  >`
    with fact as (
      select *, to_char(decided_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day,
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
    select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, count(*) as submitted
    from audit where action = 'submitted' and ${within('at', range)} group by 1`.execute(db)
  return new Map(rows.map(({ day, submitted }) => [day, Number(submitted)]))
}

const readReasons = async (db: Kysely<Database>, range: DayRange): Promise<Figures['reasons']> => {
  const { rows } = await sql<{ kind: Decision['kind']; reason: string; count: string }>`
    select kind, reason, count(*) as count from outcome, unnest(reasons) as reason
    where ${within('decided_at', range)} group by 1, 2 order by 3 desc, 1, 2`.execute(db)
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

const readScans = async (db: Kysely<Database>, range: DayRange): Promise<Figures['scans']> => {
  const { rows } = await sql<{ scan: ScanKind; count: string }>`
    select scan, count(*) as count from outcome, unnest(scans) as scan
    where ${within('decided_at', range)} group by 1 order by 2 desc, 1`.execute(db)
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
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
    const byDay = new Map(tallies.map((row) => [row.day, row]))
    const whole = tallies.find((row) => row.day === null && row.reviewer_id === null)
    const days = daysOf(range).map((day) => {
      const row = byDay.get(day)
      return { day, submitted: submitted.get(day) ?? 0, ...(row ? tallyOf(row) : nothing) }
    })
    return {
      total: {
        submitted: days.reduce((sum, day) => sum + day.submitted, 0),
        ...(whole ? tallyOf(whole) : nothing),
      },
      days,
      reviewers: tallies.flatMap((row) =>
        row.reviewer_id === null ? [] : [{ name: row.name ?? row.reviewer_id, ...tallyOf(row) }],
      ),
      reasons,
      scans,
    }
  }

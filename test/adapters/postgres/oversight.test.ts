import { randomUUID } from 'node:crypto'
import { CompiledQuery, type Insertable, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendAudit } from '../../../src/adapters/postgres/audit.ts'
import { oversight } from '../../../src/adapters/postgres/oversight.ts'
import type { Database } from '../../../src/adapters/postgres/schema.ts'
import type { Oversight } from '../../../src/core/oversight.ts'
import { type Fixture, openFixture } from './fixture.ts'

let fixture: Fixture
let log: Oversight
let decisions = 0

beforeAll(async () => {
  fixture = await openFixture()
  log = oversight(fixture.db)
})
afterAll(() => fixture.drop())

const minutesBefore = (moment: string, minutes: number): Date =>
  new Date(Date.parse(moment) - minutes * 60_000)

const decided = async (
  at: string,
  minutes: number,
  row: Partial<Insertable<Database['outcome']>> = {},
): Promise<void> => {
  const outcome: Insertable<Database['outcome']> = {
    decision_id: String((decisions += 1)),
    application_id: randomUUID(),
    reviewer_id: 'zhou',
    kind: 'approve',
    reasons: [],
    scans: [],
    submitted_at: minutesBefore(at, minutes),
    promised_at: minutesBefore(at, minutes - 24 * 60),
    decided_at: new Date(at),
    is_first_try: true,
    ...row,
  }
  await fixture.db.insertInto('outcome').values(outcome).execute()
}

const append = async (
  at: string,
  action: string,
  actor: string,
  applicationId = randomUUID(),
): Promise<void> =>
  fixture.db
    .transaction()
    .execute((trx) => appendAudit(trx, { at: new Date(at), actor, action, applicationId }))

describe('figures', () => {
  beforeAll(async () => {
    // half past eleven at night in Shanghai, and half past midnight
    await decided('2026-11-02T15:30:00Z', 10)
    await decided('2026-11-02T16:30:00Z', 20, { is_first_try: false })
    await decided('2026-11-03T01:00:00Z', 30, {
      reviewer_id: 'li',
      kind: 'requestScans',
      scans: ['form', 'idCard'],
      reasons: ['form.sealUnclear', 'idCard.cutOff'],
    })
    await decided('2026-11-03T02:00:00Z', 25 * 60, {
      reviewer_id: 'li',
      kind: 'reject',
      reasons: ['repeated'],
    })
    await decided('2026-11-03T03:00:00Z', 40, {
      reviewer_id: 'li',
      kind: 'requestScans',
      scans: ['form'],
      reasons: ['form.sealUnclear'],
    })
    // the day after the range
    await decided('2026-11-04T16:00:00Z', 50)
    await append('2026-11-02T15:59:59Z', 'submitted', 'applicant')
    await append('2026-11-02T16:00:00Z', 'submitted', 'applicant')
    await append('2026-11-04T16:00:00Z', 'submitted', 'applicant')
  })

  it('are by the days of Shanghai, each day of the range among them', async () => {
    const { days, total } = await log.figures({ from: '2026-11-01', to: '2026-11-04' })
    expect(days.map(({ day, submitted, decided: count }) => [day, submitted, count])).toEqual([
      ['2026-11-01', 0, 0],
      ['2026-11-02', 1, 1],
      ['2026-11-03', 1, 4],
      ['2026-11-04', 0, 0],
    ])
    expect(total).toMatchObject({
      submitted: 2,
      decided: 5,
      approved: 2,
      requested: 2,
      rejected: 1,
      insidePromise: 4,
      approvedFirstTry: 1,
      medianMinutes: 30,
      p95Minutes: expect.closeTo(40 + 0.8 * (1500 - 40), 6) as number,
    })
    expect(days[0]).toMatchObject({ medianMinutes: undefined, insidePromise: 0 })
  })

  it('are by reviewer, most decisions first, and all of them by reason and scan', async () => {
    const { reviewers, days, total } = await log.figures({ from: '2026-11-01', to: '2026-11-04' })
    expect(reviewers.map(({ name, decided: count, approved }) => [name, count, approved])).toEqual([
      ['li', 3, 0],
      ['zhou', 2, 2],
    ])
    const asked = {
      reasons: [
        { kind: 'requestScans', reason: 'form.sealUnclear', count: 2 },
        { kind: 'reject', reason: 'repeated', count: 1 },
        { kind: 'requestScans', reason: 'idCard.cutOff', count: 1 },
      ],
      scans: [
        { scan: 'form', count: 2 },
        { scan: 'idCard', count: 1 },
      ],
    }
    expect(total).toMatchObject(asked)
    expect(reviewers).toMatchObject([asked, { reasons: [], scans: [] }])
    expect(days).toMatchObject([{ reasons: [] }, { reasons: [], scans: [] }, asked, { scans: [] }])
  })
})

describe('the log', () => {
  it('is read newest first, page after page, and onward oldest first', async () => {
    const first = await log.auditLines({}, { limit: 2 })
    expect(first.map(({ seq }) => seq)).toEqual(['3', '2'])
    expect(await log.auditLines({}, { limit: 2, beforeSeq: '2' })).toMatchObject([{ seq: '1' }])
    expect(await log.auditLines({}, { limit: 2, afterSeq: '1' })).toMatchObject([{ seq: '2' }, { seq: '3' }])
    expect(await log.lastSeq()).toBe('3')
  })

  it('is filtered by who, what, which application and when', async () => {
    const application = randomUUID()
    await append('2026-11-05T00:00:00Z', 'opened', 'zhou', application)
    await append('2026-11-06T00:00:00Z', 'approved', 'zhou', application)
    const actions = async (filter: Parameters<Oversight['auditLines']>[0]) =>
      (await log.auditLines(filter, { limit: 10 })).map(({ action }) => action)
    expect(await actions({ actor: 'zhou' })).toEqual(['approved', 'opened'])
    expect(await actions({ action: 'opened' })).toEqual(['opened'])
    expect(await actions({ applicationId: application, before: new Date('2026-11-06T00:00:00Z') })).toEqual([
      'opened',
    ])
    expect(await actions({ from: new Date('2026-11-06T00:00:00Z') })).toEqual(['approved'])
    expect(await actions({ actor: 'zhou', action: 'submitted' })).toEqual([])
    expect(await log.auditKeys()).toEqual({
      actions: ['approved', 'opened', 'submitted'],
      actors: [
        { id: 'applicant', name: undefined },
        { id: 'zhou', name: undefined },
      ],
    })
  })

  it('keeps lines of a range that a wrong clock stands beside', async () => {
    // far ahead, and then far behind
    for (const at of ['2036-01-01T00:00:00Z', '2016-01-01T00:00:00Z'])
      await append(at, 'clockWrong', 'service')
    await append('2026-11-06T12:00:00Z', 'opened', 'li')
    const range = { from: new Date('2026-11-06T06:00:00Z'), before: new Date('2026-11-08T00:00:00Z') }
    expect(await log.auditLines(range, { limit: 10 })).toMatchObject([{ actor: 'li' }])
  })

  it('says that it was exported, and with which filter', async () => {
    await log.noteExport('zhou', { action: 'opened', from: new Date(0) }, new Date('2026-11-07T00:00:00Z'))
    expect(await log.auditLines({}, { limit: 1 })).toMatchObject([
      {
        action: 'auditExported',
        actor: 'zhou',
        detail: { action: 'opened', from: '1970-01-01T00:00:00.000Z' },
      },
    ])
  })
})

describe('of a long log', () => {
  const lines = 60_000
  const minutesApart = 10
  const lastAt = new Date('2026-11-01T00:00:00Z')

  let long: Fixture
  beforeAll(async () => {
    long = await openFixture()
    await sql`
      insert into audit (seq, at, actor, action, detail, hash)
      select line, ${lastAt}::timestamptz - (${lines} - line) * interval '10 minutes',
        case line % 3 when 0 then 'applicant' else 'zhou' end, case line % 50 when 0 then 'submitted' else 'opened' end,
        '{}', line::text
      from generate_series(1, ${lines}) as line`.execute(long.db)
    await sql`analyze audit`.execute(long.db)
  })
  afterAll(() => long.drop())

  /** How many lines PostgreSQL read for what `look` asks. */
  const readBy = async (look: (log: Oversight) => Promise<unknown>): Promise<number> => {
    const asked: CompiledQuery[] = []
    const listening = long.db.withPlugin({
      transformQuery: ({ node, queryId }) => {
        asked.push(long.db.getExecutor().compileQuery(node, queryId))
        return node
      },
      transformResult: async ({ result }) => result,
    })
    await look(oversight(listening))
    let read = 0
    for (const { sql: text, parameters } of asked.filter(({ sql: each }) => /\baudit\b/u.test(each))) {
      const { rows } = await long.db.executeQuery<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
        CompiledQuery.raw(`explain (analyze, format json) ${text}`, [...parameters]),
      )
      read += linesRead(rows[0]?.['QUERY PLAN'][0].Plan)
    }
    return read
  }

  const dayBack = (days: number): Date => new Date(lastAt.getTime() - days * 86_400_000)
  const limit = 101
  /** A page in three by who, a day each side that clocks may be apart, and what bounds a range. */
  const fewLines = 3 * limit + 2 * ((24 * 60) / minutesApart) + 2 * 100

  it.each([
    ['newest first', {}, {}],
    ['oldest first, as an export', {}, { afterSeq: '0' }],
    ['by who', { actor: 'applicant' }, {}],
    ['by what', { action: 'submitted' }, {}],
    ['by who, oldest first', { actor: 'zhou' }, { afterSeq: '0' }],
  ])('a page of half a year long ago is read without what is around it, %s', async (_, filter, page) => {
    const range = { ...filter, from: dayBack(390), before: dayBack(210) }
    const look = async (one: Oversight) => one.auditLines(range, { limit, ...page })
    expect(await look(oversight(long.db))).toHaveLength(limit)
    expect(await readBy(look)).toBeLessThan(fewLines)
  })

  it('figures read the submissions of their range alone', async () => {
    const range = { from: '2026-04-01', to: '2026-04-30' }
    expect(await readBy(async (one) => one.figures(range))).toBeLessThanOrEqual(30 * 3)
  })
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

const linesRead = (node: PlanNode | undefined): number => {
  if (!node) return 0
  const below = (node.Plans ?? []).reduce((sum, each) => sum + linesRead(each), 0)
  if (node['Relation Name'] !== 'audit') return below
  const rows = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)
  return below + rows * node['Actual Loops']
}

import { randomUUID } from 'node:crypto'
import type { Insertable } from 'kysely'
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
    expect(total).toEqual({
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

  it('are by reviewer, most decisions first, and by reason and scan', async () => {
    const { reviewers, reasons, scans } = await log.figures({ from: '2026-11-01', to: '2026-11-04' })
    expect(reviewers.map(({ name, decided: count, approved }) => [name, count, approved])).toEqual([
      ['li', 3, 0],
      ['zhou', 2, 2],
    ])
    expect(reasons).toEqual([
      { kind: 'requestScans', reason: 'form.sealUnclear', count: 2 },
      { kind: 'reject', reason: 'repeated', count: 1 },
      { kind: 'requestScans', reason: 'idCard.cutOff', count: 1 },
    ])
    expect(scans).toEqual([
      { scan: 'form', count: 2 },
      { scan: 'idCard', count: 1 },
    ])
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

import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyAudit } from '../../../src/adapters/postgres/audit.ts'
import { sealedIn } from '../../../src/adapters/postgres/sealing.ts'
import { type Decision, leaseMinutes, type QueuePart } from '../../../src/core/desk.ts'
import { Fault } from '../../../src/core/fault.ts'
import {
  applicantValues,
  type DeskFixture,
  minutesAfter,
  openDeskFixture,
  tuesday,
} from '../../support/deskFixture.ts'

let fixture: DeskFixture
beforeAll(async () => {
  fixture = await openDeskFixture()
})
afterAll(async () => fixture.close())

/** The audit trail cannot be emptied, so tests look at their own application's lines. */
beforeEach(async () => {
  await fixture.db.deleteFrom('application').execute()
  await fixture.db.withTables<{ 'pgboss.job': { name: string } }>().deleteFrom('pgboss.job').execute()
})

const rowOf = (id: string) =>
  fixture.db.selectFrom('application').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

const auditOf = async (id: string) =>
  fixture.db
    .selectFrom('audit')
    .select(['actor', 'action', 'detail'])
    .where('application_id', '=', id)
    .orderBy('seq')
    .execute()

const taken = async (id: string, reviewer = 'anna'): Promise<number> => {
  expect(await fixture.desk.take(reviewer, tuesday, id)).toEqual({ ok: true, value: id })
  return (await rowOf(id)).version
}

describe('taking', () => {
  test('gives the most urgent one first, a lapsed one among them, and then none', async () => {
    const { desk, seed } = fixture
    const later = await seed({ row: { promised_at: minutesAfter(tuesday, 300) } })
    const lapsed = await seed({
      row: {
        promised_at: minutesAfter(tuesday, 200),
        state: 'inReview',
        reviewer_id: 'gone',
        lease_until: tuesday,
      },
    })
    const overdue = await seed({ row: { promised_at: minutesAfter(tuesday, -5) } })
    await seed({ row: { state: 'inReview', reviewer_id: 'busy', lease_until: minutesAfter(tuesday, 1) } })
    await seed({ row: { state: 'scansRequested' } })
    for (const { id } of [overdue, lapsed, later])
      expect(await desk.take('anna', tuesday)).toEqual({ ok: true, value: id })
    expect(await desk.take('anna', tuesday)).toEqual({ ok: false, problem: { kind: 'queueEmpty' } })
    expect(await rowOf(overdue.id)).toMatchObject({
      state: 'inReview',
      version: 3,
      reviewer_id: 'anna',
      lease_until: minutesAfter(tuesday, leaseMinutes),
    })
  })

  test('50 at once over 200 applications take each exactly once', async () => {
    const { desk, seed } = fixture
    const seeded = await Promise.all(Array.from({ length: 200 }, async () => (await seed()).id))
    const reviewers = Array.from({ length: 50 }, (_, index) => `reviewer ${index}`)
    const takenBy = await Promise.all(
      reviewers.map(async (reviewer) => {
        const ids: string[] = []
        for (;;) {
          const next = await desk.take(reviewer, tuesday)
          if (!next.ok) return ids
          ids.push(next.value)
        }
      }),
    )
    expect(takenBy.flat().sort()).toEqual(seeded.sort())
    const holders = await fixture.db.selectFrom('application').select(['id', 'reviewer_id']).execute()
    for (const { id, reviewer_id: holder } of holders)
      expect(takenBy[reviewers.indexOf(holder ?? '')]).toContain(id)
  })

  test('one by name is refused while another holds it, and renewed for who holds it', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    const version = await taken(id)
    expect(await desk.take('bert', tuesday, id)).toEqual({ ok: false, problem: { kind: 'heldByAnother' } })
    expect((await desk.take('anna', minutesAfter(tuesday, 3), id)).ok).toBe(true)
    expect(await rowOf(id)).toMatchObject({ version, lease_until: minutesAfter(tuesday, 13) })
    const { id: decided } = await seed({ row: { state: 'rejected' } })
    expect(await desk.take('anna', tuesday, decided)).toEqual({ ok: false, problem: { kind: 'notNow' } })
  })

  test('the chat is told once that a reviewer looks at it', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    await taken(id)
    expect((await desk.take('bert', minutesAfter(tuesday, 11), id)).ok).toBe(true)
    expect(await fixture.jobs()).toEqual([{ name: 'tellChat', data: { applicationId: id, version: 3 } }])
  })

  test('what is put back is free again, and no longer the reviewer’s', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    await taken(id)
    expect(await desk.release('bert', id, tuesday)).toEqual({ ok: false, problem: { kind: 'heldByAnother' } })
    expect((await desk.release('anna', id, tuesday)).ok).toBe(true)
    expect(await desk.open('anna', id, tuesday)).toEqual({ ok: false, problem: { kind: 'notNow' } })
    expect(await desk.take('bert', tuesday)).toEqual({ ok: true, value: id })
  })
})

describe('the queue', () => {
  test('counts and lists each part by promised time, page by page', async () => {
    const { desk, seed } = fixture
    const at = (minutes: number) => ({ row: { promised_at: minutesAfter(tuesday, minutes) } })
    const overdue = await seed(at(0))
    const today = [await seed(at(2)), await seed(at(1)), await seed(at(14 * 60))]
    const tomorrow = await seed(at(15 * 60))
    const mine = await seed({
      row: {
        promised_at: minutesAfter(tuesday, 3),
        state: 'inReview',
        reviewer_id: 'anna',
        lease_until: minutesAfter(tuesday, 4),
      },
    })
    const waiting = await seed({ row: { state: 'scansRequested' } })
    const failed = await seed({ row: { state: 'undeliverable' } })
    await seed({ row: { state: 'awaitingScans', promised_at: null, submitted_at: null } })

    expect(await desk.count('anna', tuesday)).toEqual({
      overdue: 1,
      dueToday: 4,
      later: 1,
      mine: 1,
      waiting: 1,
      undeliverable: 1,
    })
    const idsOf = async (part: QueuePart, reviewerId = 'anna') =>
      (await desk.list(part, { reviewerId, now: tuesday, limit: 10 })).map((entry) => entry.applicationId)
    expect(await idsOf('overdue')).toEqual([overdue.id])
    expect(await idsOf('dueToday')).toEqual([today[1]?.id, today[0]?.id, mine.id, today[2]?.id])
    expect(await idsOf('later')).toEqual([tomorrow.id])
    expect(await idsOf('mine')).toEqual([mine.id])
    expect(await idsOf('mine', 'bert')).toEqual([])
    expect(await idsOf('waiting')).toEqual([waiting.id])
    expect(await idsOf('undeliverable')).toEqual([failed.id])

    const walked: string[] = []
    let after: { promisedAt: Date; applicationId: string } | undefined
    for (;;) {
      const page = await desk.list('dueToday', {
        reviewerId: 'anna',
        now: tuesday,
        limit: 1,
        ...(after && { after }),
      })
      after = page[0]
      if (!after) break
      walked.push(after.applicationId)
    }
    expect(walked).toEqual(await idsOf('dueToday'))
  })
})

describe('what is held', () => {
  test('is shown decrypted, with the accounts and what happened before, and each look is audited', async () => {
    const { desk, seed } = fixture
    const { id, scans, accountId, formNumber } = await seed()
    await sql`
      insert into reviewer (id, name, email, "emailVerified") values ('named', 'Frau Li', 'li@example.org', true)
    `.execute(fixture.db)
    await taken(id, 'named')
    const opened = await desk.open('named', id, tuesday)
    expect(opened).toMatchObject({
      ok: true,
      value: {
        values: applicantValues,
        formNumber,
        leaseUntil: minutesAfter(tuesday, 10),
        scans: { form: { id: scans.form, width: 4, height: 3, warnings: [{ kind: 'noCode' }] } },
        accounts: [{ id: accountId, name: 'lab-office', holderName: '周立群', isNamed: true }],
        history: [{ action: 'claimed', actor: { reviewer: 'Frau Li' } }],
      },
    })
    expect(await desk.scan('named', id, scans.form, tuesday)).toEqual(
      new Uint8Array([0xff, 0xd8, 0xff, 0xd9]),
    )
    expect(await auditOf(id)).toEqual([
      { actor: 'named', action: 'claimed', detail: {} },
      { actor: 'named', action: 'opened', detail: {} },
      { actor: 'named', action: 'scanSeen', detail: { scanId: scans.form, kind: 'form' } },
    ])
  })

  test('is shown to nobody else, nor after the lease', async () => {
    const { desk, seed } = fixture
    const { id, scans } = await seed()
    expect(await desk.open('anna', id, tuesday)).toEqual({ ok: false, problem: { kind: 'notNow' } })
    await taken(id)
    const before = await auditOf(id)
    expect(await desk.open('bert', id, tuesday)).toEqual({ ok: false, problem: { kind: 'heldByAnother' } })
    expect(await desk.scan('bert', id, scans.idCard, tuesday)).toBeUndefined()
    const late = minutesAfter(tuesday, leaseMinutes)
    expect(await desk.open('anna', id, late)).toEqual({ ok: false, problem: { kind: 'leaseLapsed' } })
    expect(await desk.scan('anna', id, scans.form, late)).toBeUndefined()
    expect(await desk.renew('anna', id, late)).toEqual({ ok: false, problem: { kind: 'leaseLapsed' } })
    expect(await auditOf(id)).toEqual(before)
  })

  test('stays held when renewed in time', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    await taken(id)
    const renewedAt = minutesAfter(tuesday, 9)
    expect(await desk.renew('anna', id, renewedAt)).toEqual({ ok: true, value: minutesAfter(tuesday, 19) })
    expect((await desk.open('anna', id, minutesAfter(tuesday, 18))).ok).toBe(true)
  })
})

describe('deciding', () => {
  test('approving stores the decision, the account, both jobs and the audit line together', async () => {
    const { desk, seed, vault } = fixture
    const { id, accountId } = await seed()
    const version = await taken(id)
    expect(await desk.decide('anna', id, version, { kind: 'approve', accountId }, tuesday)).toEqual({
      ok: true,
      value: undefined,
    })
    expect(await rowOf(id)).toMatchObject({
      state: 'approved',
      version: version + 1,
      account_id: accountId,
      lease_until: null,
      decided_at: tuesday,
    })
    const decision = await fixture.db
      .selectFrom('decision')
      .selectAll()
      .where('application_id', '=', id)
      .executeTakeFirstOrThrow()
    expect(decision).toMatchObject({ kind: 'approve', reviewer_id: 'anna' })
    expect(JSON.parse(await vault.openText(decision.detail, sealedIn.decisionDetail(id)))).toMatchObject({
      accountId,
    })
    expect((await fixture.jobs()).slice(1)).toEqual(
      expect.arrayContaining([
        { name: 'tellChat', data: { applicationId: id, version: version + 1 } },
        { name: 'deliverCredential', data: { applicationId: id } },
      ]),
    )
    expect((await auditOf(id)).at(-1)).toEqual({
      actor: 'anna',
      action: 'approved',
      detail: { accountId, changesHolder: false },
    })
  })

  test.each([
    { reason: 'personnelChange', holder: [applicantValues.applicantName, applicantValues.mobile] },
    { reason: 'forgotten', holder: ['周立群', undefined] },
  ] as const)('approving for $reason leaves the right account holder', async ({ reason, holder }) => {
    const { desk, seed, vault, db } = fixture
    const { id, accountId, unitId } = await seed({ values: { reason } })
    const version = await taken(id)
    expect((await desk.decide('anna', id, version, { kind: 'approve', accountId }, tuesday)).ok).toBe(true)
    const account = await db
      .selectFrom('account')
      .selectAll()
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow()
    const opened = async (sealed: Uint8Array | null, context: string) =>
      sealed === null ? undefined : vault.openText(sealed, context)
    expect([
      await opened(account.holder_name, sealedIn.accountHolderName(unitId, 'lab-office')),
      await opened(account.holder_mobile, sealedIn.accountHolderMobile(unitId, 'lab-office')),
    ]).toEqual(holder)
  })

  test('asking again gives the reasons in the applicant’s language and sets the scan aside', async () => {
    const { desk, seed, vault, db } = fixture
    const { id, scans } = await seed({ row: { language: 'en' } })
    const version = await taken(id)
    const decision: Decision = {
      kind: 'requestScans',
      scans: [{ kind: 'form', reasons: ['sealMissing'], note: ' Page 1 only. ' }],
    }
    expect((await desk.decide('anna', id, version, decision, tuesday)).ok).toBe(true)
    const row = await rowOf(id)
    expect(row.state).toBe('scansRequested')
    const requested: unknown = JSON.parse(
      await vault.openText(row.requested ?? new Uint8Array(), sealedIn.applicationRequested(id)),
    )
    expect(requested).toEqual([
      {
        kind: 'form',
        reason: expect.stringMatching(/official seal.*\nPage 1 only\.$/su) as unknown,
      },
    ])
    const states = await db
      .selectFrom('scan')
      .select(['id', 'state'])
      .where('application_id', '=', id)
      .execute()
    expect(new Map(states.map((scan) => [scan.id, scan.state]))).toEqual(
      new Map([
        [scans.form, 'replaced'],
        [scans.idCard, 'sent'],
      ]),
    )
    expect((await auditOf(id)).at(-1)).toEqual({
      actor: 'anna',
      action: 'scansRequested',
      detail: { form: ['sealMissing'] },
    })
  })

  test('rejecting keeps the reason sealed for the applicant', async () => {
    const { desk, seed, vault } = fixture
    const { id } = await seed()
    const version = await taken(id)
    const decision: Decision = { kind: 'reject', reasons: ['identityNotProven'], note: '' }
    expect((await desk.decide('anna', id, version, decision, tuesday)).ok).toBe(true)
    const { state, decision_reason: reason } = await rowOf(id)
    expect(state).toBe('rejected')
    expect(await vault.openText(reason ?? new Uint8Array(), sealedIn.applicationDecisionReason(id))).toBe(
      '所交材料不足以证明填表人的身份。',
    )
  })

  test('what does not hold changes nothing', async () => {
    const { desk, seed } = fixture
    const { id, accountId } = await seed()
    const { accountId: foreign } = await seed()
    const version = await taken(id)
    const before = [await rowOf(id), await auditOf(id), await fixture.jobs()]
    const refused = async (
      decision: Decision,
      options: { at?: Date; by?: string; version?: number } = {},
    ) => {
      const outcome = await desk.decide(
        options.by ?? 'anna',
        id,
        options.version ?? version,
        decision,
        options.at ?? tuesday,
      )
      return outcome.ok ? 'held' : outcome.problem.kind
    }
    const approve: Decision = { kind: 'approve', accountId }
    expect(await refused(approve, { version: version - 1 })).toBe('staleVersion')
    expect(await refused(approve, { at: minutesAfter(tuesday, leaseMinutes) })).toBe('leaseLapsed')
    expect(await refused(approve, { by: 'bert' })).toBe('heldByAnother')
    expect(await refused({ kind: 'approve', accountId: foreign })).toBe('accountRequired')
    expect(await refused({ kind: 'approve', accountId: 'x' })).toBe('accountRequired')
    expect(await refused({ kind: 'requestScans', scans: [] })).toBe('reasonRequired')
    expect(await refused({ kind: 'requestScans', scans: [{ kind: 'form', reasons: [], note: '  ' }] })).toBe(
      'reasonRequired',
    )
    expect(await refused({ kind: 'reject', reasons: [], note: '' })).toBe('reasonRequired')
    expect(await refused({ kind: 'reject', reasons: [], note: '长'.repeat(301) })).toBe('tooLong')
    expect([await rowOf(id), await auditOf(id), await fixture.jobs()]).toEqual(before)
  })

  test('of two decisions at once one holds', async () => {
    const { desk, seed } = fixture
    const { id, accountId } = await seed()
    const version = await taken(id)
    const outcomes = await Promise.all([
      desk.decide('anna', id, version, { kind: 'approve', accountId }, tuesday),
      desk.decide('anna', id, version, { kind: 'reject', reasons: ['repeated'], note: '' }, tuesday),
    ])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    const decisions = await fixture.db
      .selectFrom('decision')
      .select('kind')
      .where('application_id', '=', id)
      .execute()
    expect(decisions).toHaveLength(1)
    expect((await auditOf(id)).filter(({ action }) => action !== 'claimed')).toHaveLength(1)
  })

  test('a decision whose jobs cannot be stored is no decision', async () => {
    const { desk, seed, db } = fixture
    const { id, accountId } = await seed()
    const version = await taken(id)
    const before = [await rowOf(id), await auditOf(id)]
    const tables = db.withTables<{ 'pgboss.queue': { name: string } }>()
    await tables
      .updateTable('pgboss.queue')
      .set({ name: 'gone' })
      .where('name', '=', 'deliverCredential')
      .execute()
    await expect(desk.decide('anna', id, version, { kind: 'approve', accountId }, tuesday)).rejects.toThrow(
      Fault,
    )
    await tables
      .updateTable('pgboss.queue')
      .set({ name: 'deliverCredential' })
      .where('name', '=', 'gone')
      .execute()
    expect([await rowOf(id), await auditOf(id)]).toEqual(before)
    expect(await db.selectFrom('decision').select('id').where('application_id', '=', id).execute()).toEqual(
      [],
    )
  })

  test('an undelivered credential is tried again, once', async () => {
    const { desk, seed } = fixture
    const { id } = await seed({ row: { state: 'undeliverable' } })
    const outcomes = await Promise.all([
      desk.retryDelivery('anna', id, tuesday),
      desk.retryDelivery('bert', id, tuesday),
    ])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await rowOf(id)).toMatchObject({ state: 'approved', version: 3 })
    expect(await fixture.jobs()).toEqual([{ name: 'deliverCredential', data: { applicationId: id } }])
  })
})

test('the audit chain holds through all of it', async () => {
  expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true })
})

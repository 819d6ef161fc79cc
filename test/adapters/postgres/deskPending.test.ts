import { describe, expect, test } from 'vitest'
import { verifyAudit } from '../../../src/adapters/postgres/audit.ts'
import { sealedIn } from '../../../src/adapters/postgres/sealing.ts'
import { leaseMinutes } from '../../../src/core/desk.ts'
import { checklistItems } from '../../../src/core/deskChecklist.ts'
import { type Decision, undoSeconds } from '../../../src/core/deskDecision.ts'
import { Fault } from '../../../src/core/fault.ts'
import { decided, minutesAfter, tuesday } from '../../support/deskFixture.ts'
import { useDesk } from '../../support/useDesk.ts'
import { withoutQueue } from '../../support/withoutQueue.ts'

const { fixture, rowOf, auditOf, decisionsOf, taken } = await useDesk()

const secondsAfter = (seconds: number): Date => minutesAfter(tuesday, seconds / 60)
const dueAt = secondsAfter(undoSeconds)
const rejection = decided({ kind: 'reject', reasons: ['identityNotProven'], note: '' })

describe('a decision that was made', () => {
  test('waits: stored with its checklist, and nothing told, recorded or sent', async () => {
    const { desk, seed, vault, db } = fixture
    const { id, accountId } = await seed({ values: { reason: 'personnelChange' } })
    const version = await taken(id)
    const before = await fixture.jobs()
    const decision = { ...decided({ kind: 'approve', accountId }), internalNote: '与备案印章核对过' }
    expect(await desk.decide('anna', id, version, decision, tuesday)).toEqual({
      ok: true,
      value: { applicationId: id, kind: 'approve', takesEffectAt: dueAt },
    })
    expect(await rowOf(id)).toMatchObject({
      state: 'decided',
      version: version + 1,
      reviewer_id: 'anna',
      account_id: null,
      lease_until: null,
      decided_at: null,
    })
    const [stored] = await decisionsOf(id)
    expect(stored).toMatchObject({ state: 'pending', decided_at: tuesday, takes_effect_at: dueAt })
    expect(stored?.checklist).toEqual(Object.fromEntries(checklistItems.map((item) => [item, true])))
    expect(
      JSON.parse(await vault.openText(stored?.detail ?? new Uint8Array(), sealedIn.decisionDetail(id))),
    ).toEqual(decision)
    expect(await fixture.jobs()).toEqual(before)
    const account = await db.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirst()
    expect(account?.holder_mobile).toBeNull()
    expect((await auditOf(id)).at(-1)).toEqual({
      actor: 'anna',
      action: 'decided',
      detail: { kind: 'approve', accountId, checklist: checklistItems },
    })
    expect(JSON.stringify(await auditOf(id))).not.toContain('备案')
  })

  test('has its job run when its time is over, by the database’s clock', async () => {
    const { desk, seed, db } = fixture
    const { id } = await seed()
    await desk.decide('anna', id, await taken(id), rejection, tuesday)
    const [job] = await db
      .withTables<{ 'pgboss.job': { name: string; data: unknown; start_after: Date; created_on: Date } }>()
      .selectFrom('pgboss.job')
      .selectAll()
      .where('name', '=', 'applyDecision')
      .execute()
    const [{ id: decisionId } = { id: '' }] = await decisionsOf(id)
    expect(job?.data).toEqual({ applicationId: id, decisionId })
    expect(Number(job?.start_after) - Number(job?.created_on)).toBe(undoSeconds * 1_000)
  })

  test('is the same when it is made again, as by a form sent twice', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    const version = await taken(id)
    const first = await desk.decide('anna', id, version, rejection, tuesday)
    expect(await desk.decide('anna', id, version, rejection, secondsAfter(3))).toEqual(first)
    expect(await decisionsOf(id)).toHaveLength(1)
    const other = decided({ kind: 'reject', reasons: ['repeated'], note: '' } as const)
    expect((await desk.decide('anna', id, version, other, secondsAfter(3))).ok).toBe(false)
  })

  test('is shown to who can undo it, while they can', async () => {
    const { desk, seed } = fixture
    const first = await seed()
    const second = await seed()
    await desk.decide('anna', first.id, await taken(first.id), rejection, tuesday)
    await desk.decide('anna', second.id, await taken(second.id), rejection, secondsAfter(1))
    const ids = async (reviewer: string, seconds: number) =>
      (await desk.undoable(reviewer, secondsAfter(seconds))).map(({ applicationId }) => applicationId)
    expect(await ids('anna', 5)).toEqual([second.id, first.id])
    expect(await ids('anna', undoSeconds)).toEqual([second.id])
    expect(await ids('bert', 5)).toEqual([])
  })

  test('stays although its lease would have lapsed meanwhile, and nobody can take it', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    await desk.decide('anna', id, await taken(id), rejection, secondsAfter(leaseMinutes * 60 - 1))
    const later = minutesAfter(tuesday, leaseMinutes + 5)
    expect(await desk.takeNext('bert', later)).toEqual({ ok: false, problem: { kind: 'queueEmpty' } })
    expect(await desk.take('bert', id, later)).toEqual({ ok: false, problem: { kind: 'notNow' } })
    await fixture.takeEffect()
    expect((await rowOf(id)).state).toBe('rejected')
  })
})

describe('undoing', () => {
  test('gives the application back for a whole lease, and nothing comes of the decision', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    const version = await taken(id)
    await desk.decide('anna', id, version, rejection, tuesday)
    const before = await fixture.jobs()
    expect(await desk.undo('anna', id, secondsAfter(9))).toEqual({ ok: true, value: undefined })
    expect(await rowOf(id)).toMatchObject({
      state: 'inReview',
      version: version + 2,
      lease_until: minutesAfter(secondsAfter(9), leaseMinutes),
    })
    expect((await auditOf(id)).at(-1)).toEqual({
      actor: 'anna',
      action: 'undone',
      detail: { kind: 'reject' },
    })
    expect(await fixture.takeEffect()).toBe(1)
    expect(await fixture.jobs()).toEqual(before)
    expect((await rowOf(id)).state).toBe('inReview')
    const opened = await desk.open('anna', id, secondsAfter(9))
    expect(opened.ok && opened.value.decisions).toMatchObject([
      { at: tuesday, isUndone: true, decision: rejection },
    ])
  })

  test('comes too late when the time is over, for another, and twice', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    await desk.decide('anna', id, await taken(id), rejection, tuesday)
    const tooLate = { ok: false, problem: { kind: 'tooLateToUndo' } }
    expect(await desk.undo('bert', id, tuesday)).toEqual(tooLate)
    expect(await desk.undo('anna', id, dueAt)).toEqual(tooLate)
    expect((await desk.undo('anna', id, tuesday)).ok).toBe(true)
    expect(await desk.undo('anna', id, tuesday)).toEqual(tooLate)
    expect(await desk.undo('anna', '00000000-0000-4000-8000-000000000000', tuesday)).toEqual(tooLate)
  })

  test('leaves the way free for another decision', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    const version = await taken(id)
    await desk.decide('anna', id, version, rejection, tuesday)
    await desk.undo('anna', id, tuesday)
    const request = decided({
      kind: 'requestScans',
      scans: [{ kind: 'form', reasons: ['cutOff'], note: '' }],
    } as const)
    expect((await desk.decide('anna', id, version + 2, request, secondsAfter(5))).ok).toBe(true)
    expect(await fixture.takeEffect()).toBe(2)
    expect((await rowOf(id)).state).toBe('scansRequested')
    expect((await decisionsOf(id)).map(({ state }) => state)).toEqual(['undone', 'applied'])
  })
})

describe('a decision that does not hold', () => {
  test('changes nothing', async () => {
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
    const approve = decided({ kind: 'approve', accountId })
    expect(await refused(approve, { version: version - 1 })).toBe('staleVersion')
    expect(await refused(approve, { at: minutesAfter(tuesday, leaseMinutes) })).toBe('leaseLapsed')
    expect(await refused(approve, { by: 'bert' })).toBe('heldByAnother')
    expect(await refused({ ...approve, checklist: ['sealLegible'] })).toBe('checklistIncomplete')
    expect(await refused({ ...approve, internalNote: '长'.repeat(1_001) })).toBe('tooLong')
    expect(await refused({ ...approve, accountId: foreign })).toBe('accountRequired')
    expect(await refused({ ...approve, accountId: 'x' })).toBe('accountRequired')
    expect(await refused(decided({ kind: 'requestScans', scans: [] }))).toBe('reasonRequired')
    expect(await refused(decided({ kind: 'reject', reasons: [], note: '' }))).toBe('reasonRequired')
    expect([await rowOf(id), await auditOf(id), await fixture.jobs()]).toEqual(before)
  })

  test('says what happened since the version that was seen', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    const version = await taken(id)
    await desk.open('anna', id, tuesday)
    await desk.releaseOf('sven', id, 'ill today', secondsAfter(1))
    await desk.take('anna', id, secondsAfter(2))
    await desk.reveal('anna', id, 'mobile', secondsAfter(3))
    await desk.record('vera', id, secondsAfter(3))
    expect(await desk.decide('anna', id, version, rejection, secondsAfter(4))).toEqual({
      ok: false,
      problem: {
        kind: 'staleVersion',
        changes: [
          { at: secondsAfter(1), action: 'takenAway' },
          { at: secondsAfter(2), action: 'claimed' },
        ],
      },
    })
  })

  test('says so also of what was withdrawn, to nobody but who had seen it', async () => {
    const { desk, seed, db } = fixture
    const { id } = await seed()
    const version = await taken(id)
    await desk.open('anna', id, tuesday)
    await db
      .updateTable('application')
      .set({ state: 'withdrawn', version: version + 1 })
      .where('id', '=', id)
      .execute()
    expect(await desk.decide('anna', id, version, rejection, tuesday)).toMatchObject({
      problem: { kind: 'staleVersion' },
    })
    expect(await desk.decide('bert', id, version, rejection, tuesday)).toEqual({
      ok: false,
      problem: { kind: 'notNow' },
    })
  })

  test('of two at once one is made', async () => {
    const { desk, seed } = fixture
    const { id, accountId } = await seed()
    const version = await taken(id)
    const outcomes = await Promise.all([
      desk.decide('anna', id, version, decided({ kind: 'approve', accountId }), tuesday),
      desk.decide('anna', id, version, rejection, tuesday),
    ])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await decisionsOf(id)).toHaveLength(1)
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['claimed', 'decided'])
  })

  test('whose job cannot be stored is none', async () => {
    const { desk, seed, db } = fixture
    const { id } = await seed()
    const version = await taken(id)
    const before = [await rowOf(id), await auditOf(id)]
    await withoutQueue(db, 'applyDecision', async () =>
      expect(desk.decide('anna', id, version, rejection, tuesday)).rejects.toThrow(Fault),
    )
    expect([await rowOf(id), await auditOf(id)]).toEqual(before)
    expect(await decisionsOf(id)).toEqual([])
  })
})

test('the audit chain holds through all of it', async () => {
  expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true })
})

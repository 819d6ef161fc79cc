import { afterAll, expect, test } from 'vitest'
import { verifyAudit } from '../../../src/adapters/postgres/audit.ts'
import { openDatabase } from '../../../src/adapters/postgres/database.ts'
import { createDesk } from '../../../src/adapters/postgres/desk.ts'
import { applyDecision } from '../../../src/adapters/postgres/deskApply.ts'
import { leaseMinutes } from '../../../src/core/desk.ts'
import { undoSeconds } from '../../../src/core/deskDecision.ts'
import { decided, minutesAfter, tuesday } from '../../support/deskFixture.ts'
import { takeAll } from '../../support/takeAll.ts'
import { useDesk } from '../../support/useDesk.ts'

const { fixture, rowOf, auditOf, decisionsOf, taken } = await useDesk()

/** Transactions that are really open at the same time. */
const connections = 24
const db = openDatabase(fixture.url, { maxConnections: connections })
afterAll(async () => db.destroy())
const desk = createDesk({ ...fixture, db })

const rejection = decided({ kind: 'reject', reasons: ['repeated'], note: '' } as const)
const dueAt = minutesAfter(tuesday, undoSeconds / 60)

/** Applications that are only to be taken: neither form nor scans. */
const seedQueue = async (count: number): Promise<readonly string[]> => {
  const { unitId } = await fixture.seed({ row: { state: 'delivered' } })
  const rows = Array.from({ length: count }, (_, index) => ({
    id: crypto.randomUUID(),
    unit_id: unitId,
    state: 'submitted' as const,
    version: 2,
    language: 'zh-CN' as const,
    revision: 1,
    submitted_at: tuesday,
    promised_at: minutesAfter(tuesday, index % 97),
  }))
  await fixture.db.insertInto('application').values(rows).execute()
  return rows.map(({ id }) => id)
}

test('200 takers at once over 1,000 applications take each exactly once, and none is left', async () => {
  const seeded = await seedQueue(1_000)
  const takenBy = await takeAll(desk, 200)
  expect([...takenBy.values()].flat().sort()).toEqual([...seeded].sort())
  const rows = await fixture.db
    .selectFrom('application')
    .select(['id', 'state', 'version', 'reviewer_id'])
    .where('state', '<>', 'delivered')
    .execute()
  for (const { id, state, version, reviewer_id: holder } of rows) {
    expect({ state, version }).toEqual({ state: 'inReview', version: 3 })
    expect(takenBy.get(holder ?? '')).toContain(id)
  }
  const claims = await fixture.db
    .selectFrom('audit')
    .select('application_id')
    .where('action', '=', 'claimed')
    .execute()
  expect(claims.map(({ application_id: id }) => id ?? 'none').sort()).toEqual([...seeded].sort())
  expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true })
})

test('of many who take the same one by name one holds it', async () => {
  const { id } = await fixture.seed()
  const takers = Array.from({ length: connections }, (_, index) => `taker ${index}`)
  const outcomes = await Promise.all(takers.map((taker) => desk.take(taker, id, tuesday)))
  const winners = takers.filter((_, index) => outcomes[index]?.ok)
  expect(winners).toEqual([(await rowOf(id)).reviewer_id])
  const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.problem.kind]))
  expect(refused).toEqual(takers.slice(1).map(() => 'heldByAnother'))
})

test('a lease that lapses in the middle of a decision: who decides has not lost it, or does not decide', async () => {
  const lapse = minutesAfter(tuesday, leaseMinutes)
  for (let round = 0; round < 20; round++) {
    const { id } = await fixture.seed()
    const version = await taken(id)
    // The clocks of two requests: one a moment before the lease's end, one at it.
    const [decision, take] = await Promise.all([
      desk.decide('anna', id, version, rejection, new Date(lapse.getTime() - 1)),
      desk.take('bert', id, lapse),
    ])
    expect([decision.ok, take.ok].filter(Boolean)).toHaveLength(1)
    const { state, reviewer_id: holder } = await rowOf(id)
    expect([state, holder]).toEqual(decision.ok ? ['decided', 'anna'] : ['inReview', 'bert'])
    expect(await decisionsOf(id)).toHaveLength(decision.ok ? 1 : 0)
  }
})

test('undoing and taking effect at once: either, never both', async () => {
  const apply = applyDecision(db, fixture.vault)
  for (let round = 0; round < 20; round++) {
    const { id, accountId } = await fixture.seed()
    await desk.decide('anna', id, await taken(id), decided({ kind: 'approve', accountId }), tuesday)
    const [{ id: decisionId } = { id: '' }] = await decisionsOf(id)
    const undo = () => desk.undo('anna', id, new Date(dueAt.getTime() - 1))
    const effect = () => apply({ applicationId: id, decisionId }, dueAt)
    const [undone] = await (round % 2 === 0
      ? Promise.all([undo(), effect()])
      : Promise.all([effect(), undo()]).then(([, first]) => [first] as const))
    const { state } = await rowOf(id)
    const actions = (await auditOf(id)).map(({ action }) => action)
    expect(state).toBe(undone.ok ? 'inReview' : 'approved')
    expect((await decisionsOf(id)).map((row) => row.state)).toEqual([undone.ok ? 'undone' : 'applied'])
    expect(actions).toEqual(['claimed', 'decided', undone.ok ? 'undone' : 'approved'])
  }
  const delivered = (await fixture.jobs()).filter(({ name }) => name === 'deliverCredential')
  const approved = await fixture.db
    .selectFrom('application')
    .select('id')
    .where('state', '=', 'approved')
    .execute()
  expect(delivered.map(({ data }) => (data as { applicationId: string }).applicationId).sort()).toEqual(
    approved.map(({ id }) => id).sort(),
  )
})

test('whoever takes what a first reviewer approved, that reviewer does not', async () => {
  await fixture.db
    .updateTable('four_eyes_rule')
    .set({ is_on: true })
    .where('rule', '=', 'firstRecovery')
    .execute()
  for (let round = 0; round < 10; round++) {
    const { id, accountId } = await fixture.seed()
    await desk.decide('anna', id, await taken(id), decided({ kind: 'approve', accountId }), tuesday)
    await fixture.takeEffect()
    const [first, byName, bert, carl] = await Promise.all([
      desk.takeNext('anna', tuesday),
      desk.take('anna', id, tuesday),
      desk.takeNext('bert', tuesday),
      desk.take('carl', id, tuesday),
    ])
    expect(first).toMatchObject({ problem: { kind: 'queueEmpty' } })
    expect(byName).toMatchObject({ problem: { kind: 'secondReviewerNeeded' } })
    expect([bert.ok, carl.ok].filter(Boolean)).toHaveLength(1)
    const second = bert.ok ? 'bert' : 'carl'
    const { version, reviewer_id: holder } = await rowOf(id)
    expect(holder).toBe(second)
    const approval = decided({ kind: 'approve', accountId } as const)
    await Promise.all([1, 2].map(() => desk.decide(second, id, version, approval, tuesday)))
    await fixture.takeEffect()
    expect((await rowOf(id)).state).toBe('approved')
    expect(await decisionsOf(id)).toHaveLength(2)
  }
})

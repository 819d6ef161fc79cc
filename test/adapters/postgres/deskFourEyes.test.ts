import { beforeEach, describe, expect, test } from 'vitest'
import { sealedIn } from '../../../src/adapters/postgres/sealing.ts'
import type { Decision } from '../../../src/core/deskDecision.ts'
import { type FourEyesRule, fourEyesRules } from '../../../src/core/fourEyes.ts'
import { applicantValues, decided, tuesday } from '../../support/deskFixture.ts'
import { useDesk } from '../../support/useDesk.ts'

const { fixture, rowOf, auditOf, decisionsOf, taken } = await useDesk()
beforeEach(async () => switchOn('personnelChange'))

/** This rule alone, or none. */
const switchOn = async (only?: FourEyesRule): Promise<void> => {
  for (const rule of fourEyesRules)
    await fixture.db
      .updateTable('four_eyes_rule')
      .set({ is_on: rule === only })
      .where('rule', '=', rule)
      .execute()
}

const personnelChange = { values: { reason: 'personnelChange' } } as const

const decide = async (reviewer: string, id: string, decision: Decision): Promise<string> => {
  const version = await taken(id, reviewer)
  const made = await fixture.desk.decide(reviewer, id, version, decision, tuesday)
  if (!made.ok) throw new Error(made.problem.kind)
  await fixture.takeEffect()
  return (await rowOf(id)).state
}
const approval = (accountId: string) => decided({ kind: 'approve', accountId })

describe('where four eyes are needed', () => {
  test('a first approval only brings it back into the queue, the promise running on', async () => {
    const { desk, seed } = fixture
    const { id, accountId } = await seed(personnelChange)
    const { promised_at: promisedAt } = await rowOf(id)
    expect(await decide('anna', id, approval(accountId))).toBe('submitted')
    expect(await rowOf(id)).toMatchObject({
      promised_at: promisedAt,
      first_approver: 'anna',
      first_account_id: accountId,
      account_id: null,
    })
    expect((await auditOf(id)).at(-1)).toEqual({
      actor: 'anna',
      action: 'firstApproved',
      detail: { accountId, rules: ['personnelChange'] },
    })
    expect(
      await fixture.db.selectFrom('outcome').select('kind').where('application_id', '=', id).execute(),
    ).toEqual([])
    expect((await fixture.jobs()).map(({ name }) => name)).toEqual(['tellChat'])
    const [entry] = await desk.list('dueToday', { reviewerId: 'bert', now: tuesday, limit: 9 })
    expect(entry?.firstApprover).toEqual({ id: 'anna', name: 'anna' })
  })

  test('who approved first is passed over, and refused by name, as long as another has to decide', async () => {
    const { desk, seed } = fixture
    const { id, accountId } = await seed(personnelChange)
    await decide('anna', id, approval(accountId))
    const other = await seed()
    expect(await desk.takeNext('anna', tuesday)).toEqual({ ok: true, value: other.id })
    expect(await desk.takeNext('anna', tuesday)).toEqual({ ok: false, problem: { kind: 'queueEmpty' } })
    const refused = { ok: false, problem: { kind: 'secondReviewerNeeded' } }
    const expectRefused = async () => {
      expect(await desk.take('anna', id, tuesday)).toEqual(refused)
      expect(await desk.open('anna', id, tuesday)).toEqual(refused)
    }
    await expectRefused()
    expect(await desk.takeNext('bert', tuesday)).toEqual({ ok: true, value: id })
    await expectRefused()
    expect(await decide('bert', id, approval(accountId))).toBe('approved')
    expect(await desk.open('anna', id, tuesday)).toEqual({ ok: false, problem: { kind: 'notNow' } })
  })

  test('what a program approved first is passed over by every program, and decided by a person', async () => {
    const { desk, seed } = fixture
    const { id, accountId } = await seed(personnelChange)
    await decide('token:1', id, approval(accountId))
    expect(await desk.takeNext('token:2', tuesday)).toEqual({ ok: false, problem: { kind: 'queueEmpty' } })
    expect(await desk.take('token:2', id, tuesday)).toEqual({
      ok: false,
      problem: { kind: 'secondReviewerNeeded' },
    })
    expect(await desk.takeNext('bert', tuesday)).toEqual({ ok: true, value: id })
    expect(await decide('bert', id, approval(accountId))).toBe('approved')
  })

  test('a second reviewer’s approval for the same account holds, and tells once that review began', async () => {
    const { desk, seed } = fixture
    const { id, accountId } = await seed(personnelChange)
    await decide('anna', id, approval(accountId))
    await taken(id, 'bert')
    const opened = await desk.open('bert', id, tuesday)
    expect(opened.ok && opened.value).toMatchObject({
      firstApproval: { reviewer: 'anna', accountId },
      accounts: [{ id: accountId, fourEyes: ['personnelChange'] }],
      decisions: [{ reviewer: 'anna', isUndone: false, decision: { kind: 'approve', accountId } }],
    })
    expect(await decide('bert', id, approval(accountId))).toBe('approved')
    expect((await decisionsOf(id)).map((row) => [row.reviewer_id, row.state])).toEqual([
      ['anna', 'applied'],
      ['bert', 'applied'],
    ])
    const outcomes = await fixture.db
      .selectFrom('outcome')
      .select('reviewer_id')
      .where('application_id', '=', id)
      .execute()
    expect(outcomes).toEqual([{ reviewer_id: 'bert' }])
    expect((await fixture.jobs()).map(({ name }) => name)).toEqual([
      'tellChat',
      'deliverCredential',
      'tellChat',
    ])
  })

  test('an approval for another account is a first one again', async () => {
    const { seed, db } = fixture
    const { id, accountId, unitId } = await seed(personnelChange)
    const { id: another } = await db
      .insertInto('account')
      .values({ unit_id: unitId, name: 'another' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await decide('anna', id, approval(accountId))
    expect(await decide('bert', id, approval(another))).toBe('submitted')
    expect(await rowOf(id)).toMatchObject({ first_approver: 'bert', first_account_id: another })
    expect(await decide('anna', id, approval(another))).toBe('approved')
  })

  test('a request for scans ends the first approval; what comes back needs two again', async () => {
    const { seed, db } = fixture
    const { id, accountId } = await seed(personnelChange)
    await decide('anna', id, approval(accountId))
    const request = decided({
      kind: 'requestScans',
      scans: [{ kind: 'form', reasons: ['cutOff'], note: '' }],
    } as const)
    expect(await decide('bert', id, request)).toBe('scansRequested')
    expect(await rowOf(id)).toMatchObject({ first_approver: null, first_account_id: null })
    await db.updateTable('application').set({ state: 'submitted' }).where('id', '=', id).execute()
    expect(await decide('bert', id, approval(accountId))).toBe('submitted')
    expect(await decide('anna', id, approval(accountId))).toBe('approved')
  })

  test('anyone can reject after a first approval', async () => {
    const { seed } = fixture
    const { id, accountId } = await seed(personnelChange)
    await decide('anna', id, approval(accountId))
    expect(await decide('bert', id, decided({ kind: 'reject', reasons: ['repeated'], note: '' }))).toBe(
      'rejected',
    )
    expect((await rowOf(id)).first_approver).toBeNull()
  })

  test('an undone first approval is none', async () => {
    const { desk, seed } = fixture
    const { id, accountId } = await seed(personnelChange)
    await desk.decide('anna', id, await taken(id), approval(accountId), tuesday)
    await desk.undo('anna', id, tuesday)
    await fixture.takeEffect()
    expect(await rowOf(id)).toMatchObject({ state: 'inReview', first_approver: null })
  })

  test('with the rule switched off in the meantime one approval is enough', async () => {
    const { seed } = fixture
    const { id, accountId } = await seed(personnelChange)
    await decide('anna', id, approval(accountId))
    await switchOn()
    expect(await decide('bert', id, approval(accountId))).toBe('approved')
  })
})

describe('the facts that rules ask for', () => {
  const rulesOf = async (id: string): Promise<readonly FourEyesRule[]> => {
    await taken(id, 'vera')
    const opened = await fixture.desk.open('vera', id, tuesday)
    return opened.ok ? (opened.value.accounts[0]?.fourEyes ?? []) : []
  }

  test.each(fourEyesRules)('%s applies only while it is on', async (rule) => {
    const { db, seed } = fixture
    const { id, scans } = await seed(personnelChange)
    await db
      .updateTable('scan')
      .set({ sha256_hash: 'same' })
      .where('id', 'in', [scans.form, (await seed()).scans.form])
      .execute()
    await switchOn(rule)
    expect(await rulesOf(id)).toEqual([rule])
    await switchOn()
    expect(await rulesOf(id)).toEqual([])
  })

  test('a mobile number on record is compared with the form’s', async () => {
    const { db, vault, seed } = fixture
    const { id, accountId, unitId } = await seed()
    const record = async (mobile: string) =>
      db
        .updateTable('account')
        .set({ holder_mobile: await vault.seal(mobile, sealedIn.accountHolderMobile(unitId, 'lab-office')) })
        .where('id', '=', accountId)
        .execute()
    await switchOn('mobileNotOnRecord')
    await record(applicantValues.mobile)
    expect(await rulesOf(id)).toEqual([])
    await record('+8613900139000')
    expect(await rulesOf(id)).toEqual(['mobileNotOnRecord'])
  })

  test('a unit that was approved before has its first recovery behind it', async () => {
    const { db, seed } = fixture
    const { id, unitId } = await seed()
    const before = await seed({ row: { state: 'rejected' } })
    await db.updateTable('application').set({ unit_id: unitId }).where('id', '=', before.id).execute()
    await switchOn('firstRecovery')
    expect(await rulesOf(id)).toEqual(['firstRecovery'])
    await db.updateTable('application').set({ state: 'delivered' }).where('id', '=', before.id).execute()
    expect(await rulesOf(id)).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { verifyAudit } from '../../../src/adapters/postgres/audit.ts'
import { applyDecision } from '../../../src/adapters/postgres/deskApply.ts'
import { sealedIn } from '../../../src/adapters/postgres/sealing.ts'
import { undoSeconds } from '../../../src/core/deskDecision.ts'
import { Fault } from '../../../src/core/fault.ts'
import { applicantValues, decided, minutesAfter, tuesday } from '../../support/deskFixture.ts'
import { useDesk } from '../../support/useDesk.ts'
import { withoutQueue } from '../../support/withoutQueue.ts'

const { fixture, rowOf, auditOf, decisionsOf, taken } = await useDesk()

const dueAt = minutesAfter(tuesday, undoSeconds / 60)
const rejection = decided({ kind: 'reject', reasons: ['identityNotProven'], note: '' })

describe('taking effect', () => {
  test('approves: the account, both jobs, the figures and the audit line together', async () => {
    const { desk, seed, db } = fixture
    const { id, accountId } = await seed()
    const version = await taken(id)
    await desk.decide('anna', id, version, decided({ kind: 'approve', accountId }), tuesday)
    await fixture.takeEffect(dueAt)
    expect(await rowOf(id)).toMatchObject({
      state: 'approved',
      version: version + 2,
      account_id: accountId,
      decided_at: tuesday,
    })
    const [decision] = await decisionsOf(id)
    expect(decision).toMatchObject({ state: 'applied', reviewer_id: 'anna' })
    expect((await fixture.jobs()).slice(1)).toEqual([
      { name: 'deliverCredential', data: { applicationId: id } },
      { name: 'tellChat', data: { applicationId: id, version: version + 2 } },
    ])
    expect((await auditOf(id)).at(-1)).toEqual({
      actor: 'anna',
      action: 'approved',
      detail: { accountId, changesHolder: false },
    })
    const outcome = await db
      .selectFrom('outcome')
      .selectAll()
      .where('application_id', '=', id)
      .executeTakeFirst()
    expect(outcome).toEqual({
      decision_id: decision?.id,
      application_id: id,
      reviewer_id: 'anna',
      kind: 'approve',
      reasons: [],
      scans: [],
      submitted_at: minutesAfter(tuesday, -60),
      promised_at: minutesAfter(tuesday, 60),
      decided_at: tuesday,
      is_first_try: true,
    })
  })

  test.each([
    { reason: 'personnelChange', holder: [applicantValues.applicantName, applicantValues.mobile] },
    { reason: 'forgotten', holder: ['周立群', undefined] },
  ] as const)('an approval for $reason leaves the right account holder', async ({ reason, holder }) => {
    const { desk, seed, vault, db } = fixture
    const { id, accountId, unitId } = await seed({ values: { reason } })
    await desk.decide('anna', id, await taken(id), decided({ kind: 'approve', accountId }), tuesday)
    await fixture.takeEffect()
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

  test('asks again: the reasons in the applicant’s language, the scan set aside', async () => {
    const { desk, seed, vault, db } = fixture
    const { id, scans } = await seed({ row: { language: 'en' } })
    const decision = decided({
      kind: 'requestScans',
      scans: [{ kind: 'form', reasons: ['sealMissing'], note: ' Page 1 only. ' }],
    } as const)
    await desk.decide('anna', id, await taken(id), decision, tuesday)
    const statesOf = async () =>
      new Map(
        (await db.selectFrom('scan').select(['id', 'state']).where('application_id', '=', id).execute()).map(
          (scan) => [scan.id, scan.state],
        ),
      )
    expect((await statesOf()).get(scans.form)).toBe('sent')
    await fixture.takeEffect()
    const row = await rowOf(id)
    expect(row.state).toBe('scansRequested')
    const requested: unknown = JSON.parse(
      await vault.openText(row.requested ?? new Uint8Array(), sealedIn.applicationRequested(id)),
    )
    expect(requested).toEqual([
      { kind: 'form', reason: expect.stringMatching(/official seal.*\nPage 1 only\.$/su) as unknown },
    ])
    expect(await statesOf()).toEqual(
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
    const outcome = await db
      .selectFrom('outcome')
      .selectAll()
      .where('application_id', '=', id)
      .executeTakeFirst()
    expect(outcome).toMatchObject({ reasons: ['form.sealMissing'], scans: ['form'], is_first_try: true })
  })

  test('rejects: the reason sealed for the applicant, the internal note nowhere in it', async () => {
    const { desk, seed, vault } = fixture
    const { id } = await seed()
    const decision = { ...rejection, internalNote: '第三次冒名' }
    await desk.decide('anna', id, await taken(id), decision, tuesday)
    await fixture.takeEffect()
    const { state, decision_reason: reason } = await rowOf(id)
    expect(state).toBe('rejected')
    expect(await vault.openText(reason ?? new Uint8Array(), sealedIn.applicationDecisionReason(id))).toBe(
      '所交材料不足以证明填表人的身份。',
    )
  })

  test('happens once, however often and late the job comes', async () => {
    const { desk, seed, db, vault } = fixture
    const { id, accountId } = await seed()
    await desk.decide('anna', id, await taken(id), decided({ kind: 'approve', accountId }), tuesday)
    const [{ id: decisionId } = { id: '' }] = await decisionsOf(id)
    const before = (await fixture.jobs()).length
    const apply = applyDecision(db, vault)
    await Promise.all([1, 2, 3].map(() => apply({ applicationId: id, decisionId }, dueAt)))
    await apply({ applicationId: id, decisionId }, minutesAfter(tuesday, 10_000))
    expect(await fixture.jobs()).toHaveLength(before + 2)
    expect((await auditOf(id)).filter(({ action }) => action === 'approved')).toHaveLength(1)
    expect(
      await db.selectFrom('outcome').select('kind').where('application_id', '=', id).execute(),
    ).toHaveLength(1)
  })

  test('waits for its time, should the job come early', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    await desk.decide('anna', id, await taken(id), rejection, tuesday)
    expect(await fixture.takeEffect(minutesAfter(dueAt, -1 / 60))).toBe(1)
    expect((await rowOf(id)).state).toBe('decided')
    expect(await fixture.takeEffect(dueAt)).toBe(1)
    expect((await rowOf(id)).state).toBe('rejected')
  })

  test('is all or nothing, and is tried again', async () => {
    const { desk, seed, db } = fixture
    const { id, accountId } = await seed({ values: { reason: 'personnelChange' } })
    await desk.decide('anna', id, await taken(id), decided({ kind: 'approve', accountId }), tuesday)
    const [{ id: decisionId } = { id: '' }] = await decisionsOf(id)
    const before = [await rowOf(id), await auditOf(id), await decisionsOf(id)]
    const account = () => db.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirst()
    const accountBefore = await account()
    const apply = () => applyDecision(db, fixture.vault)({ applicationId: id, decisionId }, dueAt)
    await withoutQueue(db, 'deliverCredential', async () => expect(apply()).rejects.toThrow(Fault))
    expect([await rowOf(id), await auditOf(id), await decisionsOf(id)]).toEqual(before)
    expect(await account()).toEqual(accountBefore)
    await apply()
    expect((await rowOf(id)).state).toBe('approved')
  })
})

test('the audit chain holds through all of it', async () => {
  expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true })
})

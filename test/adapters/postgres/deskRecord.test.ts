import { expect, test } from 'vitest'
import { minutesAfter, tuesday } from '../../support/deskFixture.ts'
import { useDesk } from '../../support/useDesk.ts'

const { fixture, auditOf, taken } = await useDesk()
const { desk, seed } = fixture

test('the record tells who decided what and when, and nothing of a person', async () => {
  const { id } = await seed({ values: { reason: 'other', reasonText: '前任张三离职' } })
  const version = await taken(id)
  await desk.decide(
    'anna',
    id,
    version,
    {
      kind: 'reject',
      reasons: ['repeated'],
      note: '欧阳思远的另一份申请已通过',
      checklist: [],
      internalNote: '与周立群通过电话',
    },
    tuesday,
  )
  await fixture.takeEffect(minutesAfter(tuesday, 1))
  const record = await desk.record('vera', id, minutesAfter(tuesday, 2))
  expect(record).toMatchObject({
    applicationId: id,
    state: 'rejected',
    values: { applicantName: '欧***', reason: 'other' },
    decisions: [{ reviewer: 'anna', decision: { kind: 'reject', reasons: ['repeated'], internalNote: '' } }],
  })
  expect(record?.history.map(({ action }) => action)).toContain('decided')
  const text = JSON.stringify(record)
  for (const personal of ['欧阳思远', '周立群', '张三', '11010519491231002X', '13800138000', 'siyuan.ouyang'])
    expect(text).not.toContain(personal)
  expect((await auditOf(id)).filter(({ action }) => action === 'recordSeen')).toMatchObject([
    { actor: 'vera' },
  ])
})

test('the record outlives the values, and there is none of what is no application', async () => {
  const { id } = await seed()
  await fixture.db
    .updateTable('application')
    .set({ state: 'withdrawn', values: null })
    .where('id', '=', id)
    .execute()
  expect(await desk.record('vera', id, tuesday)).toMatchObject({ state: 'withdrawn', values: undefined })
  expect(await desk.record('vera', '6b1f3f0e-7a0f-4f27-a6a1-3f7d2c0f6f11', tuesday)).toBeUndefined()
})

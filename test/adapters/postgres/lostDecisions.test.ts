import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { retryLostDecisions } from '../../../src/adapters/postgres/lostDecisions.ts'
import { watchPromises } from '../../../src/host/housekeeping.ts'
import { decided, minutesAfter, type SeededApplication, tuesday } from '../../support/deskFixture.ts'
import { useDesk } from '../../support/useDesk.ts'

const { fixture, rowOf, taken } = await useDesk()

const approved = async (): Promise<SeededApplication> => {
  const seeded = await fixture.seed()
  const version = await taken(seeded.id, 'anna')
  const decision = decided({ kind: 'approve', accountId: seeded.accountId })
  expect(await fixture.desk.decide('anna', seeded.id, version, decision, tuesday)).toMatchObject({ ok: true })
  return seeded
}

/** As when the last of its tries failed. */
const giveUp = (): Promise<unknown> =>
  sql`update pgboss.job set state = 'failed' where name = 'applyDecision'`.execute(fixture.db)

test('a decision whose job failed for good is tried again after ten minutes, and takes effect', async () => {
  const { db } = fixture
  const { id } = await approved()
  expect(await retryLostDecisions(db, minutesAfter(tuesday, 30))).toBe(0)
  await giveUp()
  expect(await retryLostDecisions(db, minutesAfter(tuesday, 10))).toBe(0)
  expect((await rowOf(id)).state).toBe('decided')

  const said: unknown[] = []
  const log = { error: (fields: object, what: string) => said.push([fields, what]), warn: () => undefined }
  const host = { now: () => minutesAfter(tuesday, 11) }
  for (const _ of ['found', 'waiting for its job by then'])
    await watchPromises({ db, host, log: { ...log, info: () => undefined } })
  expect(said).toEqual([[{ decisions: 1 }, 'decisions did not take effect and are tried again']])
  await sql`delete from pgboss.job where state = 'failed'`.execute(db)
  expect(await fixture.takeEffect(minutesAfter(tuesday, 11))).toBe(1)
  expect((await rowOf(id)).state).toBe('approved')
  expect(await retryLostDecisions(db, minutesAfter(tuesday, 30))).toBe(0)
})

test('one that was undone is left alone', async () => {
  const { id } = await approved()
  expect(await fixture.desk.undo('anna', id, tuesday)).toMatchObject({ ok: true })
  await giveUp()
  expect(await retryLostDecisions(fixture.db, minutesAfter(tuesday, 30))).toBe(0)
})

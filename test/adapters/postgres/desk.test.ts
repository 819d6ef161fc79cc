import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { appendAudit, verifyAudit } from '../../../src/adapters/postgres/audit.ts'
import { deskTake } from '../../../src/adapters/postgres/deskTake.ts'
import {
  leaseMinutes,
  type QueuePart,
  type QueuePlace,
  returnedMinutes,
  soonDueMinutes,
} from '../../../src/core/desk.ts'
import { maskValues, sensitiveFields } from '../../../src/core/deskMask.ts'
import { mostRelated } from '../../../src/core/deskReview.ts'
import { applicantValues, minutesAfter, tuesday } from '../../support/deskFixture.ts'
import { takeAll } from '../../support/takeAll.ts'
import { useDesk } from '../../support/useDesk.ts'

const { fixture, rowOf, auditOf, taken } = await useDesk()

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
      expect(await desk.takeNext('anna', tuesday)).toEqual({ ok: true, value: id })
    expect(await desk.takeNext('anna', tuesday)).toEqual({ ok: false, problem: { kind: 'queueEmpty' } })
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
    const takenBy = await takeAll(desk, 50)
    expect([...takenBy.values()].flat().sort()).toEqual(seeded.sort())
    const holders = await fixture.db.selectFrom('application').select(['id', 'reviewer_id']).execute()
    for (const { id, reviewer_id: holder } of holders) expect(takenBy.get(holder ?? '')).toContain(id)
  })

  test('one by name is refused while another holds it, and renewed for who holds it', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    const version = await taken(id)
    expect(await desk.take('bert', id, tuesday)).toEqual({ ok: false, problem: { kind: 'heldByAnother' } })
    expect((await desk.take('anna', id, minutesAfter(tuesday, 3))).ok).toBe(true)
    expect(await rowOf(id)).toMatchObject({ version, lease_until: minutesAfter(tuesday, 13) })
    const { id: decided } = await seed({ row: { state: 'rejected' } })
    expect(await desk.take('anna', decided, tuesday)).toEqual({ ok: false, problem: { kind: 'notNow' } })
  })

  test('the chat is told once that a reviewer looks at it', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    await taken(id)
    expect((await desk.take('bert', id, minutesAfter(tuesday, 11))).ok).toBe(true)
    expect(await fixture.jobs()).toEqual([{ name: 'tellChat', data: { applicationId: id, version: 3 } }])
  })

  test('what is put back is free again, and no longer the reviewer’s', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    await taken(id)
    expect(await desk.release('bert', id, tuesday)).toEqual({ ok: false, problem: { kind: 'heldByAnother' } })
    expect((await desk.release('anna', id, tuesday)).ok).toBe(true)
    expect(await desk.open('anna', id, tuesday)).toEqual({ ok: false, problem: { kind: 'notNow' } })
    expect(await desk.takeNext('bert', tuesday)).toEqual({ ok: true, value: id })
  })
})

describe('what a supervisor takes away', () => {
  test('is free again, with the reason on record', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    const version = await taken(id)
    expect(await desk.releaseOf('sven', id, ' ', tuesday)).toMatchObject({
      problem: { kind: 'reasonRequired' },
    })
    expect(await desk.releaseOf('sven', id, '长'.repeat(301), tuesday)).toMatchObject({
      problem: { kind: 'tooLong' },
    })
    expect((await desk.releaseOf('sven', id, ' on leave ', tuesday)).ok).toBe(true)
    expect(await rowOf(id)).toMatchObject({ state: 'submitted', version: version + 1 })
    expect((await auditOf(id)).at(-1)).toEqual({
      actor: 'sven',
      action: 'takenAway',
      detail: { from: 'anna', reason: 'on leave' },
    })
    expect(await desk.renew('anna', id, tuesday)).toEqual({ ok: false, problem: { kind: 'notNow' } })
    expect(await desk.releaseOf('sven', id, 'again', tuesday)).toMatchObject({ problem: { kind: 'notNow' } })
    expect(await desk.takeNext('bert', tuesday)).toEqual({ ok: true, value: id })
  })
})

describe('what comes back with new scans', () => {
  const returned = (minutes: number) =>
    fixture.seed({ row: { asked_by: 'anna', promised_at: minutesAfter(tuesday, minutes) } })

  const returnedTo = (asker: string) =>
    fixture.seed({ row: { asked_by: asker, promised_at: minutesAfter(tuesday, 200) } })

  test('goes first to who asked for them, the most urgent of it before the rest', async () => {
    const { desk, seed } = fixture
    const urgent = await seed({ row: { promised_at: minutesAfter(tuesday, -60) } })
    const later = await returned(600)
    const sooner = await returned(300)
    for (const { id } of [sooner, later, urgent])
      expect(await desk.takeNext('anna', tuesday)).toEqual({ ok: true, value: id })
  })

  test('goes to anyone else by its promised time', async () => {
    const { desk, seed } = fixture
    const own = await returned(300)
    const sooner = await seed({ row: { promised_at: minutesAfter(tuesday, 200) } })
    for (const { id } of [sooner, own])
      expect(await desk.takeNext('bert', tuesday)).toEqual({ ok: true, value: id })
  })

  describe('is left for a while to who asked for them', () => {
    /** Nobody was at the desk on that day. */
    const wednesday = minutesAfter(tuesday, 24 * 60)
    const back = (dueIn: number, asker = 'mona') =>
      fixture.seed({
        row: { asked_by: asker, submitted_at: wednesday, promised_at: minutesAfter(wednesday, dueIn) },
      })
    const active = (actor: string, at: Date) =>
      fixture.db.transaction().execute((trx) => appendAudit(trx, { at, actor, action: 'opened' }))
    const nothing = { ok: false, problem: { kind: 'queueEmpty' } }

    test('if they were at the desk lately', async () => {
      const { desk } = fixture
      await active('mona', minutesAfter(wednesday, -5))
      const { id } = await back(soonDueMinutes + 40)
      const last = minutesAfter(wednesday, returnedMinutes - 6)
      expect(await desk.takeNext('bert', last)).toEqual(nothing)
      expect(await desk.takeNext('bert', minutesAfter(wednesday, returnedMinutes - 5))).toEqual({
        ok: true,
        value: id,
      })
    })

    test('and not if they were not', async () => {
      const { desk } = fixture
      await active('gone', minutesAfter(wednesday, -returnedMinutes))
      const ofGone = await back(soonDueMinutes + 1, 'gone')
      const ofGhost = await back(soonDueMinutes + 2, 'ghost')
      for (const { id } of [ofGone, ofGhost])
        expect(await desk.takeNext('bert', wednesday)).toEqual({ ok: true, value: id })
    })

    test('and no longer once it is due soon, nor from who takes it by name', async () => {
      const { desk } = fixture
      await active('mona', wednesday)
      const soon = await back(soonDueMinutes)
      const [named, kept] = [await back(soonDueMinutes + 1), await back(soonDueMinutes + 2)]
      expect(await desk.takeNext('bert', wednesday)).toEqual({ ok: true, value: soon.id })
      expect(await desk.takeNext('bert', wednesday)).toEqual(nothing)
      expect((await desk.take('bert', named.id, wednesday)).ok).toBe(true)
      expect(await desk.takeNext('mona', wednesday)).toEqual({ ok: true, value: kept.id })
    })
  })

  test('is listed on top for who asked for them, page by page, and in its place for others', async () => {
    const { desk, seed } = fixture
    const plain = [await seed({ row: { promised_at: minutesAfter(tuesday, 100) } }), await returnedTo('bert')]
    const own = [await returned(300), await returned(310)]
    const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
    const walk = async (reviewerId: string) => {
      const seen: [string, boolean][] = []
      for (let after: QueuePlace | undefined; ;) {
        const options = { reviewerId, now: tuesday, limit: 1, ...(after && { after }) }
        after = (await desk.list('dueToday', options))[0]
        if (!after) return seen
        seen.push([after.applicationId, after.isReturned])
      }
    }
    expect(await walk('anna')).toEqual([
      ...ids(own).map((id) => [id, true]),
      ...ids(plain).map((id) => [id, false]),
    ])
    expect(await walk('carl')).toEqual([...ids(plain), ...ids(own)].map((id) => [id, false]))
  })

  test('is anyone’s once it was put back', async () => {
    const { desk, seed } = fixture
    const own = await returned(300)
    const sooner = await seed()
    expect(await desk.takeNext('anna', tuesday)).toEqual({ ok: true, value: own.id })
    await desk.release('anna', own.id, tuesday)
    expect(await desk.takeNext('anna', tuesday)).toEqual({ ok: true, value: sooner.id })
  })
})

test('a taker waits before looking again for what others hold at that instant', async () => {
  const { db, seed } = fixture
  const { id } = await seed()
  const other = await db.startTransaction().execute()
  await other.selectFrom('application').select('id').where('id', '=', id).forUpdate().execute()
  const { takeNext } = deskTake(
    db,
    async () => void (other.isRolledBack || (await other.rollback().execute())),
  )
  expect(await takeNext('anna', tuesday)).toEqual({ ok: true, value: id })
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
    let after: QueuePlace | undefined
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
        values: maskValues(applicantValues),
        formNumber,
        leaseUntil: minutesAfter(tuesday, 10),
        scans: { form: { id: scans.form, width: 4, height: 3, warnings: [{ kind: 'noCode' }] } },
        accounts: [{ id: accountId, name: 'lab-office', holderName: '周立群', isNamed: true }],
        history: [{ action: 'claimed', actor: { reviewer: 'Frau Li' }, detail: {} }],
      },
    })
    const read = await desk.scan('named', id, scans.form, tuesday)
    expect(await read?.()).toEqual(new Uint8Array([0xff, 0xd8, 0xff, 0xd9]))
    expect(await auditOf(id)).toEqual([
      { actor: 'named', action: 'claimed', detail: {} },
      { actor: 'named', action: 'opened', detail: { version: 3 } },
      { actor: 'named', action: 'scanSeen', detail: { scanId: scans.form, kind: 'form' } },
    ])
  })

  test('has the account that the applicant named on top, and the one approved first, of however many', async () => {
    const { db, desk, seed } = fixture
    const { id, unitId } = await seed({ values: { accountName: 'ＯＦＦＩＣＥ-250' } })
    const names = Array.from({ length: 260 }, (_, index) => `office-${index}`)
    const made = await db
      .insertInto('account')
      .values(names.map((name) => ({ unit_id: unitId, name })))
      .returning(['id', 'name'])
      .execute()
    const first = made.find(({ name }) => name === 'office-255')?.id ?? ''
    await db
      .updateTable('application')
      .set({ first_approver: 'bert', first_account_id: first })
      .where('id', '=', id)
      .execute()
    await taken(id)
    const opened = await desk.open('anna', id, tuesday)
    const accounts = opened.ok ? opened.value.accounts : []
    expect(accounts.slice(0, 4).map(({ name, isNamed }) => [name, isNamed])).toEqual([
      ['office-250', true],
      ['office-255', false],
      ['lab-office', false],
      ['office-0', false],
    ])
    expect(accounts).toHaveLength(200)
  })

  test('names the tokens of other programs, and says what each line of its history is about', async () => {
    const { db, desk, seed } = fixture
    const tokenId = crypto.randomUUID()
    const row = { id: tokenId, name: '外部核验', token_hash: tokenId, scopes: [], created_by: 'anna' }
    await db
      .insertInto('api_token')
      .values({ ...row, created_at: tuesday })
      .execute()
    const token = `token:${tokenId}`
    const { id, accountId } = await seed({ row: { first_approver: token } })
    await db.updateTable('application').set({ first_account_id: accountId }).where('id', '=', id).execute()
    await taken(id)
    await desk.releaseOf('head', id, '请假', tuesday)
    const [listed] = await desk.list('dueToday', { reviewerId: 'anna', now: tuesday, limit: 1 })
    expect(listed?.firstApprover).toEqual({ id: token, name: '外部核验' })
    await taken(id)
    const { id: others } = await seed()
    await taken(others, token)
    const opened = await desk.open('anna', id, tuesday)
    expect(opened.ok && opened.value.firstApproval?.reviewer).toBe('外部核验')
    expect(opened.ok && opened.value.history).toContainEqual(
      expect.objectContaining({ action: 'takenAway', detail: { from: 'anna', reason: '请假' } }),
    )
    const byToken = await desk.open(token, others, tuesday)
    expect(byToken.ok && byToken.value.history[0]?.actor).toEqual({ reviewer: '外部核验' })
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

  test('is masked where it is sensitive, and each value shown is a line of the audit log', async () => {
    const { desk, seed } = fixture
    const { id } = await seed()
    await taken(id)
    for (const field of sensitiveFields)
      expect(await desk.reveal('anna', id, field, tuesday)).toEqual({
        ok: true,
        value: applicantValues[field],
      })
    expect(await desk.reveal('bert', id, 'mobile', tuesday)).toMatchObject({
      problem: { kind: 'heldByAnother' },
    })
    expect(await desk.reveal('anna', id, 'mobile', minutesAfter(tuesday, leaseMinutes))).toMatchObject({
      problem: { kind: 'leaseLapsed' },
    })
    expect((await auditOf(id)).slice(1)).toEqual(
      sensitiveFields.map((field) => ({ actor: 'anna', action: 'revealed', detail: { field } })),
    )
  })

  test('comes with the other applications that have something in common with it', async () => {
    const { desk, seed, db } = fixture
    const at = (minutes: number) => minutesAfter(tuesday, minutes)
    const hashes = { id_number_hash: 'one', mobile_hash: 'two' }
    const { id, unitId, scans } = await seed({ row: hashes })
    const all = await seed({ row: { ...hashes, state: 'rejected', submitted_at: at(-300) } })
    await db.updateTable('application').set({ unit_id: unitId }).where('id', '=', all.id).execute()
    const same = await seed({ row: { id_number_hash: 'one', submitted_at: at(-200) } })
    const pictured = await seed({ row: { submitted_at: at(-100) } })
    const unitName = expect.stringMatching(/^样例大学第\d+分校$/u) as string
    await db
      .updateTable('scan')
      .set({ sha256_hash: 'same' })
      .where('id', 'in', [scans.idCard, pictured.scans.idCard])
      .execute()
    await seed({ row: { id_number_hash: 'three' } })
    await taken(id)
    const opened = await desk.open('anna', id, tuesday)
    expect(opened.ok && opened.value.related).toEqual([
      { applicationId: pictured.id, unitName, why: ['picture'], state: 'submitted', submittedAt: at(-100) },
      { applicationId: same.id, unitName, why: ['idNumber'], state: 'submitted', submittedAt: at(-200) },
      {
        applicationId: all.id,
        unitName,
        why: ['idNumber', 'mobile', 'unit'],
        state: 'rejected',
        submittedAt: at(-300),
      },
    ])
  })

  test('comes with at most so many of each relation', async () => {
    const { desk, seed, db } = fixture
    const { id, unitId } = await seed()
    const others = await Promise.all(Array.from({ length: mostRelated + 1 }, () => seed()))
    await db
      .updateTable('application')
      .set({ unit_id: unitId })
      .where(
        'id',
        'in',
        others.map((other) => other.id),
      )
      .execute()
    await taken(id)
    const opened = await desk.open('anna', id, tuesday)
    expect(opened.ok && opened.value.related).toHaveLength(mostRelated)
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

test('the audit chain holds through all of it', async () => {
  expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true })
})

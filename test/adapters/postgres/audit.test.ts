import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendAudit, verifyAudit } from '../../../src/adapters/postgres/audit.ts'
import { findAuditHead, isNoteMissing, keepAuditHead } from '../../../src/adapters/postgres/auditHead.ts'
import { verifyAuditLog } from '../../../src/host/auditCommands.ts'
import { memoryObjects } from '../../support/memoryObjects.ts'
import { type Fixture, later, openFixture } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

const append = (action: string, second = 0): Promise<void> =>
  fixture.db.transaction().execute((trx) =>
    appendAudit(trx, {
      at: later(second),
      actor: 'service',
      action,
      applicationId: randomUUID(),
      detail: { zeta: 1, alpha: { nested: ['盖章', true, null], '10': 1, '9': 2 } },
    }),
  )

/** Changes the trail as one could who owns the database, then puts it back. */
const tampered = async (
  change: string,
  look: () => Promise<unknown> = async () => verifyAudit(fixture.db),
): Promise<unknown> => {
  await sql`create table audit_copy as select * from audit; alter table audit disable trigger audit_append_only`.execute(
    fixture.db,
  )
  await sql.raw(change).execute(fixture.db)
  const verdict = await look()
  await sql`delete from audit; insert into audit select * from audit_copy; drop table audit_copy;
    alter table audit enable trigger audit_append_only`.execute(fixture.db)
  return verdict
}

describe('the audit trail', () => {
  it('is whole when nothing was written, and after many lines written at once', async () => {
    expect(await verifyAudit(fixture.db)).toEqual({ intact: true, lines: 0, lastHash: undefined })
    await Promise.all(Array.from({ length: 20 }, (_, index) => append(`action ${index}`, index)))
    expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true, lines: 20 })
  })

  it('has no gap where a transaction was undone', async () => {
    const undone = fixture.db.transaction().execute(async (trx) => {
      await appendAudit(trx, { at: later(1), actor: 'service', action: 'undone' })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await append('after')
    expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true, lines: 21 })
  })

  it.each([
    ['an actor', `update audit set actor = 'reviewer:1' where seq = 7`, '7'],
    ['an action', `update audit set action = 'x' where seq = 1`, '1'],
    ['a moment', `update audit set at = at + interval '1 ms' where seq = 3`, '3'],
    ['an application', `update audit set application_id = gen_random_uuid() where seq = 4`, '4'],
    ['a detail', `update audit set detail = detail || '{"zeta": 2}' where seq = 20`, '20'],
    ['a hash', `update audit set hash = 'x' where seq = 5`, '5'],
    ['a line taken out', `delete from audit where seq = 9`, '10'],
    [
      'a line put in',
      `insert into audit select 22, at, actor, action, application_id, detail, hash from audit where seq = 21`,
      '22',
    ],
    [
      'two lines exchanged',
      `update audit set seq = -8 where seq = 8; update audit set seq = 8 where seq = 9;
       update audit set seq = 9 where seq = -8`,
      '8',
    ],
  ])('shows %s changed', async (_, change, brokenAt) => {
    expect(await tampered(change)).toEqual({ intact: false, brokenAt })
    expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true })
  })

  it('shows last lines cut off by another last hash', async () => {
    const whole = await verifyAudit(fixture.db)
    const cut = await tampered('delete from audit where seq = 21')
    expect(whole).toMatchObject({ intact: true, lines: 21 })
    expect(cut).toMatchObject({ intact: true, lines: 20 })
    expect(cut).not.toMatchObject({ lastHash: Object(whole).lastHash as string })
  })

  it('shows by a line noted outside that last lines were cut off, or the chain computed anew', async () => {
    const objects = memoryObjects()
    expect(await keepAuditHead(fixture.db, objects, later(60))).toMatchObject({ intact: true, lines: 21 })
    const head = await findAuditHead(objects)
    expect(head).toMatchObject({ seq: '21', at: later(60).toISOString() })
    const cut = await tampered('delete from audit where seq > 19', async () =>
      keepAuditHead(fixture.db, objects, later(60)),
    )
    expect(cut).toMatchObject({ intact: false, brokenAt: '21' })
    const wholly = await tampered('delete from audit where seq > 19', async () =>
      verifyAudit(fixture.db, { ...(head && { head }) }),
    )
    expect(wholly).toEqual({ intact: false, brokenAt: '20' })
    const anew = await tampered('delete from audit where seq = 21', async () => {
      await append('in its place')
      return verifyAudit(fixture.db, { ...(head && { head }) })
    })
    expect(anew).toEqual({ intact: false, brokenAt: '21' })
    // a broken log moves the note nowhere
    expect(await findAuditHead(objects)).toEqual(head)
    await append('next')
    expect(await keepAuditHead(fixture.db, objects, later(60))).toMatchObject({ intact: true, lines: 22 })
    expect(await findAuditHead(objects)).toMatchObject({ seq: '22' })
  })

  it('has a note that is missing told, and a line of its own from then on', async () => {
    const objects = memoryObjects()
    const anHourLater = later(3_700)
    const verify = async (at: Date) => verifyAuditLog({ db: fixture.db, objects }, at, () => undefined)
    // a log so young has not been looked at yet
    expect(await verify(later(60))).toMatchObject({ note: undefined, noteMissing: false })
    expect(await keepAuditHead(fixture.db, objects, later(60))).toMatchObject({ noteMissing: false })
    expect(await verify(anHourLater)).toMatchObject({ note: { seq: '22' }, noteMissing: false })

    await objects.remove('audit/head')
    expect(await verify(anHourLater)).toMatchObject({
      verdict: { intact: true },
      note: undefined,
      noteMissing: true,
    })
    expect(await keepAuditHead(fixture.db, objects, anHourLater)).toMatchObject({
      intact: true,
      noteMissing: true,
    })
    expect(await keepAuditHead(fixture.db, objects, anHourLater)).toMatchObject({ noteMissing: false })
    expect(await verify(anHourLater)).toMatchObject({ note: { seq: '23' }, noteMissing: false })
    const last = await fixture.db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirst()
    expect(last).toMatchObject({ seq: '23', actor: 'service', action: 'auditNoteMissing' })
  })

  it('expects no note of a log without a line', async () => {
    const empty = await openFixture()
    expect(await isNoteMissing(empty.db, later(1e6))).toBe(false)
    await empty.drop()
  })

  it.each([`update audit set actor = 'x'`, 'delete from audit', 'truncate audit'])(
    'refuses %s',
    async (statement) => {
      await expect(sql.raw(statement).execute(fixture.db)).rejects.toMatchObject({
        name: 'Fault',
        code: 'P0001',
      })
    },
  )

  it('takes its turn by a row, for a lock of a session is another’s where connections are lent', async () => {
    const before = await verifyAudit(fixture.db)
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<void>()
    const first = fixture.db.transaction().execute(async (trx) => {
      await appendAudit(trx, { at: later(1), actor: 'service', action: 'first' })
      const { rows } =
        await sql`select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`.execute(trx)
      expect(rows).toEqual([])
      begun.resolve()
      await end.promise
    })
    await begun.promise
    const second = append('second')
    await expect
      .poll(
        async () =>
          (
            await sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
              fixture.db,
            )
          ).rows.length,
      )
      .toBe(1)
    end.resolve()
    await Promise.all([first, second])
    expect(await verifyAudit(fixture.db)).toMatchObject({
      intact: true,
      lines: (before.intact ? before.lines : NaN) + 2,
    })
  })
})

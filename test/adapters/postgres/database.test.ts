import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../../src/adapters/postgres/database.ts'
import type { Fault } from '../../../src/core/fault.ts'
import { type Fixture, openFixture } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

it('survives a connection that is cut, idle or in a transaction, and reports it', async () => {
  const reported: Fault[] = []
  const db = openDatabase(fixture.url, { maxConnections: 1, report: (fault) => reported.push(fault) })
  const cut = async (pid: number): Promise<unknown> =>
    sql`select pg_terminate_backend(${pid})`.execute(fixture.db)
  const pidOf = async (from: typeof db): Promise<number> =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(from)).rows[0]?.pid ?? 0

  await cut(await pidOf(db))
  await expect.poll(() => reported.length).toBe(1)
  const inside = db.transaction().execute(async (trx) => {
    await cut(await pidOf(trx))
    await sql`select 1`.execute(trx)
  })
  await expect(inside).rejects.toMatchObject({ name: 'Fault', kind: 'retry' })
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  expect(reported.every(({ kind }) => kind === 'retry')).toBe(true)
  await db.destroy()
})

it('limits the time of its own sessions, and asks nothing for that of a lent connection', async () => {
  const limits = async (options: Parameters<typeof openDatabase>[1]): Promise<unknown> => {
    const db = openDatabase(fixture.url, options)
    const { rows } = await sql`select current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle`.execute(db)
    await db.destroy()
    return rows[0]
  }
  expect(await limits({})).toEqual({ statement: '15s', idle: '30s' })
  expect(await limits({ lent: true })).toEqual({ statement: '0', idle: '0' })
})

it('says to try again later while the server cannot be reached', async () => {
  const db = openDatabase('postgres://nobody:secret@127.0.0.1:1/none')
  const fault = await sql`select 1`.execute(db).catch((error: unknown) => error)
  expect(fault).toMatchObject({ name: 'Fault', kind: 'retry', code: 'ECONNREFUSED' })
  expect(String(fault)).not.toContain('secret')
  await db.destroy()
})

it('names the constraint that a row broke, and quotes nothing of the row', async () => {
  const insert = (): Promise<unknown> =>
    fixture.db.insertInto('service').values({ name: '诸葛明月', value: 'x' }).execute()
  await insert()
  const fault = await insert().catch((error: unknown) => error)
  expect(fault).toMatchObject({ name: 'Fault', kind: 'alert', code: '23505' })
  expect(String(fault)).toContain('service_pkey')
  expect(JSON.stringify(fault) + String(fault) + String(Object(fault).stack)).not.toContain('诸葛明月')
  expect(Object(fault).cause).toBeUndefined()
})

it('gives counts and ids as text and moments as dates', async () => {
  const { rows } = await sql`select count(*) as count, now() as now from unit`.execute(fixture.db)
  expect(rows).toEqual([{ count: '1', now: expect.any(Date) as Date }])
})

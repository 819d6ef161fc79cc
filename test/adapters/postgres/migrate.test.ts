import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, type PoolConfig } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../support/testDatabase.ts'
import { Fault } from '../../../src/core/fault.ts'
import { migrateToLatest } from '../../../src/adapters/postgres/migrate.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let folder: string
const open = (options: PoolConfig = {}): Kysely<unknown> =>
  new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: database.url, max: 2, ...options }) }),
  })

beforeAll(async () => {
  database = await testDatabase({ empty: true })
  // Characters that a specifier, but not a path, gives a meaning to.
  folder = await mkdtemp(join(tmpdir(), 'migrations #1 100%-'))
  await writeFile(
    join(folder, '0001_first.js'),
    "export const up = (db) => db.schema.createTable('first').addColumn('id', 'integer').execute()",
  )
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

test('of several instances that start at once, one migrates and the others find it done', async () => {
  const instances = [open(), open(), open(), open()]
  const ran = await Promise.all(instances.map((db) => migrateToLatest(db, pathToFileURL(folder))))
  expect(ran.flat()).toEqual(['0001_first'])
  await Promise.all(instances.map((db) => db.destroy()))
})

test('a migration that fails is named, and nothing of that run remains', async () => {
  await writeFile(
    join(folder, '0002_second.js'),
    "export const up = (db) => db.schema.createTable('second').addColumn('id', 'integer').execute()",
  )
  await writeFile(
    join(folder, '0003_wrong.js'),
    "export const up = (db) => db.schema.dropTable('nowhere').execute()",
  )
  const db = open()
  const fault = await migrateToLatest(db, pathToFileURL(folder)).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(Fault)
  expect(fault).toMatchObject({ kind: 'alert', message: expect.stringContaining('0003_wrong') as string })
  const { rows } = await sql<{ second: string | null }>`select to_regclass('second') as second`.execute(db)
  expect(rows).toEqual([{ second: null }])
  await db.destroy()
})

test('a migration takes the time it needs, and what comes after is limited again', async () => {
  const slow = await mkdtemp(join(tmpdir(), 'migrations-'))
  await writeFile(
    join(slow, '0001_first.js'),
    `import { sql } from '${import.meta.resolve('kysely')}'
export const up = (db) => sql\`select pg_sleep(1)\`.execute(db)`,
  )
  const { url, drop } = await testDatabase({ empty: true })
  const db = open({ connectionString: url, max: 1, statement_timeout: 500 })
  expect(await migrateToLatest(db, pathToFileURL(slow))).toEqual(['0001_first'])
  await expect(sql`select pg_sleep(1)`.execute(db)).rejects.toThrow('statement timeout')
  await db.destroy()
  await drop()
  await rm(slow, { recursive: true })
})

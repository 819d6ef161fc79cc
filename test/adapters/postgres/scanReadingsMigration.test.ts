import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as process from '../../../migrations/0001_process.ts'
import * as reviewers from '../../../migrations/0002_reviewers.ts'
import * as formRevisions from '../../../migrations/0003_form_revisions.ts'
import * as scanReadings from '../../../migrations/0004_scan_readings.ts'
import { chatScan } from '../../../src/adapters/postgres/chatApplication.ts'
import { openDatabase } from '../../../src/adapters/postgres/database.ts'
import { testDatabase } from '../../support/testDatabase.ts'

const migrations: Record<string, Migration> = {
  '0001_process': process,
  '0002_reviewers': reviewers,
  '0003_form_revisions': formRevisions,
  '0004_scan_readings': scanReadings,
}

let database: Awaited<ReturnType<typeof testDatabase>>
let db: ReturnType<typeof openDatabase>
beforeAll(async () => {
  database = await testDatabase({ empty: true })
  db = openDatabase(database.url)
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

it('keeps scans of before readable, and one that was warned about sendable', async () => {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  expect((await migrator.migrateTo('0003_form_revisions')).error).toBeUndefined()
  const applicationId = randomUUID()
  await sql`insert into unit (full_name, name_key, bigrams, state) values ('大学', '大学', '{}', 'registered')`.execute(
    db,
  )
  await sql`insert into application (id, unit_id, state, version, language, revision)
    select ${applicationId}, id, 'awaitingScans', 1, 'zh-CN', 1 from unit`.execute(db)
  const scans = [
    ['form', 'chosen', '[{"kind": "noCode"}]'],
    ['idCard', 'chosen', '[]'],
    ['form', 'sent', '[{"kind": "noCode"}]'],
    ['form', 'cleared', '[]'],
  ] as const
  for (const [kind, state, warnings] of scans)
    await sql`insert into scan (id, application_id, kind, state, sha256_hash, bytes, width, height, warnings, created_at)
      values (${randomUUID()}, ${applicationId}, ${kind}, ${state}, ${state}, 1, 1, 1, ${warnings}, now())`.execute(
      db,
    )

  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  const rows = await db.selectFrom('scan').selectAll().orderBy('state').orderBy('kind').execute()
  expect(rows.map((row) => [row.state, row.sha256_hash, row.reading, chatScan(row)])).toEqual([
    ['chosen', 'chosen', null, { warnings: [{ kind: 'noCode' }], tries: 2, isMarked: false }],
    ['chosen', 'chosen', null, { warnings: [], tries: 0, isMarked: false }],
    ['cleared', null, null, { warnings: [], tries: 0, isMarked: false }],
    ['sent', 'sent', null, { warnings: [{ kind: 'noCode' }], tries: 1, isMarked: false }],
  ])
})

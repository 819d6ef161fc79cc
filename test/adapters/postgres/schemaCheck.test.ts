import { readdirSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newestMigration } from '../../../src/adapters/postgres/newestMigration.ts'
import { checkSchema } from '../../../src/adapters/postgres/schemaCheck.ts'
import { migrationsFolder } from '../../../src/host/openStores.ts'
import { type Fixture, openFixture } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

it('names the newest migration there is', () => {
  expect(readdirSync(migrationsFolder).toSorted().at(-1)).toBe(`${newestMigration}.ts`)
})

it('takes a database that has run all of them, and says of another what to do', async () => {
  await checkSchema(fixture.db)
  await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '')`.execute(fixture.db)
  await expect(checkSchema(fixture.db)).rejects.toMatchObject({
    name: 'Fault',
    kind: 'alert',
    message: expect.stringContaining('9999_later, which this version does not know. Deploy') as string,
  })
  await sql`delete from kysely_migration where name >= ${newestMigration}`.execute(fixture.db)
  await expect(checkSchema(fixture.db)).rejects.toMatchObject({
    kind: 'alert',
    message: expect.stringContaining(`not run the migration ${newestMigration}. Start the jobs`) as string,
  })
})

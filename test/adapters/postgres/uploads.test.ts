import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enqueue } from '../../../src/adapters/postgres/jobs.ts'
import { removeOldUploads, uploads } from '../../../src/adapters/postgres/uploads.ts'
import type { ObjectStore } from '../../../src/core/ports.ts'
import { memoryObjects } from '../../support/memoryObjects.ts'
import { type Fixture, later, openFixture } from './fixture.ts'

let fixture: Fixture
let objects: ObjectStore
beforeAll(async () => {
  fixture = await openFixture()
  objects = memoryObjects()
})
afterAll(() => fixture.drop())

const days = (count: number): Date => later(count * 86_400)

const put = async (): Promise<string> => {
  const key = `upload/${randomUUID()}`
  await uploads(fixture.db, objects, fixture.host).put(key, new Uint8Array([1]))
  return key
}

const inspection = async (key: string): Promise<void> =>
  fixture.db.transaction().execute((trx) =>
    enqueue(trx, 'inspect', {
      jobId: randomUUID(),
      channel: 'web',
      chatId: 'web:1',
      applicationId: randomUUID(),
      kind: 'form',
      picture: { source: 'upload', key, bytes: 1 },
      convert: false,
    }),
  )

const noted = async (): Promise<readonly string[]> =>
  (await fixture.db.selectFrom('upload').select('key').execute()).map(({ key }) => key)

it('removes an upload that nobody came back for, not a fresh one, and not one that a job is to inspect', async () => {
  const [left, waiting] = [await put(), await put()]
  await inspection(waiting)
  fixture.host.time = days(2)
  const fresh = await put()
  expect(await removeOldUploads(fixture.db, objects, days(1))).toBe(0)
  expect(await removeOldUploads(fixture.db, objects, later(2 * 86_400 + 1))).toBe(1)
  expect(await objects.find(left)).toBeUndefined()
  expect(await objects.find(waiting)).toBeDefined()
  expect(await objects.find(fresh)).toBeDefined()
  expect((await noted()).toSorted()).toEqual([waiting, fresh].toSorted())

  await sql`update pgboss.job set state = 'completed'`.execute(fixture.db)
  expect(await removeOldUploads(fixture.db, objects, days(5))).toBe(2)
  expect(await removeOldUploads(fixture.db, objects, days(5))).toBe(0)
  expect(await objects.find(waiting)).toBeUndefined()
})

it('finds an upload again whose object was put when the process died, or whose removal was cut short', async () => {
  const failing: ObjectStore = {
    ...objects,
    put: async (key, bytes) => {
      await objects.put(key, bytes)
      throw new Error('killed')
    },
  }
  const key = `upload/${randomUUID()}`
  const store = uploads(fixture.db, failing, fixture.host)
  await expect(store.put(key, new Uint8Array([1]))).rejects.toThrow('killed')
  const removing: ObjectStore = {
    ...objects,
    remove: async (key) => {
      await objects.remove(key)
      throw new Error('killed')
    },
  }
  await expect(removeOldUploads(fixture.db, removing, days(9))).rejects.toThrow('killed')
  expect(await noted()).toEqual([key])
  expect(await removeOldUploads(fixture.db, objects, days(9))).toBe(1)
  expect(await noted()).toEqual([])
})

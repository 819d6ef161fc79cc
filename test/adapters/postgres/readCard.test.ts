import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { scanStore } from '../../../src/adapters/postgres/scans.ts'
import { sealedIn } from '../../../src/adapters/postgres/sealing.ts'
import { unreadCardStore } from '../../../src/adapters/postgres/unreadCards.ts'
import type { ObjectStore } from '../../../src/core/ports.ts'
import { ok } from '../../../src/core/result.ts'
import type { Asked, ScanInspector } from '../../../src/core/scan/inspection.ts'
import type { CardReading } from '../../../src/core/scan/reading.ts'
import type { ChatApplication } from '../../../src/core/turn.ts'
import { readCard } from '../../../src/core/useCases/readCard.ts'
import { copyKey, scanKey } from '../../../src/core/useCases/scanStore.ts'
import { memoryObjects } from '../../support/memoryObjects.ts'
import { compose, type Fixture, now, openFixture, storedJobs, take, values } from './fixture.ts'

let fixture: Fixture
let objects: ObjectStore
let asked: Asked[]
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())
beforeEach(async () => {
  await sql`delete from pgboss.job`.execute(fixture.db)
  objects = memoryObjects()
  asked = []
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const reading: CardReading = {
  kind: 'idCard',
  turn: 90,
  side: 'front',
  idNumber: 'other',
  name: 'same',
  regions: {},
  doubts: [],
}

/** What a host without a reader of cards files: a choice that nothing has read. */
const choose = async (read?: CardReading, chatId = `web:${randomUUID()}`): Promise<string> => {
  const { applicationId } = await compose(fixture, chatId)
  const id = randomUUID()
  await objects.put(scanKey(id), bytes('a card'))
  const scan = { id, applicationId, kind: 'idCard', revision: 1, objectKey: scanKey(id) } as const
  const thumbnail = copyKey(id, 'thumbnail')
  const seen = { jpeg: bytes('a card'), width: 4, height: 3, likeness: undefined }
  await scanStore(fixture.db, fixture.vault).choose(
    { ...scan, ...seen, copies: { thumbnail }, reading: read, warnings: [] },
    now,
  )
  return id
}

const reads = (found: CardReading | undefined): Pick<ScanInspector, 'inspect'> => ({
  inspect: async (jpeg, what) => {
    asked.push(what)
    const upright = bytes('upright')
    const size = { width: 4, height: 3, likeness: undefined }
    return ok({ ...size, jpeg, shows: 'idCard', reading: found, copies: { upright } })
  },
})
const run = async (scanId: string, inspector = reads(reading)): Promise<void> =>
  readCard({ store: unreadCardStore(fixture.db, fixture.vault), objects, inspector })({ scanId })

const scanOf = async (id: string) =>
  fixture.db.selectFrom('scan').select(['reading', 'copies']).where('id', '=', id).executeTakeFirstOrThrow()

it('is asked for when a card was filed unread, and for no other', async () => {
  const scanId = await choose()
  await choose(reading)
  expect(await storedJobs(fixture.db)).toMatchObject([{ name: 'readCard', data: { scanId } }])
})

it('keeps for the desk what was read, and the copy that stands upright', async () => {
  const id = await choose()
  await run(id)
  expect(asked).toMatchObject([
    { kind: 'idCard', holder: { idNumber: values.idNumber, name: values.applicantName } },
  ])
  const scan = await scanOf(id)
  const opened = await fixture.vault.openText(scan.reading ?? new Uint8Array(), sealedIn.scanReading(id))
  expect(JSON.parse(opened)).toEqual(reading)
  expect(scan.copies).toEqual({ thumbnail: copyKey(id, 'thumbnail'), upright: copyKey(id, 'upright') })
  expect(await objects.find(copyKey(id, 'upright'))).toEqual(bytes('upright'))
  await run(id)
  expect(asked).toHaveLength(1)
})

it.each(['chosen', 'sent'] as const)(
  'leaves to the chat what it was told of a card that is %s',
  async (state) => {
    const chatId = `web:${randomUUID()}`
    const id = await choose(undefined, chatId)
    if (state === 'sent') await take(fixture, chatId, { effects: [{ type: 'sendScan', scanId: id }] })
    await run(id)
    expect((await scanOf(id)).reading).not.toBeNull()
    let scans: ChatApplication['scans']['idCard'] | undefined
    await take(fixture, chatId, async ({ application }) => {
      scans = application?.scans.idCard
      return {}
    })
    expect(scans).toEqual({ [state]: { id, warnings: [], tries: 0, isMarked: false } })
  },
)

it('leaves the scan unread where nothing is read here either', async () => {
  const id = await choose()
  await run(id, reads(undefined))
  expect(await scanOf(id)).toMatchObject({ reading: null })
  expect(await objects.find(copyKey(id, 'upright'))).toBeUndefined()
})

it('keeps the copy of the run that was first when another overlaps with it', async () => {
  const id = await choose()
  const overlapping: Pick<ScanInspector, 'inspect'> = {
    inspect: async (...given) => {
      await run(id)
      return reads({ ...reading, name: 'other' }).inspect(...given)
    },
  }
  await run(id, overlapping)
  expect(asked).toHaveLength(2)
  const { reading: kept, copies } = await scanOf(id)
  expect(
    JSON.parse(await fixture.vault.openText(kept ?? new Uint8Array(), sealedIn.scanReading(id))),
  ).toEqual(reading)
  expect(copies).toMatchObject({ upright: copyKey(id, 'upright') })
  expect(await objects.find(copyKey(id, 'upright'))).toEqual(bytes('upright'))
})

it('leaves nothing behind of a scan that was cleared while it was read', async () => {
  const id = await choose()
  const cleared: Pick<ScanInspector, 'inspect'> = {
    inspect: async (...given) => {
      await fixture.db.updateTable('scan').set({ state: 'cleared' }).where('id', '=', id).execute()
      return reads(reading).inspect(...given)
    },
  }
  await run(id, cleared)
  expect(await scanOf(id)).toMatchObject({ reading: null })
  expect(await objects.find(copyKey(id, 'upright'))).toBeUndefined()
})

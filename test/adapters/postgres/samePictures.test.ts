import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clearedScan } from '../../../src/adapters/postgres/clearedScans.ts'
import { samePictures, scanFingerprint } from '../../../src/adapters/postgres/scanFingerprint.ts'
import type { ScanKind } from '../../../src/core/application.ts'
import { bandsAlike } from '../../../src/core/scan/likenessBands.ts'
import { compose, type Fixture, now, openFixture, take } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

/** Differs from the plain one in so many bands: in the first, or else in every second of them. */
const likeness = (bands: number, every = 1): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, byte) => {
    const band = Math.floor(byte / 2)
    return (band % every === 0 && band / every < bands ? 0xaa : 0x17) ^ byte
  })

interface Scan {
  readonly id: string
  readonly applicationId: string
  readonly kind: ScanKind
  readonly chatId: string
}

const send = async (
  jpeg: string,
  like: Uint8Array | undefined,
  { kind = 'idCard', state = 'sent' }: { kind?: ScanKind; state?: 'sent' | 'chosen' } = {},
): Promise<Scan> => {
  const chatId = `web:${randomUUID()}`
  const { applicationId } = await compose(fixture, chatId)
  const id = randomUUID()
  await fixture.db
    .insertInto('scan')
    .values({
      id,
      application_id: applicationId,
      kind,
      state,
      object_key: `scan/${id}`,
      ...(await scanFingerprint(fixture.vault, { jpeg: Buffer.from(jpeg), likeness: like })),
      bytes: 1,
      width: 1,
      height: 1,
      warnings: '[]',
      created_at: now,
    })
    .execute()
  return { id, applicationId, kind, chatId }
}

it('finds the same picture, and those that look like it, in other applications alone', async () => {
  const here = await send('one', likeness(0))
  const exact = await send('one', undefined)
  const alike = await send('another', likeness(16 - bandsAlike))
  const spread = await send('a third', likeness(16 - bandsAlike, 2))
  await send('different', likeness(17 - bandsAlike))
  await send('one', likeness(0), { kind: 'form' })
  await send('one', likeness(0), { state: 'chosen' })
  expect(await samePictures(fixture.db, here)).toEqual([
    { applicationId: exact.applicationId, isExact: true },
    ...[alike, spread]
      .map(({ applicationId }) => ({ applicationId, isExact: false }))
      .toSorted((one, other) => (one.applicationId < other.applicationId ? -1 : 1)),
  ])
  expect(await samePictures(fixture.db, exact)).toEqual([
    { applicationId: here.applicationId, isExact: true },
  ])
})

it('knows nothing of a picture that was cleared, or whose application was withdrawn', async () => {
  const here = await send('third', likeness(16))
  const [cleared, withdrawn] = [await send('third', likeness(16)), await send('third', likeness(16))]
  expect(await samePictures(fixture.db, here)).toHaveLength(2)
  await fixture.db.updateTable('scan').set(clearedScan).where('id', '=', cleared.id).execute()
  await take(fixture, withdrawn.chatId, { effects: [{ type: 'advance', event: 'withdraw' }] })
  expect(await samePictures(fixture.db, here)).toEqual([])
  const rows = await fixture.db
    .selectFrom('scan')
    .select(['sha256_hash', 'likeness', 'reading'])
    .where('id', 'in', [cleared.id, withdrawn.id])
    .execute()
  for (const row of rows) expect(row).toEqual({ sha256_hash: null, likeness: null, reading: null })
})

it('keeps no two bands that could be told to be the same part of a picture, and no bit in the clear', async () => {
  const { likeness: bands } = await scanFingerprint(fixture.vault, {
    jpeg: new Uint8Array([1]),
    likeness: new Uint8Array(32),
  })
  expect(new Set(bands).size).toBe(16)
})

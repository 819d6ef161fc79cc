import { expect, it } from 'vitest'
import { aloneInIsolate } from '../../src/adapters/aloneInIsolate.ts'
import { objectsInTurn } from '../../src/host/workers/objectsInTurn.ts'
import { memoryObjects } from '../support/memoryObjects.ts'

const now = () => new Date('2026-03-02T02:00:00Z')
const large = new Uint8Array(3 * 1024 * 1024)
const small = new Uint8Array(3)

/** Objects that note who puts, each of them put when it is let go. */
const gatedObjects = () => {
  const gates = new Map<string, PromiseWithResolvers<void>>()
  const objects = objectsInTurn(
    {
      ...memoryObjects(),
      put: async (key) => {
        const gate = Promise.withResolvers<void>()
        gates.set(key, gate)
        await gate.promise
      },
    },
    now,
  )
  const begun = () => [...gates.keys()]
  return { objects, begun, letGo: (key: string) => gates.get(key)?.resolve() }
}

it('puts large objects one at a time, and small ones beside them', async () => {
  const { objects, begun, letGo } = gatedObjects()
  const puts = [objects.put('one', large), objects.put('other', large), objects.put('small', small)]
  await expect.poll(begun).toEqual(['one', 'small'])
  letGo('one')
  await expect.poll(begun).toEqual(['one', 'small', 'other'])
  for (const key of begun()) letGo(key)
  await Promise.all(puts)
})

it('puts no large object while a picture is looked at', async () => {
  const { objects, begun, letGo } = gatedObjects()
  const looking = Promise.withResolvers<void>()
  const look = aloneInIsolate(now, async () => looking.promise)
  const puts = [objects.put('large', large), objects.put('small', small)]
  await expect.poll(begun).toEqual(['small'])
  looking.resolve()
  await look
  await expect.poll(begun).toEqual(['small', 'large'])
  for (const key of begun()) letGo(key)
  await Promise.all(puts)
})

import { aloneInIsolate } from '../../adapters/aloneInIsolate.ts'
import type { ObjectStore } from '../../core/ports.ts'

/** Bytes from which on an object waits for its turn: a scan is smaller, a picture as it was uploaded may be far larger. */
const largeBytes = 2 * 1024 * 1024

/**
 * Puts large objects one at a time, and not while a picture is looked at: to be sealed, each takes the memory of three,
 * and several at once would be more than an isolate has.
 */
export const objectsInTurn = (objects: ObjectStore, now: () => Date): ObjectStore => ({
  ...objects,
  put: async (key, bytes) =>
    bytes.length < largeBytes
      ? objects.put(key, bytes)
      : aloneInIsolate(now, async () => objects.put(key, bytes)),
})

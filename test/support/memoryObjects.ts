import type { ObjectStore } from '../../src/core/ports.ts'

/** An ObjectStore that forgets with the process. */
export const memoryObjects = (): ObjectStore => {
  const objects = new Map<string, Uint8Array>()
  return {
    async put(key, bytes) {
      objects.set(key, new Uint8Array(bytes))
    },
    async find(key) {
      const bytes = objects.get(key)
      return bytes && new Uint8Array(bytes)
    },
    async remove(key) {
      objects.delete(key)
    },
  }
}

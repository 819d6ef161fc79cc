import type { ObjectStore, Vault } from '../../core/ports.ts'

/** Seals what it puts into another store; an object moved to another key does not open. */
export const sealedObjects = (objects: ObjectStore, vault: Vault): ObjectStore => ({
  put: async (key, bytes) => objects.put(key, await vault.seal(bytes, contextOf(key))),
  async find(key) {
    const sealed = await objects.find(key)
    return sealed && vault.open(sealed, contextOf(key))
  },
  remove: (key) => objects.remove(key),
})

const contextOf = (key: string): string => `object:${key}`

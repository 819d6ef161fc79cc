import type { ObjectStore, Vault } from '../../core/ports.ts'
import { release } from '../release.ts'

/** Seals what it puts into another store; an object moved to another key does not open. */
export const sealedObjects = (objects: ObjectStore, vault: Vault): ObjectStore => ({
  async put(key, bytes) {
    const sealed = await vault.seal(bytes, contextOf(key))
    await objects.put(key, sealed)
    release(sealed)
  },
  async find(key) {
    const sealed = await objects.find(key)
    if (sealed === undefined) return undefined
    const bytes = await vault.open(sealed, contextOf(key))
    release(sealed)
    return bytes
  },
  remove: (key) => objects.remove(key),
})

const contextOf = (key: string): string => `object:${key}`

import { createHash, randomUUID } from 'node:crypto'
import { readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '../../core/fault.ts'
import type { ObjectStore } from '../../core/ports.ts'
import { isCode } from '../postgres/systemError.ts'
import { makeFolder, syncFolder, writeDurably } from './durable.ts'

/**
 * Objects as files of a folder, readable by their owner alone. A file's name is the SHA-256 of its key, in 256
 * folders by its first two digits, so that no key leads out of the folder and no folder grows too long.
 *
 * A full disk is a Fault `retry`, anything else wrong with the folder a Fault `alert`. A crash while storing can
 * leave a file `*.new` behind, which nothing reads.
 */
export const fileObjects = (root: string): ObjectStore => {
  const pathOf = (key: string): string => {
    const name = createHash('sha256').update(key).digest('hex')
    return join(root, name.slice(0, 2), name)
  }

  return {
    put: (key, bytes) =>
      translating(async () => {
        const path = pathOf(key)
        const folder = dirname(path)
        if (await makeFolder(folder, 0o700)) await syncFolder(root)
        const draft = `${path}.${randomUUID()}.new`
        try {
          await writeDurably(draft, bytes)
          await rename(draft, path)
        } catch (error) {
          await rm(draft, { force: true })
          throw error
        }
        await syncFolder(folder)
      }),

    find: (key) =>
      translating(async () => {
        try {
          return new Uint8Array(await readFile(pathOf(key)))
        } catch (error) {
          if (isCode(error, 'ENOENT')) return undefined
          throw error
        }
      }),

    remove: (key) => translating(() => rm(pathOf(key), { force: true })),
  }
}

const translating = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  try {
    return await work()
  } catch (cause) {
    if (isCode(cause, 'ENOSPC', 'EDQUOT'))
      throw new Fault('retry', 'The disk of the object store is full.', { cause })
    throw new Fault('alert', 'The object store’s folder does not work.', { cause })
  }
}

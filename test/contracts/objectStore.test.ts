import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { fileObjects } from '../../src/adapters/files/fileObjects.ts'
import { sealedObjects } from '../../src/adapters/keys/sealedObjects.ts'
import { vaultFromKey } from '../../src/adapters/keys/vault.ts'
import { memoryObjects } from '../support/memoryObjects.ts'
import { describeObjectStore } from './objectStore.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealpass-objects-'))
})
afterAll(() => rm(folder, { recursive: true }))

describeObjectStore('memory', async () => memoryObjects())
describeObjectStore('files', async () => fileObjects(join(folder, 'plain')))
describeObjectStore('sealed files', async () =>
  sealedObjects(fileObjects(join(folder, 'sealed')), await vaultFromKey(new Uint8Array(32).fill(7))),
)

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fileObjects } from '../../../src/adapters/files/fileObjects.ts'
import { sealedObjects } from '../../../src/adapters/keys/sealedObjects.ts'
import { vaultFromKey } from '../../../src/adapters/keys/vault.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealpass-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

const files = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

it('lets nobody but the owner read', async () => {
  await fileObjects(folder).put('scan/1', new Uint8Array([1]))
  const [file = ''] = await files()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700)
})

it('leaves no draft behind, neither after a put nor after one that failed', async () => {
  const store = fileObjects(folder)
  await store.put('scan/1', new Uint8Array([1]))
  expect(await files()).toHaveLength(1)
  await rm(folder, { recursive: true })
  await writeFile(folder, 'a file where the folder should be')
  await expect(store.put('scan/2', new Uint8Array([2]))).rejects.toMatchObject({
    name: 'Fault',
    kind: 'alert',
  })
})

it('shows neither the key nor the bytes of a sealed object', async () => {
  const vault = await vaultFromKey(new Uint8Array(32))
  await sealedObjects(fileObjects(folder), vault).put('scan/visible', Buffer.from('a picture of 张三'))
  const [file = ''] = await files()
  expect(file).not.toContain('visible')
  expect((await readFile(file)).includes('张三')).toBe(false)
})

it('does not open a sealed object that was moved to another key', async () => {
  const plain = fileObjects(folder)
  const sealed = sealedObjects(plain, await vaultFromKey(new Uint8Array(32)))
  await sealed.put('mine', new Uint8Array([1]))
  await plain.put('yours', (await plain.find('mine')) ?? new Uint8Array())
  await expect(sealed.find('yours')).rejects.toMatchObject({ name: 'Fault', kind: 'alert' })
})

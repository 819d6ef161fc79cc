import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readKeyFile } from '../../../src/adapters/keys/keyFile.ts'

let dataDir: string
let file: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sealpass-keys-'))
  file = join(dataDir, 'keys', 'master.key')
})
afterEach(() => rm(dataDir, { recursive: true }))

const read = (): Promise<Uint8Array> => readKeyFile(dataDir, { mayMake: true })

it('makes a key that only its owner can read, and reads the same ever after', async () => {
  const key = await read()
  expect(key).toHaveLength(32)
  expect(key.some((byte) => byte !== 0)).toBe(true)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(dataDir, 'keys'))).mode & 0o777).toBe(0o700)
  expect(await read()).toEqual(key)
})

it('gives all who make it at once the same key, and leaves no draft', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, read))
  for (const key of keys) expect(key).toEqual(keys[0])
  expect(await readdir(join(dataDir, 'keys'))).toEqual(['master.key'])
})

it('makes no key where one is lost, and names the file', async () => {
  await expect(readKeyFile(dataDir, { mayMake: false })).rejects.toMatchObject({
    name: 'Fault',
    kind: 'alert',
    message: expect.stringContaining(file) as string,
  })
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('refuses a key that others can read, and says what to do', async () => {
  await read()
  await chmod(file, 0o640)
  await expect(read()).rejects.toMatchObject({
    kind: 'alert',
    message: expect.stringContaining(`chmod 600 ${file}`) as string,
  })
})

it.each(['not base64 at all', 'AAAA', `${'A'.repeat(42)}!=`])(
  'refuses a malformed key (%j), and neither shows nor replaces it',
  async (content) => {
    await mkdir(join(dataDir, 'keys'))
    await writeFile(file, content, { mode: 0o600 })
    const fault = await read().catch((error: unknown) => error)
    expect(fault).toMatchObject({ name: 'Fault', kind: 'alert' })
    expect(String(fault)).toContain(file)
    expect(String(fault)).not.toContain(content)
    expect(await readFile(file, 'utf8')).toBe(content)
  },
)

it('refuses a folder in the place of the file', async () => {
  await mkdir(file, { recursive: true })
  await expect(read()).rejects.toMatchObject({ kind: 'alert' })
})

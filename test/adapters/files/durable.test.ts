import { mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeFolder } from '../../../src/adapters/files/durable.ts'
import { temporaryFolder } from '../../support/temporaryFolder.ts'

const folder = await temporaryFolder()
afterAll(() => folder.remove())
const at = (name: string): string => join(folder.path, name)

it('makes a folder and those above it, and leaves what is there', async () => {
  expect(await makeFolder(at('a/b/c'), 0o700)).toBe(true)
  expect((await stat(at('a/b'))).mode & 0o777).toBe(0o700)
  expect(await makeFolder(at('a/b/c'))).toBe(false)
  expect((await stat(at('a/b/c'))).mode & 0o777).toBe(0o700)
})

it('says so where a file stands in the way, or a link leads nowhere', async () => {
  await writeFile(at('file'), '')
  await expect(makeFolder(at('file'))).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(makeFolder(at('file/below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  await symlink(at('nowhere'), at('link'))
  await expect(makeFolder(at('link/below'))).rejects.toMatchObject({ code: 'ENOENT' })
  await mkdir(at('nowhere'))
  expect(await makeFolder(at('link/below'))).toBe(true)
})

it('ends where a file system takes no folders', async () => {
  await expect(makeFolder('/proc/sealpass/data')).rejects.toThrow(/EN|EA|ER/u)
})

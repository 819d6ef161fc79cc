import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sharp } from '../../../src/adapters/images/sharpLoaders.ts'
import { drawPage, resized, toSharp } from '../../support/pictures.ts'
import { temporaryFolder } from '../../support/temporaryFolder.ts'

/** Decodes whatever the loaders take, as if nothing had looked at its first bytes. */
const open = async (given: Uint8Array | string) =>
  (await sharp(given).raw().toBuffer({ resolveWithObject: true })).info

const drawn = toSharp(await resized(drawPage(), 96))
const drawnAs = async (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif') =>
  [format, await drawn.clone().toFormat(format).toBuffer()] as const
const opened = await Promise.all((['jpeg', 'png', 'webp'] as const).map(drawnAs))
const unopened = await Promise.all((['gif', 'tiff', 'avif'] as const).map(drawnAs))
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="68" height="96"/>')

test.each(opened)('a %s is opened', async (_, bytes) => {
  expect(await open(bytes)).toMatchObject({ width: 68, height: 96 })
})

test.each([...unopened, ['svg', svg] as const])('a %s is not, whatever let it get here', async (_, bytes) => {
  await expect(open(bytes)).rejects.toThrow(/unsupported image format/u)
})

test('no file is opened by its name', async () => {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'page.jpg')
  await writeFile(path, opened[0]?.[1] ?? '')
  await expect(open(path)).rejects.toThrow(/unsupported image format/u)
  await folder.remove()
})

import { expect, test } from 'vitest'
import { decodeStretch } from '../../../src/adapters/images/jpegDecoder.ts'
import { photoJpeg, truncated } from '../../support/pictures.ts'

test('a stretch is had of a large picture, and not of one that ends before it', async () => {
  const photo = await photoJpeg()
  expect(await decodeStretch(photo, 1600)).toMatchObject({ width: 1280, height: 320 })
  expect(await decodeStretch(photo, 4000)).toBeUndefined()
  expect(await decodeStretch(truncated(photo, 0.1), 1600)).toBeUndefined()
})

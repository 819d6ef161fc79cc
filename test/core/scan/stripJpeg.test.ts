import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { parseJpegHeader, type JpegHeader } from '../../../src/core/scan/jpegHeader.ts'
import { stripJpeg } from '../../../src/core/scan/stripJpeg.ts'
import {
  cmykJpeg,
  insertSegment,
  joined,
  metadataMarks,
  pageJpeg,
  taggedJpeg,
  withOddScanParameters,
} from '../../support/pictures.ts'

const headerOf = (bytes: Uint8Array): JpegHeader => {
  const header = parseJpegHeader(bytes)
  if (!header.ok) throw new Error(`refused as ${header.problem.kind}`)
  return header.value
}
const stripped = (bytes: Uint8Array): Uint8Array => stripJpeg(headerOf(bytes))
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const pixels = (jpeg: Uint8Array): Promise<Buffer> => sharp(jpeg, { failOn: 'warning' }).raw().toBuffer()

describe('stripJpeg', () => {
  test.each([
    ['baseline', () => pageJpeg()],
    ['progressive', () => pageJpeg({}, { progressive: true })],
    ['full chroma', () => pageJpeg({}, { chromaSubsampling: '4:4:4' })],
    ['CMYK', cmykJpeg],
  ])('leaves every pixel as it was: %s', async (_, make) => {
    const original = await make()
    expect((await pixels(stripped(original))).equals(await pixels(original))).toBe(true)
  })

  test('leaves no byte of the metadata', async () => {
    const original = await taggedJpeg()
    for (const mark of metadataMarks) expect(text(original)).toContain(mark)

    const plain = stripped(original)
    for (const mark of metadataMarks) expect(text(plain)).not.toContain(mark)
    expect(await sharp(plain).metadata()).not.toHaveProperty('exif')
  })

  test.each([2, 3, 4, 5, 6, 7, 8] as const)(
    'keeps orientation %i and nothing else of the Exif',
    async (orientation) => {
      const plain = stripped(await taggedJpeg(orientation, { longSide: 96 }))
      const { exif, ...metadata } = await sharp(plain).metadata()
      expect(metadata.orientation).toBe(orientation)
      expect(exif).toHaveLength(32)
      for (const mark of metadataMarks.filter((mark) => mark !== 'Exif'))
        expect(text(plain)).not.toContain(mark)
    },
  )

  test('cuts what follows the end: an archive, a page, a second picture', async () => {
    const page = await pageJpeg({}, { longSide: 96 })
    const trailing = [
      text(await taggedJpeg(1, { longSide: 96 })),
      'PK\x03\x04 secret.zip',
      '<?php echo 1; ?>',
    ]
    for (const trailer of trailing) {
      const bytes = joined(
        page,
        Uint8Array.from(trailer, (character) => character.charCodeAt(0)),
      )
      expect(stripped(bytes)).toEqual(stripped(page))
    }
  })

  test('cuts what application segments hide, JFIF and Adobe among them', async () => {
    const page = await pageJpeg({}, { longSide: 96 })
    const hidden = [...Buffer.from('hidden')]
    const adobe = Uint8Array.of(...Buffer.from('Adobe'), 0, 100, 9, 9, 9, 9, 1, ...hidden)
    const jfif = Uint8Array.of(...Buffer.from('JFIF\0'), 1, 2, 1, 1, 44, 1, 44, 1, 2, ...hidden)
    const bytes = insertSegment(insertSegment(page, 0xee, adobe), 0xe0, jfif)
    expect(text(bytes)).toContain('hidden')
    expect(text(stripped(bytes))).not.toContain('hidden')
    expect((await pixels(stripped(bytes))).equals(await pixels(page))).toBe(true)
  })

  test('mends the scan parameters that some phones write wrong', async () => {
    const page = await pageJpeg({}, { longSide: 96 })
    const odd = withOddScanParameters(page)
    await expect(pixels(odd)).rejects.toThrow('Invalid SOS parameters')
    expect((await pixels(stripped(odd))).equals(await pixels(page))).toBe(true)
  })

  test('of a stripped picture is the same picture', async () => {
    const once = stripped(await taggedJpeg(6, { longSide: 96 }))
    expect(stripped(once)).toEqual(once)
  })
})

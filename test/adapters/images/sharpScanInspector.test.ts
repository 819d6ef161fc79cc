import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { createSharpScanInspector } from '../../../src/adapters/images/sharpScanInspector.ts'
import { formNumberFromRandom, formNumberLink } from '../../../src/core/formNumber.ts'
import { orientationExif } from '../../../src/core/scan/exifOrientation.ts'
import { maxScanBytes, shrunkLongSide } from '../../../src/core/scan/scanRules.ts'
import { describeScanInspector } from '../../contracts/scanInspector.ts'
import {
  addNoise,
  cmykJpeg,
  drawPage,
  greyJpeg,
  insertSegment,
  joined,
  metadataMarks,
  pageJpeg,
  photoJpeg,
  resized,
  taggedJpeg,
  threeComponentGreyJpeg,
  toJpeg,
  toSharp,
  truncated,
  withFrameMarker,
  withFrameSize,
  withRepeatedScans,
} from '../../support/pictures.ts'

describeScanInspector('on sharp', async () => createSharpScanInspector(), {
  converts: ['png', 'webp', 'heic', 'pdf'],
  marks: true,
  copies: true,
})

const inspector = createSharpScanInspector()
afterAll(() => inspector.close())

const code = formNumberLink('https://t.me/sealpass_bot', formNumberFromRandom(new Uint8Array(16).fill(7)))
const page = await pageJpeg({ code })
const photo = await photoJpeg({ code })
/** 12 megapixels of grain: several megabytes. */
const large = await toJpeg(addNoise(await resized(drawPage({ code }), 4000), 12), { quality: 92 })

/** What is read of any picture of it. */
const reading = { kind: 'form', code: { text: code } }

const refused = (kind: string) => ({ ok: false, problem: { kind } })

describe('inspect accepts', () => {
  test('a page as a chat service hands it on, reads its code, keeps its pixels', async () => {
    const inspected = await inspector.inspect(page, { kind: 'form' })
    expect(inspected).toMatchObject({ ok: true, value: { width: 905, height: 1280, reading } })
    if (!inspected.ok) return
    const [stored, sent] = await Promise.all(
      [inspected.value.jpeg, page].map((jpeg) => sharp(jpeg).raw().toBuffer()),
    )
    expect(sent !== undefined && stored?.equals(sent)).toBe(true)
  })

  test('a photograph of 12 megapixels under 1 MB, askew', async () => {
    expect(photo.length).toBeLessThanOrEqual(maxScanBytes)
    expect(await inspector.inspect(photo, { kind: 'form' })).toMatchObject({
      ok: true,
      value: { width: 3000, height: 4000, reading },
    })
  })

  test.each([90, 180, 270])('a page turned by %i degrees', async (angle) => {
    const turned = await toSharp(await resized(drawPage({ code }), 1280))
      .rotate(angle)
      .jpeg()
      .toBuffer()
    expect(await inspector.inspect(new Uint8Array(turned), { kind: 'form' })).toMatchObject({
      ok: true,
      value: { shows: 'form', reading },
    })
  })

  test('a small and soft page, at the second look', async () => {
    const soft = await toSharp(await resized(drawPage({ code }), 1000))
      .blur(1.2)
      .jpeg({ quality: 60 })
      .toBuffer()
    expect(await inspector.inspect(new Uint8Array(soft), { kind: 'form' })).toMatchObject({
      ok: true,
      value: { reading },
    })
  })

  test('a page without a code, an unstamped page photographed in colour, progressive, CMYK', async () => {
    const pages = [
      await pageJpeg(),
      await photoJpeg({ seal: false }, { width: 960, height: 1280 }),
      await pageJpeg({}, { progressive: true }),
      await cmykJpeg(),
    ]
    for (const bytes of pages) {
      expect(await inspector.inspect(bytes, { kind: 'form' })).toMatchObject({
        ok: true,
        value: { shows: undefined, reading: { kind: 'form', code: undefined } },
      })
    }
  })

  test('a picture with metadata and an archive behind it, and keeps neither', async () => {
    const tagged = joined(await taggedJpeg(6), new TextEncoder().encode('PK\u0003\u0004 GPS-MARK <?php'))
    const inspected = await inspector.inspect(tagged, { kind: 'form' })
    expect(inspected).toMatchObject({ ok: true, value: { width: 1280, height: 905 } })
    const stored = inspected.ok ? Buffer.from(inspected.value.jpeg).toString('latin1') : ''
    for (const mark of metadataMarks.filter((mark) => mark !== 'Exif')) expect(stored).not.toContain(mark)
    expect(stored).not.toContain('<?php')
  })
})

describe('inspect refuses', () => {
  test.each(['png', 'webp', 'gif', 'tiff'] as const)('a %s, whatever its name', async (found) => {
    const bytes = await toSharp(await resized(drawPage(), 96))
      .toFormat(found)
      .toBuffer()
    expect(await inspector.inspect(new Uint8Array(bytes), { kind: 'form' })).toEqual({
      ok: false,
      problem: { kind: 'notJpeg', found, convertible: found === 'png' || found === 'webp' },
    })
  })

  test('an SVG and a PDF', async () => {
    const encode = (text: string) => new TextEncoder().encode(text)
    expect(
      await inspector.inspect(encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), { kind: 'form' }),
    ).toMatchObject({
      problem: { kind: 'notJpeg', found: 'svg' },
    })
    expect(await inspector.inspect(encode('%PDF-1.7'), { kind: 'idCard' })).toMatchObject({
      problem: { kind: 'notJpeg', found: 'pdf' },
    })
  })

  test('black and white, in one component or three, form or card', async () => {
    const [one, three] = [await greyJpeg({ code }), await threeComponentGreyJpeg({ code })]
    for (const kind of ['form', 'idCard'] as const) {
      expect(await inspector.inspect(one, { kind })).toEqual(refused('greyscale'))
      expect(await inspector.inspect(three, { kind })).toEqual(refused('greyscale'))
    }
  })

  test.each([0.02, 0.3, 0.6, 0.9, 0.99])(
    'a picture cut off at %d of its bytes with an end put behind',
    async (share) => {
      for (const bytes of [page, photo]) {
        expect(await inspector.inspect(truncated(bytes, share), { kind: 'form' })).toEqual(refused('damaged'))
        expect(await inspector.inspect(truncated(bytes, share), { kind: 'idCard' })).toEqual(
          refused('damaged'),
        )
      }
    },
  )

  test('a picture with a stretch of other bytes in its middle, and an empty one', async () => {
    const overwritten = page.slice().fill(0xfe, page.length / 2, page.length / 2 + 2000)
    expect(await inspector.inspect(overwritten, { kind: 'form' })).toEqual(refused('damaged'))
    expect(await inspector.inspect(new Uint8Array(), { kind: 'form' })).toEqual(refused('damaged'))
  })

  test('what would cost too much to decode, without decoding it', async () => {
    const small = await pageJpeg({}, { longSide: 96, progressive: true })
    const bombs = [
      withFrameSize(small, 65_500, 65_500),
      withRepeatedScans(small, 873),
      withFrameMarker(small, 0xca),
    ]
    for (const bomb of bombs)
      expect(await inspector.inspect(bomb, { kind: 'form' })).toEqual(refused('tooComplex'))
  })

  test('a header that promises more than the file holds', async () => {
    expect(await inspector.inspect(withFrameSize(page, 7000, 7000), { kind: 'form' })).toEqual(
      refused('damaged'),
    )
  })

  test('more than 1 MB, offering a smaller copy; but black and white first', async () => {
    expect(await inspector.inspect(large, { kind: 'form' })).toEqual({
      ok: false,
      problem: { kind: 'tooLarge', bytes: large.length, maxBytes: maxScanBytes, convertible: true },
    })
    const padded = joined(await threeComponentGreyJpeg(), new Uint8Array(maxScanBytes))
    expect(await inspector.inspect(padded, { kind: 'form' })).toEqual(refused('greyscale'))
  })

  test('a picture that takes longer than the deadline, and goes on to the next', async () => {
    const hasty = createSharpScanInspector({ deadlineMs: 1 })
    const answers = await Promise.all([
      hasty.inspect(photo, { kind: 'form' }),
      hasty.inspect(photo, { kind: 'form' }),
    ])
    expect(answers).toEqual([refused('tooComplex'), refused('tooComplex')])
    await hasty.close()
  })
})

describe('shrink', () => {
  test('makes a large picture fit, still in colour and with its code readable', async () => {
    const shrunk = await inspector.convert(large)
    if (!shrunk.ok) throw new Error(shrunk.problem.kind)
    expect(shrunk.value.length).toBeLessThanOrEqual(maxScanBytes)
    const inspected = await inspector.inspect(shrunk.value, { kind: 'form' })
    expect(inspected).toMatchObject({ ok: true, value: { height: shrunkLongSide, reading } })
  })

  test('only leaves the metadata out where that is enough', async () => {
    const padded = joined(page, new Uint8Array(maxScanBytes))
    const inspected = await inspector.inspect(page, { kind: 'form' })
    expect(await inspector.convert(padded)).toEqual({ ok: true, value: inspected.ok && inspected.value.jpeg })
  })

  test('applies the orientation', async () => {
    const sideways = insertSegment(large, 0xe1, orientationExif(6))
    const shrunk = await inspector.convert(sideways)
    expect(
      await inspector.inspect(shrunk.ok ? shrunk.value : new Uint8Array(), { kind: 'form' }),
    ).toMatchObject({
      ok: true,
      value: { width: shrunkLongSide },
    })
  })

  test('refuses what cannot be opened, and grain that no quality makes small', async () => {
    expect(await inspector.convert(truncated(large, 0.7))).toEqual(refused('damaged'))
    expect(await inspector.convert(new TextEncoder().encode('GIF89a'))).toEqual({
      ok: false,
      problem: { kind: 'notJpeg', found: 'gif', convertible: false },
    })
    const grey = new Uint8Array(1754 * 1754 * 3).fill(128)
    const grain = await toJpeg(addNoise({ width: 1754, height: 1754, data: grey }, 127), { quality: 95 })
    expect(await inspector.convert(grain)).toMatchObject({
      problem: { kind: 'tooLarge', convertible: false },
    })
  })
})

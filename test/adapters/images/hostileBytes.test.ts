import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createSharpScanInspector } from '../../../src/adapters/images/sharpScanInspector.ts'
import {
  blackPng,
  behindSegments,
  callingPdf,
  emptyPdf,
  endlessScan,
  followedBy,
  heicHead,
  lockedPdf,
  picturePdf,
  pngProfileBomb,
  pngTextBomb,
  webpHead,
  withHeicSize,
} from '../../support/hostileFiles.ts'
import {
  cmykJpeg,
  drawPage,
  insertSegment,
  joined,
  metadataMarks,
  pageJpeg,
  resized,
  taggedJpeg,
  toSharp,
  truncated,
  withFrameMarker,
  withFrameSize,
  withRepeatedScans,
} from '../../support/pictures.ts'
import { childProcesses } from '../../support/childProcesses.ts'

const page = await pageJpeg()
const small = await pageJpeg({}, { longSide: 96, progressive: true })
const heic = new Uint8Array(await readFile(new URL('../../support/form.heic', import.meta.url)))
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const drawnAs = async (format: 'png' | 'webp' | 'gif' | 'tiff' | 'avif'): Promise<Uint8Array> =>
  new Uint8Array(
    await toSharp(await resized(drawPage(), 96))
      .toFormat(format)
      .toBuffer(),
  )
const disguised = await Promise.all(
  (['png', 'webp', 'gif', 'tiff', 'avif'] as const).map(
    async (format) => [format, await drawnAs(format)] as const,
  ),
)

const refused = (kind: string) => ({ ok: false, problem: { kind } })

const inspector = createSharpScanInspector()
afterAll(() => inspector.close())

/** What no decoder ever sees: an inspector that is asked nothing else starts no process. */
const judgedByHeader = async (bytes: Uint8Array) => {
  const others = await childProcesses('Helper')
  const fresh = createSharpScanInspector()
  const answers = [
    await fresh.inspect(bytes, { kind: 'form' }),
    await fresh.inspect(bytes, { kind: undefined }),
    await fresh.convert(bytes),
  ] as const
  // What was started would still be there: only closing ends it.
  expect(await childProcesses('Helper')).toEqual(others)
  await fresh.close()
  return answers
}

test('a good picture starts a process', async () => {
  const others = await childProcesses('Helper')
  const fresh = createSharpScanInspector()
  expect(await fresh.inspect(page, { kind: 'form' })).toMatchObject({ ok: true })
  expect(await childProcesses('Helper')).toHaveLength(others.length + 1)
  await fresh.close()
})

test('an inspector that is kept ready has its process before the first picture, and no other for it', async () => {
  const others = await childProcesses('Helper')
  const ready = createSharpScanInspector({ practice: page })
  await ready.warm()
  const started = await childProcesses('Helper')
  expect(started).toHaveLength(others.length + 1)
  expect(await ready.inspect(page, { kind: 'form' })).toMatchObject({ ok: true })
  expect(await childProcesses('Helper')).toEqual(started)
  await ready.close()
})

describe('refused by what the header says, without a decoder', () => {
  test.each([
    ['65500 pixels each way', withFrameSize(page, 65_500, 65_500), 'tooComplex'],
    ['16000 pixels each way in several scans', withFrameSize(small, 16_000, 16_000), 'tooComplex'],
    ['883 scans', withRepeatedScans(small, 873), 'tooComplex'],
    ['arithmetic coding', withFrameMarker(page, 0xc9), 'tooComplex'],
    ['progressive arithmetic coding', withFrameMarker(small, 0xca), 'tooComplex'],
    ['lossless coding', withFrameMarker(page, 0xc3), 'tooComplex'],
    ['a width of zero', withFrameSize(page, 0, 1280), 'damaged'],
    ['a height of zero', withFrameSize(page, 905, 0), 'damaged'],
    ['nothing', new Uint8Array(), 'damaged'],
    ['three bytes', page.subarray(0, 3), 'damaged'],
    ['no end', page.subarray(0, page.length - 2), 'damaged'],
    ['a scan of stuffed bytes without an end', endlessScan(page, [0xff, 0x00], 1 << 20), 'damaged'],
    ['a scan of restarts without an end', endlessScan(page, [0xff, 0xd0], 1 << 20), 'damaged'],
    ['fill bytes without an end', followedBy(page.subarray(0, 2), [0xff], 1 << 20), 'damaged'],
    [
      'a megabyte of segments',
      behindSegments(page, { marker: 0xe1, payload: 30, length: 1 << 20 }),
      'tooComplex',
    ],
  ])('a JPEG of %s', async (_, bytes, kind) => {
    for (const answer of await judgedByHeader(bytes)) expect(answer).toEqual(refused(kind))
  })

  test.each([...disguised, ['svg', encode('<svg xmlns="http://www.w3.org/2000/svg"/>')] as const])(
    'a %s, whatever its name',
    async (format, bytes) => {
      const others = await childProcesses('Helper')
      const fresh = createSharpScanInspector()
      const found = format === 'avif' ? 'heic' : format
      expect(await fresh.inspect(bytes, { kind: 'form' })).toMatchObject({
        problem: { kind: 'notJpeg', found },
      })
      expect(await childProcesses('Helper')).toEqual(others)
      await fresh.close()
    },
  )

  test.each([
    [
      'PNG of 65500 pixels each way',
      blackPng({ width: 65_500, height: 65_500 }, { pixels: 100 }),
      'tooComplex',
    ],
    ['PNG of no width', blackPng({ width: 0, height: 100 }, { pixels: 100 }), 'damaged'],
    ['PNG without an end', blackPng({ width: 800, height: 800 }).subarray(0, 60), 'damaged'],
    ['HEIC that names a huge size', heicHead([100, 100], [65_500, 65_500]), 'tooComplex'],
    ['HEIC that names no size', heicHead(), 'damaged'],
    ['HEIC cut off', heic.subarray(0, 20_000), 'damaged'],
    ['AVIF', disguised.find(([format]) => format === 'avif')?.[1] ?? new Uint8Array(), 'damaged'],
    ['WebP of 16000 pixels each way', webpHead(16_000, 16_000), 'tooComplex'],
    ['WebP that moves', webpHead(100, 100, 2), 'tooComplex'],
  ])('a %s, and offers no conversion', async (_, bytes, kind) => {
    const [inspected, , converted] = await judgedByHeader(bytes)
    expect(inspected).toMatchObject({ problem: { kind: 'notJpeg', convertible: false } })
    expect(converted).toEqual(refused(kind))
  })
})

describe('within the bounds of the process', () => {
  /** Whatever came before, the next good picture is read. */
  afterEach(async () => {
    const next = await inspector.inspect(page, { kind: 'form' })
    if (!next.ok) throw new Error(`the next picture is ${next.problem.kind}`)
  })

  test.each([0.1, 0.5, 0.95])('a JPEG cut off at %d with an end put behind', async (share) => {
    expect(await inspector.inspect(truncated(page, share), { kind: 'form' })).toEqual(refused('damaged'))
  })

  test('a ZIP, HTML or PHP behind the end, a comment of markup, a bad profile, a position: gone', async () => {
    const marked = insertSegment(await taggedJpeg(1), 0xe2, encode('ICC_PROFILE\0\u0001\u0001nonsense'))
    const bytes = joined(marked, encode('PK\u0003\u0004archive <html><script> <?php'))
    const inspected = await inspector.inspect(bytes, { kind: 'form' })
    if (!inspected.ok) throw new Error(inspected.problem.kind)
    const asCard = await inspector.inspect(bytes, { kind: 'idCard' })
    if (!asCard.ok) throw new Error(asCard.problem.kind)
    const { jpeg, copies } = inspected.value
    const pointedAt = await inspector.mark(jpeg, [{ x: 0, y: 0, width: 1, height: 1 }], 90)
    const { thumbnail, upright } = asCard.value.copies
    for (const served of [jpeg, copies.thumbnail, pointedAt, asCard.value.jpeg, thumbnail, upright]) {
      if (served === undefined) throw new Error('a copy is missing')
      const text = Buffer.from(served).toString('latin1')
      for (const mark of [...metadataMarks, 'archive', '<html>', '<script>', '<?php'])
        expect(text).not.toContain(mark)
    }
  })

  test('CMYK, whose copies are in RGB', async () => {
    const inspected = await inspector.inspect(await cmykJpeg(), { kind: 'form' })
    if (!inspected.ok) throw new Error(inspected.problem.kind)
    const { thumbnail } = inspected.value.copies
    expect(await sharp(thumbnail).metadata()).toMatchObject({ channels: 3, space: 'srgb' })
  })

  test.each([
    ['25 megapixels of nothing', blackPng({ width: 5000, height: 5000 })],
    [
      'a text and a profile of 100 MB each',
      blackPng({ width: 800, height: 800 }, { extra: [pngTextBomb(100), pngProfileBomb(100)] }),
    ],
    ['more rows than it says', blackPng({ width: 800, height: 800 }, { pixels: 20_000_000 })],
  ])('a PNG of %s is converted as any', async (_, bytes) => {
    const converted = await inspector.convert(bytes)
    expect(converted).toMatchObject({ ok: true })
    expect(converted.ok && converted.value.length).toBeLessThan(100_000)
  })

  test.each([
    ['PNG of fewer rows than it says', blackPng({ width: 4000, height: 4000 }, { pixels: 100 })],
    ['HEIC without a picture', heicHead([100, 100])],
    ['HEIC that names another size than it has', withHeicSize(heic, 4000, 4000)],
    ['HEIC that names a smaller size than it has', withHeicSize(heic, 64, 64)],
    ['WebP without a picture', webpHead(100, 100)],
    ['PDF without pages', emptyPdf(0)],
    ['PDF that is none', encode('%PDF-1.7')],
    ['PDF locked with a password', lockedPdf()],
    ['PDF page of a hair’s width', emptyPdf(1, [14_400, 1])],
  ])('a %s is damaged', async (_, bytes) => {
    expect(await inspector.convert(bytes)).toEqual(refused('damaged'))
  })

  test('a PDF page of a kilometre is drawn as large as any', async () => {
    const converted = await inspector.convert(emptyPdf(1, [1e6, 1e6]))
    if (!converted.ok) throw new Error(converted.problem.kind)
    expect(await sharp(converted.value).metadata()).toMatchObject({ width: 2480, height: 2480 })
  })

  test.each([
    ['calls itself a hundred million times', callingPdf(8)],
    ['holds a picture of 900 megapixels', picturePdf(30_000)],
  ])('a PDF that %s is given up, while others are looked at', async (_, bytes) => {
    const hasty = createSharpScanInspector({ deadlineMs: 2000 })
    const conversion = hasty.convert(bytes)
    expect(await inspector.inspect(page, { kind: 'form' })).toMatchObject({ ok: true })
    expect(await conversion).toMatchObject({
      ok: false,
      problem: { kind: expect.stringMatching(/tooComplex|damaged/) },
    })
    expect(await hasty.convert(emptyPdf(1))).toMatchObject({ ok: true })
    await hasty.close()
  })
})

import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { forgetPeaks, treeCost } from '../../../bench/scans/judge/treeCost.ts'
import { createPortableScanInspector } from '../../../src/adapters/images/portable/portableScanInspector.ts'
import { createSharpScanInspector } from '../../../src/adapters/images/sharpScanInspector.ts'
import { fail } from '../../../src/core/result.ts'
import { childProcesses } from '../../support/childProcesses.ts'
import {
  blackPng,
  callingPdf,
  emptyPdf,
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
  insertSegment,
  joined,
  metadataMarks,
  pageJpeg,
  taggedJpeg,
  truncated,
} from '../../support/pictures.ts'
import { refusableFiles, refusalBounds } from '../../support/refusableFiles.ts'

const page = await pageJpeg()
const heic = new Uint8Array(await readFile(new URL('../../support/form.heic', import.meta.url)))
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const refused = (kind: string) => ({ ok: false, problem: { kind } })

const inspector = createSharpScanInspector()
afterAll(() => inspector.close())

/** It is asked about nothing in which codes would be looked for. */
const portable = createPortableScanInspector({
  readCodes: async () => {
    throw new Error('It was opened.')
  },
})

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

/** Cores that are shared count several times as much CPU for the same work: once in so many tries they do not. */
const tries = 10

/** The answer, at a cost within the bounds. */
const cheaply = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  let least = Infinity
  for (let tried = 0; tried < tries; tried += 1) {
    await forgetPeaks()
    const before = await treeCost()
    const since = process.cpuUsage()
    const answer = await ask()
    const { user, system } = process.cpuUsage(since)
    const after = await treeCost()
    expect(after.peakMB - before.peakMB).toBeLessThan(refusalBounds.grownMB)
    least = Math.min(least, (user + system) / 1000)
    if (least <= refusalBounds.cpuMs) return answer
  }
  throw new Error(`It takes ${least} ms of CPU at the least.`)
}

const looks = [{ kind: 'form' }, { kind: undefined }] as const

describe.each(refusableFiles)('$name', ({ bytes: make, problem, unconverted }) => {
  test('is refused without a process', async () => {
    const bytes = make()
    const others = await childProcesses('Helper')
    const fresh = createSharpScanInspector()
    const asks: readonly (() => Promise<unknown>)[] = [
      ...looks.map((asked) => async () => fresh.inspect(bytes, asked)),
      ...(unconverted === undefined ? [] : [async () => fresh.convert(bytes)]),
    ]
    const problems = [problem, problem, { kind: unconverted }]
    for (const [at, ask] of asks.entries())
      expect(await cheaply(ask)).toMatchObject({ ok: false, problem: problems[at] })
    // What was started would still be there: only closing ends it.
    expect(await childProcesses('Helper')).toEqual(others)
    await fresh.close()
  })

  test('is refused where there are no processes', async () => {
    const bytes = make()
    const here = problem.kind === 'notJpeg' ? { ...problem, convertible: false } : problem
    for (const asked of looks)
      expect(await cheaply(async () => portable.inspect(bytes, asked))).toEqual(fail(here))
    expect(await cheaply(async () => portable.convert(bytes))).toMatchObject(refused(problem.kind))
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

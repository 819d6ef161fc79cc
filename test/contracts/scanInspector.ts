import { readFile } from 'node:fs/promises'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFormFonts } from '../../src/adapters/pdf/fontFiles.ts'
import { formComposer } from '../../src/adapters/pdf/formComposer.ts'
import { type Box, formLayout } from '../../src/core/formLayout.ts'
import type { ConvertibleKind } from '../../src/core/scan/convertible.ts'
import { formNumberFromRandom, formNumberLink } from '../../src/core/formNumber.ts'
import { orientationExif, type Orientation } from '../../src/core/scan/exifOrientation.ts'
import type { Inspection, ScanInspector } from '../../src/core/scan/inspection.ts'
import { unlikeBits } from '../../src/core/scan/likeness.ts'
import type { FormReading, Region } from '../../src/core/scan/reading.ts'
import { markedCopy, maxScanBytes, shrunkLongSide, thumbnailLongSide } from '../../src/core/scan/scanRules.ts'
import { plainForm } from '../support/formContents.ts'
import { signAndStamp } from '../support/paper.ts'
import {
  greyJpeg,
  insertSegment,
  joined,
  metadataMarks,
  pageJpeg,
  taggedJpeg,
  threeComponentGreyJpeg,
  truncated,
} from '../support/pictures.ts'

/** What a host can do beside inspecting. */
export interface InspectorSkills {
  /** What it makes JPEGs of, beside a JPEG that is too large. */
  readonly converts: readonly ConvertibleKind[]
  readonly marks: boolean
  /** Copies, and likenesses. */
  readonly copies: boolean
}

export interface OpenInspector extends ScanInspector {
  close(): Promise<void>
}

/**
 * What every inspector of scans keeps. It is opened when all pictures are drawn: an inspector may leave its process
 * without the means to draw any.
 */
export const describeScanInspector = (
  name: string,
  open: () => Promise<OpenInspector>,
  skills: InspectorSkills,
): void => {
  describe(`a scan inspector ${name}`, () => {
    let pictures: Awaited<ReturnType<typeof drawPictures>>
    let inspector: OpenInspector
    beforeAll(async () => {
      pictures = await drawPictures()
      inspector = await open()
    }, 120_000)
    afterAll(() => inspector.close())

    const inspected = async (bytes: Uint8Array): Promise<Inspection & { readonly reading: FormReading }> => {
      const result = await inspector.inspect(bytes, { kind: 'form' })
      if (!result.ok) throw new Error(result.problem.kind)
      const { reading } = result.value
      if (reading?.kind !== 'form') throw new Error('not read as a form')
      return { ...result.value, reading }
    }

    test('refuses in one order: no JPEG, damaged, too few pixels, black and white, too large', async () => {
      const grey = await threeComponentGreyJpeg()
      const padding = new Uint8Array(maxScanBytes)
      const problems = [
        [new Uint8Array(), 'damaged'],
        [joined(new TextEncoder().encode('GIF89a'), padding), 'notJpeg'],
        [joined(truncated(grey, 0.5), padding), 'damaged'],
        [await greyJpeg({}), 'greyscale'],
        [await pageJpeg({}, { longSide: 900 }), 'tooFewPixels'],
        [joined(await pageJpeg({ seal: false }, { longSide: 900 }), padding), 'tooFewPixels'],
        [joined(grey, padding), 'greyscale'],
        [joined(pictures.good, padding), 'tooLarge'],
      ] as const
      for (const [bytes, kind] of problems)
        expect(await inspector.inspect(bytes, { kind: 'form' })).toMatchObject({
          ok: false,
          problem: { kind },
        })
    })

    test('reads the code, the page, the seal and the signature of a good form', async () => {
      const { width, height, shows, reading } = await inspected(pictures.good)
      expect({ width, height, shows }).toEqual({ ...pictures.size, shows: 'form' })
      expect(reading).toMatchObject({ code: { text: link }, turn: 0, doubts: [] })
      expect(reading.seal?.diameter).toBeGreaterThan(39)
      expect(reading.seal?.diameter).toBeLessThan(46)
      const { seal, signature } = formLayout
      expect(reading.seal && isInside(reading.seal.region, seal)).toBe(true)
      expect(reading.signature && isInside(reading.signature.region, signature)).toBe(true)
    })

    test('sees that a seal, or a signature, is missing', async () => {
      const [noSeal, noSignature] = [await inspected(pictures.noSeal), await inspected(pictures.noSignature)]
      expect(noSeal.reading.seal).toBeUndefined()
      expect(noSeal.reading.signature).toBeDefined()
      expect(noSignature.reading.seal).toBeDefined()
      expect(noSignature.reading.signature).toBeUndefined()
    })

    test.each([90, 180, 270] as const)('reads a form turned by %i degrees', async (turned) => {
      const { reading } = await inspected(pictures.turned[turned])
      expect(reading).toMatchObject({ code: { text: link }, turn: 360 - turned })
      expect(reading.seal).toBeDefined()
      expect(reading.signature).toBeDefined()
    })

    const seenAs = async (orientation: Orientation) => {
      const seen = await inspected(insertSegment(pictures.good, 0xe1, orientationExif(orientation)))
      return { ...seen, stored: (await sharp(seen.jpeg).metadata()).orientation ?? 1 }
    }

    test.each([
      [1, 0],
      [3, 180],
      [6, 270],
      [8, 90],
    ] as const)('sees a picture as orientation %i turns it', async (orientation, turn) => {
      const { width, height, reading, stored } = await seenAs(orientation)
      const { size } = pictures
      expect([width, height]).toEqual(orientation < 5 ? [size.width, size.height] : [size.height, size.width])
      expect(reading.turn).toBe(turn)
      expect(stored).toBe(orientation)
    })

    test.each([2, 4, 5, 7] as const)('sees a picture as orientation %i mirrors it', async (orientation) => {
      const { width, height, stored } = await seenAs(orientation)
      const { size } = pictures
      expect([width, height]).toEqual(orientation < 5 ? [size.width, size.height] : [size.height, size.width])
      expect(stored).toBe(orientation)
    })

    test('stores the pixels as they were sent, and nothing beside them', async () => {
      const tagged = joined(await taggedJpeg(6), new TextEncoder().encode('PK\u0003\u0004 GPS-MARK <?php'))
      const { jpeg } = await inspected(tagged)
      const [stored, sent] = await Promise.all([jpeg, tagged].map((bytes) => sharp(bytes).raw().toBuffer()))
      expect(sent !== undefined && stored?.equals(sent)).toBe(true)
      const text = Buffer.from(jpeg).toString('latin1')
      for (const mark of metadataMarks.filter((mark) => mark !== 'Exif')) expect(text).not.toContain(mark)
      expect(text).not.toContain('<?php')
    })

    test('takes a form for what it shows, whatever it was sent for', async () => {
      for (const kind of ['idCard', undefined] as const) {
        expect(await inspector.inspect(pictures.good, { kind })).toMatchObject({
          ok: true,
          value: { shows: 'form', reading: { kind: 'form', code: { text: link } } },
        })
      }
    })

    test('makes a JPEG smaller that is too large, and leaves its metadata out where that is enough', async () => {
      const padded = joined(pictures.good, new Uint8Array(maxScanBytes))
      const { jpeg } = await inspected(pictures.good)
      expect(await inspector.convert(padded)).toEqual({ ok: true, value: jpeg })
    })

    const kinds = ['png', 'webp', 'heic', 'pdf'] as const
    const offered = async (kind: ConvertibleKind) => {
      const refused = await inspector.inspect(pictures.files[kind], { kind: 'form' })
      return !refused.ok && refused.problem.kind === 'notJpeg' ? refused.problem : undefined
    }

    test.each(kinds.filter((kind) => skills.converts.includes(kind)))('converts a %s', async (kind) => {
      expect(await offered(kind)).toEqual({ kind: 'notJpeg', found: kind, convertible: true })
      const converted = await inspector.convert(pictures.files[kind])
      if (!converted.ok) throw new Error(converted.problem.kind)
      expect(converted.value.length).toBeLessThanOrEqual(maxScanBytes)
      const { width, height, reading } = await inspected(converted.value)
      expect(Math.max(width, height)).toBeLessThanOrEqual(shrunkLongSide)
      expect(reading).toMatchObject({ code: { text: link }, seal: {}, signature: {} })
    })

    test.each(kinds.filter((kind) => !skills.converts.includes(kind)))(
      'says that it does not convert a %s',
      async (kind) => {
        const problem = { kind: 'notJpeg', found: kind, convertible: false }
        expect(await offered(kind)).toEqual(problem)
        expect(await inspector.convert(pictures.files[kind])).toEqual({ ok: false, problem })
      },
    )

    test.runIf(skills.copies)(
      'copies a page flat and upright, however it lay, and makes a thumbnail',
      async () => {
        const straight = await inspected(pictures.good)
        const sideways = await inspected(pictures.turned[90])
        for (const { copies } of [straight, sideways]) {
          const [upright, thumbnail] = await Promise.all(
            [copies.upright, copies.thumbnail].map(async (copy) => sharp(copy).metadata()),
          )
          expect((upright?.width ?? 0) / (upright?.height ?? 1)).toBeCloseTo(210 / 297, 2)
          expect(thumbnail?.height).toBe(thumbnailLongSide)
          for (const copy of [upright, thumbnail])
            expect([copy?.exif, copy?.icc, copy?.xmp, copy?.orientation]).toEqual([
              undefined,
              undefined,
              undefined,
              undefined,
            ])
          expect(copies.upright?.length).toBeLessThanOrEqual(maxScanBytes)
        }
      },
    )

    test.runIf(skills.copies)('turns its copies by the code where no page was found', async () => {
      const { reading, copies } = await inspected(pictures.pageless)
      expect(reading).toMatchObject({ code: { text: link }, page: undefined, turn: 270 })
      const { upright = new Uint8Array(), thumbnail } = copies
      expect((await inspected(upright)).reading).toMatchObject({ code: { text: link }, turn: 0 })
      const { width, height } = await sharp(thumbnail).metadata()
      expect([width, height]).toEqual([226, thumbnailLongSide])
    })

    test.runIf(skills.copies)(
      'knows a form again that was turned, or made smaller, from another form',
      async () => {
        const [first, turned, smaller, other] = await Promise.all(
          [pictures.good, pictures.turned[180], pictures.smaller, pictures.other].map(
            async (bytes) => (await inspected(bytes)).likeness,
          ),
        )
        if (!first || !turned || !smaller || !other) throw new Error('no likeness')
        expect(first).toHaveLength(32)
        expect(unlikeBits(first, turned)).toBeLessThanOrEqual(12)
        expect(unlikeBits(first, smaller)).toBeLessThanOrEqual(12)
        expect(unlikeBits(first, other)).toBeGreaterThanOrEqual(40)
      },
    )

    test.runIf(skills.marks)('marks places on a copy that is upright', async () => {
      const { jpeg, reading } = await inspected(pictures.turned[90])
      const regions = [reading.seal?.region, reading.signature?.region].filter(
        (region) => region !== undefined,
      )
      const marked = await inspector.mark(jpeg, regions, reading.turn)
      if (marked === undefined) throw new Error('not marked')
      expect(marked.length).toBeLessThanOrEqual(markedCopy.bytes)
      const { width, height } = await sharp(marked).metadata()
      expect([width, height]).toEqual([905, 1280])
    })
  })
}

/** Whether a region of a page that fills its picture lies in a box of the page, or a little outside. */
const isInside = (region: Region, box: Box): boolean => {
  const slack = 3
  const [x, y] = [region.x * formLayout.page.width, region.y * formLayout.page.height]
  return (
    x > box.x - slack &&
    y > box.y - slack &&
    x + region.width * formLayout.page.width < box.x + box.width + slack &&
    y + region.height * formLayout.page.height < box.y + box.height + slack
  )
}

const formNumber = formNumberFromRandom(new Uint8Array(16).fill(7))
const link = formNumberLink('https://t.me/SealpassBot', formNumber)

const drawPictures = async () => {
  const composer = formComposer(await readFormFonts())
  const pdf = await composer.compose({ ...plainForm, formNumber, link })
  // No hand stamps the very middle of the box, where half of a seal's waves would vanish.
  const good = await signAndStamp(pdf, { aside: 2 })
  const { width, height } = await sharp(good).metadata()
  const turned = async (angle: number) =>
    plain(await sharp(good).rotate(angle).jpeg({ quality: 80 }).toBuffer())
  const smaller = () => sharp(good).resize({ height: 1280 })
  return {
    size: { width, height },
    good,
    noSeal: await signAndStamp(pdf, { seal: false }),
    noSignature: await signAndStamp(pdf, { signature: false }),
    other: await signAndStamp(pdf, { aside: -3 }),
    turned: { 90: await turned(90), 180: await turned(180), 270: await turned(270) },
    smaller: plain(await smaller().jpeg({ quality: 70 }).toBuffer()),
    /** Another print with the form's code, turned by 90 degrees. */
    pageless: plain(
      await sharp(await pageJpeg({ code: link }))
        .rotate(90)
        .jpeg()
        .toBuffer(),
    ),
    files: {
      png: plain(await smaller().png().toBuffer()),
      webp: plain(await smaller().webp().toBuffer()),
      // Of `smaller`, by libheif's own encoder, at quality 40: no package that we have writes one.
      heic: plain(await readFile(new URL('../support/form.heic', import.meta.url))),
      pdf: await pdfOf(good),
    },
  }
}

/** As a scanner saves it. */
const pdfOf = async (jpeg: Uint8Array): Promise<Uint8Array> => {
  const document = await PDFDocument.create()
  const image = await document.embedJpg(jpeg)
  document.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 })
  return document.save()
}

const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)

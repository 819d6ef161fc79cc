import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { createSharpScanInspector } from '../../../src/adapters/images/sharpScanInspector.ts'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import { formComposer } from '../../../src/adapters/pdf/formComposer.ts'
import { parseFormLayout } from '../../../src/core/parseFormLayout.ts'
import { formNumberFromRandom, formNumberLink } from '../../../src/core/formNumber.ts'
import type { CardReader } from '../../../src/core/scan/card/cardReader.ts'
import type { Asked } from '../../../src/core/scan/inspection.ts'
import type { CardReading } from '../../../src/core/scan/reading.ts'
import { orientationExif } from '../../../src/core/scan/exifOrientation.ts'
import { maxScanBytes, shrunkLongSide, thumbnailLongSide } from '../../../src/core/scan/scanRules.ts'
import { describeScanInspector } from '../../contracts/scanInspector.ts'
import { plainForm } from '../../support/formContents.ts'
import { signAndStamp } from '../../support/paper.ts'
import {
  addNoise,
  cmykJpeg,
  drawPage,
  greyJpeg,
  insertSegment,
  joined,
  pageJpeg,
  photoJpeg,
  resized,
  threeComponentGreyJpeg,
  toJpeg,
  toSharp,
  truncated,
  withFrameSize,
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
})

describe('inspect doubts', () => {
  const doubtsIn = async (jpeg: Uint8Array): Promise<readonly string[]> => {
    const inspected = await inspector.inspect(jpeg, { kind: 'form' })
    const seen = inspected.ok ? inspected.value.reading : undefined
    return seen === undefined ? ['unread'] : seen.doubts.map(({ kind }) => kind)
  }

  test('a large picture of a screen, of whose dots nothing is left in a smaller copy', async () => {
    const { width, height, data } = await resized(drawPage({ code }), 2600)
    const dotted = data.map((value, at) => {
      const x = Math.floor(at / 3) % width
      return Math.min(255, value * 0.9 * (1 + 0.06 * Math.cos((2 * Math.PI * x) / 2.9)))
    })
    const [plain, screen] = await Promise.all(
      [data, dotted].map((each) => toJpeg({ width, height, data: each }, { quality: 70 })),
    )
    expect(await doubtsIn(plain ?? page)).toEqual([])
    expect(await doubtsIn(screen ?? page)).toEqual(['screen'])
  })

  test('a picture too dark to show whether there is any colour on it', async () => {
    const grey = await toSharp(await resized(drawPage({ code }), 1280))
      .greyscale()
      .toColourspace('srgb')
      .linear(0.2, 0)
      .jpeg()
      .toBuffer()
    expect(await doubtsIn(new Uint8Array(grey))).toEqual(['dark'])
  })
})

describe('inspect refuses', () => {
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

test('a page of an operator’s own size is copied whole', async () => {
  const layout = parseFormLayout({ page: { width: 250, height: 330 } })
  const formNumber = formNumberFromRandom(new Uint8Array(16).fill(7))
  const composer = formComposer(await readFormFonts(), layout)
  const own = createSharpScanInspector({ layout })
  const pdf = await composer.compose({ ...plainForm, formNumber, link: code })
  const inspected = await own.inspect(await signAndStamp(pdf), { kind: 'form' })
  await own.close()
  const upright = inspected.ok ? inspected.value.copies.upright : undefined
  const { data, info } = await sharp(upright).greyscale().raw().toBuffer({ resolveWithObject: true })
  expect(info.width / info.height).toBeCloseTo(250 / 330, 2)
  const perMm = info.width / 250
  const { box, arm } = layout.corners
  const lightAt = (x: number): number =>
    Math.min(
      ...Array.from({ length: 9 }, (_, at) => {
        const [right, down] = [Math.round(x * perMm) + at - 4, Math.round((box.y + arm / 2) * perMm)]
        return data[down * info.width + right] ?? 255
      }),
    )
  // Of the corner mark at the top right the upright arm, and the margin beside it.
  expect(lightAt(box.x + box.width)).toBeLessThan(100)
  expect(lightAt(box.x + box.width + 5)).toBeGreaterThan(200)
})

describe('with a card reader', () => {
  const front: CardReading = {
    kind: 'idCard',
    turn: 90,
    side: 'front',
    idNumber: 'same',
    name: 'unread',
    regions: {},
    doubts: [],
  }
  const nothingSeen: CardReading = { ...front, side: undefined, idNumber: 'unread', turn: 0 }
  const holder = { idType: 'idCard', idNumber: '110101199003077571', name: '王建国' } as const

  const inspectedBy = async (reading: CardReading | undefined, bytes: Uint8Array, kind: Asked['kind']) => {
    const asked: Asked['holder'][] = []
    const reader: CardReader = {
      read: async (_jpeg, expected) => {
        asked.push(expected)
        return reading
      },
    }
    const sharpInspector = createSharpScanInspector({ cardReader: reader })
    const result = await sharpInspector.inspect(bytes, { kind, holder })
    await sharpInspector.close()
    if (!result.ok) throw new Error(result.problem.kind)
    return { ...result.value, asked }
  }

  test.each(['idCard', 'form', undefined] as const)('a card sent for %s is read as one', async (kind) => {
    const { shows, reading, asked } = await inspectedBy(front, await pageJpeg(), kind)
    expect({ shows, reading, asked }).toEqual({ shows: 'idCard', reading: front, asked: [holder] })
  })

  test('its copies are turned as it was read', async () => {
    const { copies } = await inspectedBy(front, await pageJpeg(), 'idCard')
    expect(await sharp(copies.upright).metadata()).toMatchObject({ width: 1280, height: 905 })
    expect(await sharp(copies.thumbnail).metadata()).toMatchObject({ width: thumbnailLongSide, height: 226 })
  })

  test.each(['idCard', undefined] as const)('a form sent for %s is not read as a card', async (kind) => {
    const { shows, asked } = await inspectedBy(front, page, kind)
    expect({ shows, asked }).toEqual({ shows: 'form', asked: [] })
  })

  test('what is neither shows nothing, and is read as what was asked for', async () => {
    const sentForCard = await inspectedBy(nothingSeen, await pageJpeg(), 'idCard')
    expect(sentForCard).toMatchObject({ shows: undefined, reading: nothingSeen })
    const sentForForm = await inspectedBy(nothingSeen, await pageJpeg(), 'form')
    expect(sentForForm).toMatchObject({ shows: undefined, reading: { kind: 'form', code: undefined } })
  })

  test('where no card can be read there is no reading, and still a copy', async () => {
    const { shows, reading, copies } = await inspectedBy(undefined, await pageJpeg(), 'idCard')
    expect({ shows, reading }).toEqual({ shows: undefined, reading: undefined })
    expect(copies.thumbnail?.length).toBeGreaterThan(1000)
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

import sharp, { type JpegOptions } from 'sharp'
import { describe, expect, test } from 'vitest'
import { decodePlanes } from '../../../src/adapters/images/portable/decodePlanes.ts'
import { decodeToRead, decodeToShow } from '../../../src/adapters/images/portable/decodeReduced.ts'
import type { Points } from '../../../src/adapters/images/portable/inverseDct.ts'
import { paintPlanes } from '../../../src/adapters/images/portable/paintPlanes.ts'
import type { ScanProblem } from '../../../src/core/problem.ts'
import { ok, type Result } from '../../../src/core/result.ts'
import type { Pixels } from '../../../src/core/scan/colour.ts'
import { orientationExif } from '../../../src/core/scan/exifOrientation.ts'
import { parseJpegHeader } from '../../../src/core/scan/jpegHeader.ts'
import { type JpegShape, writeJpeg } from '../../support/jpegWriter.ts'
import {
  addNoise,
  cmykJpeg,
  greyJpeg,
  insertSegment,
  pageJpeg,
  toJpeg,
  truncated,
  withFrameSize,
  withRepeatedScans,
} from '../../support/pictures.ts'
import { seeded } from '../../support/random.ts'

const random = seeded(4711)
const upTo = (most: number): number => 1 + Math.floor(random() * most)

/** Hills of colour, edges and grain, as photographs have them. */
const draw = (width: number, height: number) => {
  const [a, b, c] = [20 + upTo(60), 20 + upTo(60), 10 + upTo(40)]
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      const inside = Math.hypot(x - width / 2, y - height / 2) < Math.min(width, height) / 3
      data[at] = 128 + 90 * Math.sin(x / a) * Math.cos(y / b)
      data[at + 1] = inside ? 60 : 120 + 60 * Math.sin((x + y) / c)
      data[at + 2] = 60 + (x * 120) / width + (inside ? 40 : 0)
    }
  return addNoise({ width, height, data }, 6)
}

const decode = (jpeg: Uint8Array, eighths: Points = 8): Result<Pixels, ScanProblem> => {
  const header = parseJpegHeader(jpeg)
  if (!header.ok) return header
  const planes = decodePlanes(header.value, eighths)
  if (!planes.ok) return planes
  const { width, height } = planes.value
  return ok(paintPlanes(planes.value, { left: 0, top: 0, width, height }))
}

const decoded = (jpeg: Uint8Array, eighths: Points = 8): Pixels => {
  const pixels = decode(jpeg, eighths)
  if (!pixels.ok) throw new Error(pixels.problem.kind)
  return pixels.value
}

/** By libjpeg, as seen. */
const reference = async (jpeg: Uint8Array): Promise<Pixels> => {
  const { data, info } = await sharp(jpeg, { failOn: 'warning' })
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) }
}

/** The mean over all channels. */
const difference = (one: Pixels, other: Pixels): number => {
  expect([one.width, one.height]).toEqual([other.width, other.height])
  return (
    one.data.reduce((sum, value, at) => sum + Math.abs(value - (other.data[at] ?? 0)), 0) / one.data.length
  )
}

const codings = [
  { chromaSubsampling: '4:2:0' },
  { chromaSubsampling: '4:4:4' },
  { chromaSubsampling: '4:2:0', progressive: true },
  { chromaSubsampling: '4:4:4', progressive: true },
  { chromaSubsampling: '4:2:0', mozjpeg: true },
  { chromaSubsampling: '4:4:4', mozjpeg: true, trellisQuantisation: true, overshootDeringing: true },
  { chromaSubsampling: '4:2:0', optimiseCoding: false },
  { progressive: true, optimiseScans: true, quantisationTable: 3 },
] satisfies JpegOptions[]

describe('at full size, the pixels that libjpeg gives', () => {
  test.each(codings)('of a JPEG of %o', async (coding) => {
    for (const quality of [30, 75, 90, 100]) {
      const jpeg = await toJpeg(draw(upTo(300), upTo(300)), { ...coding, quality })
      expect(difference(decoded(jpeg), await reference(jpeg))).toBeLessThan(0.7)
    }
  })

  test.each([1, 2, 7, 8, 9, 15, 16, 17, 31, 33])('of a picture %d pixels wide or high', async (side) => {
    for (const coding of codings.slice(0, 4))
      for (const [width, height] of [
        [side, 40],
        [40, side],
        [side, side],
      ] as const) {
        const jpeg = await toJpeg(draw(width, height), coding)
        expect(difference(decoded(jpeg), await reference(jpeg))).toBeLessThan(1.5)
      }
  })

  const shapes: readonly JpegShape[] = [
    ...(
      [
        [2, 1],
        [1, 2],
        [2, 2],
        [4, 1],
        [1, 1],
      ] as const
    ).map((first): JpegShape => ({ sampling: [first, [1, 1], [1, 1]] })),
    {
      sampling: [
        [2, 2],
        [1, 2],
        [2, 1],
      ],
    },
    { sampling: [[1, 1]] },
    { sampling: [[2, 2]] },
    {
      sampling: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      rgb: true,
    },
  ]
  test.each(shapes)('of components sampled as %o, restarted or not, in whatever scans', async (shape) => {
    for (const variant of [
      {},
      { restartInterval: 3 },
      { apart: true },
      { apart: true, restartInterval: 1 },
      { progressive: true },
      { progressive: true, restartInterval: 5 },
    ]) {
      const jpeg = writeJpeg(draw(8 + upTo(120), 8 + upTo(120)), { ...shape, ...variant })
      expect(difference(decoded(jpeg), await reference(jpeg))).toBeLessThan(2.5)
    }
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('turned as orientation %d says', async (orientation) => {
    const jpeg = insertSegment(await toJpeg(draw(75, 42)), 0xe1, orientationExif(orientation))
    expect(difference(decoded(jpeg), await reference(jpeg))).toBeLessThan(0.7)
  })
})

describe('at a reduced size', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
    'of %d eighths, what the low waves of its blocks show',
    async (points) => {
      const jpeg = await toJpeg(draw(160, 120), { chromaSubsampling: '4:4:4', quality: 92 })
      const progressive = await toJpeg(draw(160, 120), { chromaSubsampling: '4:4:4', progressive: true })
      for (const bytes of [jpeg, progressive]) {
        expect(difference(decoded(bytes, points), lowWaves(await reference(bytes), points))).toBeLessThan(0.6)
      }
    },
  )

  test.each([1, 2, 3, 4, 5, 6, 7] as const)(
    'of %d eighths, much what a resized picture shows',
    async (points) => {
      for (const coding of codings.slice(0, 5)) {
        const jpeg = await toJpeg(draw(200 + upTo(300), 200 + upTo(300)), coding)
        const reduced = decoded(jpeg, points)
        const { data } = await sharp(jpeg)
          .resize({ width: reduced.width, height: reduced.height, fit: 'fill' })
          .ensureAlpha()
          .raw()
          .toBuffer({ resolveWithObject: true })
        const resized = { ...reduced, data: new Uint8ClampedArray(data) }
        expect(difference(reduced, resized)).toBeLessThan(points < 3 ? 6 : 3)
      }
    },
  )

  test('of a side that reads well, or that is asked for', async () => {
    const jpeg = await toJpeg(draw(1999, 1003))
    const sizes = [100, 300, 800, 1250, 1600, 3000].map((longSide) => {
      const [toRead, toShow] = [decodeToRead(jpeg, longSide), decodeToShow(jpeg, { longSide, turn: 90 })]
      if (!toRead.ok || !toShow.ok) throw new Error('not decoded')
      return [toRead.value.width, toShow.value.width, toShow.value.height]
    })
    expect(sizes).toEqual([
      [100, 50, 100],
      [300, 151, 300],
      [750, 401, 800],
      [1250, 627, 1250],
      [1500, 803, 1600],
      [1999, 1003, 1999],
    ])
  })
})

const page = await pageJpeg({}, { longSide: 400 })
const progressive = await pageJpeg({}, { longSide: 400, progressive: true })
const restarted = writeJpeg(draw(200, 200), {
  sampling: [
    [2, 2],
    [1, 1],
    [1, 1],
  ],
  restartInterval: 4,
})

describe('refuses', () => {
  const damaged = { ok: false, problem: { kind: 'damaged' } }

  test('whatever is cut off, with an end put behind, at whatever size it is looked at', () => {
    for (const jpeg of [page, progressive, restarted])
      for (let share = 0.03; share < 0.995; share += 0.013) {
        expect(decode(truncated(jpeg, share), share > 0.5 ? 8 : 3)).toEqual(damaged)
      }
  })

  test('a header that promises more, or less, than there is', () => {
    expect(decode(withFrameSize(page, 7000, 7000), 1)).toEqual(damaged)
    expect(decode(withFrameSize(progressive, 4000, 4000), 1)).toEqual(damaged)
    expect(decode(withFrameSize(page, 200, 200), 1)).toEqual(damaged)
  })

  test('a scan that is there twice', () => {
    expect(decode(withRepeatedScans(progressive, 1))).toEqual(damaged)
    expect(decode(withRepeatedScans(page, 1))).toEqual(damaged)
  })

  test('a scan that is missing', () => {
    const lastScan = progressive.lastIndexOf(0xda) - 1
    expect(decode(truncated(progressive, lastScan / progressive.length))).toEqual(damaged)
  })

  test('four components', async () => {
    expect(decode(await cmykJpeg())).toEqual({ ok: false, problem: { kind: 'tooComplex' } })
  })

  test('or decodes, but never throws, whatever bytes are changed', async () => {
    const grey = await greyJpeg()
    const verdicts = { ok: 0, refused: 0 }
    for (const jpeg of [page, progressive, restarted, grey])
      for (let times = 0; times < 150; times++) {
        const changed = jpeg.slice()
        for (let bytes = upTo(4); bytes > 0; bytes--) changed[upTo(jpeg.length) - 1] = upTo(256) - 1
        verdicts[decode(changed, ((times % 8) + 1) as Points).ok ? 'ok' : 'refused']++
      }
    expect(verdicts.refused).toBeGreaterThan(verdicts.ok)
  })
})

/** Each block of 8 by 8 by the cosine transform (ITU-T T.81, A.3.3) in as many waves and samples; slow and plain. */
const lowWaves = ({ width, height, data }: Pixels, points: number): Pixels => {
  const wave = (x: number, u: number, size: number): number =>
    Math.cos(((2 * x + 1) * u * Math.PI) / (2 * size)) * (u === 0 ? Math.SQRT1_2 : 1)
  /** From eight samples to as many as there are points. */
  const row = Array.from({ length: points }, (_, to) =>
    Array.from({ length: 8 }, (_, from) => {
      let sum = 0
      for (let u = 0; u < points; u++) sum += wave(to, u, points) * wave(from, u, 8)
      return sum / 4
    }),
  )
  const size = { width: (width * points) / 8, height: (height * points) / 8 }
  const reduced = new Uint8ClampedArray(size.width * size.height * 4)
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++)
      for (let channel = 0; channel < 4; channel++) {
        const [top, left] = [Math.floor(y / points) * 8, Math.floor(x / points) * 8]
        let sum = 0
        for (let v = 0; v < 8; v++)
          for (let u = 0; u < 8; u++)
            sum +=
              (row[y % points]?.[v] ?? 0) *
              (row[x % points]?.[u] ?? 0) *
              (data[((top + v) * width + left + u) * 4 + channel] ?? 0)
        reduced[(y * size.width + x) * 4 + channel] = sum
      }
  return { ...size, data: reduced }
}

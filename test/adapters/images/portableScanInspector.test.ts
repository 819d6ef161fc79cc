import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { createPortableScanInspector } from '../../../src/adapters/images/portable/portableScanInspector.ts'
import { workerdCodeReader } from '../../../src/adapters/images/portable/workerdCodeReader.ts'
import { formNumberFromRandom, formNumberLink } from '../../../src/core/formNumber.ts'
import { orientationExif } from '../../../src/core/scan/exifOrientation.ts'
import { maxScanBytes, shrunkLongSide, thumbnailLongSide } from '../../../src/core/scan/scanRules.ts'
import { describeScanInspector } from '../../contracts/scanInspector.ts'
import {
  addNoise,
  cmykJpeg,
  drawPage,
  insertSegment,
  pageJpeg,
  photoJpeg,
  resized,
  toJpeg,
  toSharp,
  truncated,
} from '../../support/pictures.ts'

const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
const readCodes = workerdCodeReader(await WebAssembly.compile(wasm))
/** How many pictures codes were looked for in. */
let looks = 0
/** Whether nothing is found in the first of them. */
let isHasty = false
const inspector = createPortableScanInspector({
  readCodes: async (pixels) => {
    looks++
    return isHasty && looks === 1 ? [] : readCodes(pixels)
  },
})

describeScanInspector('without native code', async () => ({ ...inspector, close: async () => undefined }), {
  converts: [],
  marks: true,
  copies: true,
})

const code = formNumberLink('https://t.me/sealpass_bot', formNumberFromRandom(new Uint8Array(16).fill(7)))
const page = await pageJpeg({ code })
const photo = await photoJpeg({ code })
/** 12 megapixels of grain: several megabytes. */
const large = await toJpeg(addNoise(await resized(drawPage({ code }), 4000), 12), { quality: 92 })
/** Whose code is too soft for a first look. */
const soft = new Uint8Array(
  await toSharp(await resized(drawPage({ code }), 1000))
    .blur(2)
    .jpeg({ quality: 60 })
    .toBuffer(),
)

const refused = (kind: string) => ({ ok: false, problem: { kind } })

const codeOf = async (jpeg: Uint8Array) => {
  looks = 0
  const inspected = await inspector.inspect(jpeg, { kind: 'form' })
  if (!inspected.ok) throw new Error(inspected.problem.kind)
  const { reading } = inspected.value
  return reading?.kind === 'form' ? reading.code : undefined
}

describe('inspect', () => {
  test('reads a photograph of 12 megapixels, baseline or progressive', async () => {
    const progressive = new Uint8Array(await sharp(photo).jpeg({ progressive: true, quality: 80 }).toBuffer())
    for (const jpeg of [photo, progressive]) {
      expect(await inspector.inspect(jpeg, { kind: 'form' })).toMatchObject({
        ok: true,
        value: { width: 3000, height: 4000, reading: { code: { text: code } } },
      })
    }
  })

  test('finds a soft code at the second look', async () => {
    expect((await codeOf(soft))?.text).toBe(code)
    expect(looks).toBeGreaterThan(1)
  })

  test.each([
    [1, 0.71, 0.05],
    [2, 0.12, 0.05],
    [3, 0.12, 0.82],
    [6, 0.82, 0.71],
    [7, 0.82, 0.12],
    [8, 0.05, 0.12],
  ] as const)(
    'finds at the second look, of orientation %d, where a code is seen',
    async (orientation, x, y) => {
      isHasty = true
      const seen = await codeOf(insertSegment(page, 0xe1, orientationExif(orientation)))
      isHasty = false
      expect(looks).toBeGreaterThan(1)
      expect(seen?.text).toBe(code)
      expect(seen?.region.x).toBeCloseTo(x, 1)
      expect(seen?.region.y).toBeCloseTo(y, 1)
    },
  )

  test('looks closer at a large picture without enlarging it', async () => {
    const far = await toSharp(drawPage({ code, paper: [236, 228, 214] }))
      .resize({ width: 500 })
      .extend({ left: 2300, right: 200, top: 300, bottom: 2000, background: '#6b4f3a' })
      .jpeg({ quality: 80 })
      .toBuffer()
    expect((await codeOf(new Uint8Array(far)))?.text).toBe(code)
    expect(looks).toBeGreaterThan(1)
  })

  test('refuses what is cut off, and four components', async () => {
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      expect(await inspector.inspect(truncated(photo, share), { kind: 'form' })).toEqual(refused('damaged'))
    }
    expect(await inspector.inspect(await cmykJpeg(), { kind: 'form' })).toEqual(refused('tooComplex'))
  })

  test('reads no card, and copies it all the same', async () => {
    const inspected = await inspector.inspect(await pageJpeg(), { kind: 'idCard' })
    if (!inspected.ok) throw new Error(inspected.problem.kind)
    const { shows, reading, copies } = inspected.value
    expect({ shows, reading }).toEqual({ shows: undefined, reading: undefined })
    expect(await sharp(copies.upright).metadata()).toMatchObject({ width: 905, height: 1280 })
    expect(await sharp(copies.thumbnail).metadata()).toMatchObject({ width: 226, height: thumbnailLongSide })
  })

  test('answers each of several at once', async () => {
    const asked = [photo, truncated(photo, 0.5), page].map(async (jpeg) =>
      inspector.inspect(jpeg, { kind: 'form' }),
    )
    expect((await Promise.all(asked)).map(({ ok }) => ok)).toEqual([true, false, true])
  })
})

describe('convert', () => {
  test('makes a large picture fit, still with its code readable, turned as it is seen', async () => {
    const shrunk = await inspector.convert(insertSegment(large, 0xe1, orientationExif(6)))
    if (!shrunk.ok) throw new Error(shrunk.problem.kind)
    expect(shrunk.value.length).toBeLessThanOrEqual(maxScanBytes)
    const { width, height, orientation } = await sharp(shrunk.value).metadata()
    expect([orientation, width > height, width <= shrunkLongSide]).toEqual([undefined, true, true])
    expect((await codeOf(shrunk.value))?.text).toBe(code)
  })

  test('refuses what is cut off, and grain that no quality makes small', async () => {
    expect(await inspector.convert(truncated(large, 0.7))).toEqual(refused('damaged'))
    const grey = new Uint8Array(1754 * 1754 * 3).fill(128)
    const grain = await toJpeg(addNoise({ width: 1754, height: 1754, data: grey }, 127), { quality: 95 })
    expect(await inspector.convert(grain)).toMatchObject({
      problem: { kind: 'tooLarge', convertible: false },
    })
  })
})

test('a host that has nothing of Node can load it', async () => {
  const folder = fileURLToPath(new URL('../../../src/adapters/images/portable/', import.meta.url))
  const { metafile } = await build({
    entryPoints: [`${folder}portableScanInspector.ts`, `${folder}workerdCodeReader.ts`],
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'unwritten',
    format: 'esm',
    platform: 'neutral',
    conditions: ['workerd'],
    external: ['node:*'],
    logLevel: 'silent',
  })
  const inputs = Object.values(metafile.inputs)
  expect(inputs.length).toBeGreaterThan(40)
  expect(inputs.flatMap(({ imports }) => imports.filter(({ external }) => external))).toEqual([])
})

import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWatermark as openPortable } from '../../../src/adapters/images/portable/openWatermark.ts'
import { openWatermark as openSharp } from '../../../src/adapters/images/sharpWatermark.ts'
import { coverageOf } from '../../../src/adapters/images/watermark/coverage.ts'
import { glyphOutline } from '../../../src/adapters/images/watermark/glyphOutline.ts'
import { type MakeTile, watermarkTiles } from '../../../src/adapters/images/watermark/watermarkTile.ts'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import type { FormFonts } from '../../../src/adapters/pdf/formFonts.ts'
import { blendTile } from '../../../src/core/scan/watermark.ts'
import { rasterise } from '../../support/glyphRaster.ts'

let fonts: FormFonts
let makeTile: MakeTile
beforeAll(async () => {
  fonts = await readFormFonts()
  makeTile = watermarkTiles(fonts)
})

const words = '周敏 2026-11-24 09:30'

/** One grey, as a JPEG without metadata. */
const plain = async (grey: number): Promise<Uint8Array> => {
  const data = new Uint8Array(900 * 1200 * 3).fill(grey)
  return new Uint8Array(
    await sharp(data, { raw: { width: 900, height: 1200, channels: 3 } })
      .jpeg()
      .toBuffer(),
  )
}

describe.each(['密', '敏', 'Ł', '8', 'ế'])('the outline of %s', (character) => {
  test('fills what a drawing by other means fills', async () => {
    const codePoint = character.codePointAt(0) ?? 0
    const face = fonts.characterOf(codePoint).faces[0]
    if (!face) throw new Error('no font draws it')
    const font = (await fonts.load([face.font]))(face.font)
    const glyph = font.glyphOf(codePoint)
    const cell = { width: 80, height: 90, size: 60, baseline: 65 }
    const scale = cell.size / font.unitsPerEm
    const { shares } = coverageOf(
      glyphOutline(font, glyph).map((chain) =>
        chain.map(({ x, y }) => ({ x: x * scale, y: cell.baseline - y * scale })),
      ),
      cell,
    )
    const expected = rasterise(font, glyph, cell)
    const differences = Array.from(shares, (share, at) => Math.abs(share - Math.min(1, expected[at] ?? 0)))
    expect(Math.max(...shares)).toBe(1)
    // the other drawing knows four lines in a pixel, this one all of it
    expect(differences.reduce((sum, each) => sum + each, 0) / differences.length).toBeLessThan(0.004)
  })
})

describe('the pattern', () => {
  test('darkens letters, lightens their edges, and leaves most of a picture alone', async () => {
    const { shades } = await makeTile(words, 1754)
    const count = (is: (shade: number) => boolean) => shades.filter(is).length / shades.length
    expect(count((shade) => shade < -30)).toBeGreaterThan(0.02)
    expect(count((shade) => shade > 30)).toBeGreaterThan(0.02)
    expect(count((shade) => shade === 0)).toBeGreaterThan(0.6)
  })

  test('differs for other words, and grows with the picture', async () => {
    const one = await makeTile(words, 1754)
    expect((await makeTile('周敏 2026-11-24 09:31', 1754)).shades).not.toEqual(one.shades)
    expect((await makeTile(words, 3508)).width).toBeGreaterThan(1.9 * one.width)
    expect(await makeTile(words, 1754)).toEqual(one)
  })

  test('keeps long names apart from each other, and shows what no font draws as a question mark', async () => {
    const long = await makeTile(
      'Maximiliane-Anneliese Freifrau von Hohenstein-Schönburg 2026-11-24 09:30',
      900,
    )
    expect(long.shades.filter((shade) => shade === 0).length / long.shades.length).toBeGreaterThan(0.5)
    expect((await makeTile('\u{10ffff}1', 900)).shades).toEqual((await makeTile('?1', 900)).shades)
  })

  test('never turns print into paper or paper into print', async () => {
    const tile = await makeTile(words, 900)
    const blended = (grey: number): readonly number[] => {
      const pixels = {
        width: tile.width,
        height: tile.height,
        data: new Uint8ClampedArray(tile.shades.length * 4).fill(grey),
      }
      blendTile(pixels, tile)
      return Array.from(pixels.data)
    }
    expect(Math.max(...blended(0).filter((_, at) => at % 4 === 0))).toBeLessThan(90)
    expect(Math.min(...blended(255).filter((_, at) => at % 4 === 0))).toBeGreaterThan(190)
  })
})

describe.each([
  ['sharp, in a process of its own', openSharp],
  ['what runs on Workers', openPortable],
])('%s', (_name, open) => {
  const opened = { burn: async (jpeg: Uint8Array, text: string) => watermark.burn(jpeg, text) }
  let watermark: ReturnType<typeof open>
  beforeAll(() => {
    watermark = open({ makeTile, host: { now: () => new Date() } })
  })
  afterAll(async () => watermark.close())

  test.each([255, 128, 0])('burns the words into a picture of grey %i, and nothing else', async (grey) => {
    const marked = await opened.burn(await plain(grey), words)
    if (!marked) throw new Error('nothing was made')
    const { data, info } = await sharp(marked).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([900, 1200])
    const tile = await makeTile(words, 1200)
    const means = { letters: 0, edges: 0, rest: 0 }
    const counts = { ...means }
    for (let y = 0; y < info.height; y++)
      for (let x = 0; x < info.width; x++) {
        const shade = tile.shades[(y % tile.height) * tile.width + (x % tile.width)] ?? 0
        const part = shade < -35 ? 'letters' : shade > 50 ? 'edges' : shade === 0 ? 'rest' : undefined
        if (!part) continue
        means[part] += data[(y * info.width + x) * 3] ?? 0
        counts[part] += 1
      }
    const [letters, edges, rest] = [
      means.letters / counts.letters,
      means.edges / counts.edges,
      means.rest / counts.rest,
    ]
    expect(Math.abs(rest - grey)).toBeLessThan(3)
    expect(Math.max(Math.abs(letters - rest), Math.abs(edges - rest))).toBeGreaterThan(25)
  })

  test('makes nothing of what is no whole picture', async () => {
    const whole = await plain(200)
    expect(await opened.burn(whole.subarray(0, 300), words)).toBeUndefined()
    expect(await opened.burn(new Uint8Array([0xff, 0xd8, 0xff, 0xd9]), words)).toBeUndefined()
  })
})

import { PDFiumLibrary } from '@hyzyla/pdfium'
import { describe, expect, test } from 'vitest'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import { lettersOf } from '../../../src/adapters/pdf/letters.ts'
import { rareSliceOf, rareSlices } from '../../../src/adapters/pdf/rareSlices.ts'
import type { TrueType } from '../../../src/adapters/pdf/trueType.ts'
import { rasterise } from '../../support/glyphRaster.ts'
import { composeSheets, letterGrid, squareGrid, type Grid } from '../../support/glyphSheet.ts'

const fonts = await readFormFonts()
const sans = fonts.fontOf('sans')

const range = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i))

/** The font that a form sets a character in, standing alone; undefined when none has it. */
const fontNameOf = (character: string) =>
  fonts.characterOf(character.codePointAt(0) ?? 0).faces.length === 0
    ? undefined
    : lettersOf(fonts, character)[0]?.font

const han = [...range(0x3400, 0x4dbf), ...range(0x4e00, 0x9fff), ...range(0x20000, 0x323af)]
/** All that the font for Chinese draws of the Han blocks: with them the 8,105 of 通用规范汉字表 and GB 18030 level 2. */
const chinese = han.filter((character) => fontNameOf(character) === 'sans')
/** Latin-1, Latin Extended-A and -B, and Latin Extended Additional, whose letters have every mark there is. */
const latin = [...range(0x21, 0x7e), ...range(0xc0, 0x24f), ...range(0x1e00, 0x1eff)]

/** The pages as a viewer's renderer draws them: ink from 0 to 1 at a pixel. */
const render = async (pdf: Uint8Array): Promise<readonly ((x: number, y: number) => number)[]> => {
  const library = await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(pdf)
    const pages: ((x: number, y: number) => number)[] = []
    for (const page of document.pages()) {
      const image = await page.render({ scale: 1, render: 'bitmap' })
      pages.push((x, y) => 1 - (image.data[(y * image.width + x) * 4] ?? 0) / 255)
    }
    document.destroy()
    return pages
  } finally {
    library.destroy()
  }
}

/**
 * The largest difference between what is on the page and a glyph's own outline, averaged over two by two pixels:
 * smoothing stays under 0.5, one stroke that is elsewhere or longer does not.
 */
const differenceFrom = (
  inkAt: (x: number, y: number) => number,
  index: number,
  { grid, font }: { readonly grid: Grid; readonly font: TrueType },
  character: string,
): number => {
  const { columns, width, height } = grid
  const outline = rasterise(font, font.glyphOf(character.codePointAt(0) ?? 0), grid)
  const left = (index % columns) * width
  const top = Math.floor(index / columns) * height
  const off = Float32Array.from(
    outline,
    (ink, at) => inkAt(left + (at % width), top + Math.floor(at / width)) - ink,
  )
  let most = 0
  for (let at = 0; at + width + 1 < off.length; at++) {
    if (at % width === width - 1) continue
    const four = (off[at] ?? 0) + (off[at + 1] ?? 0) + (off[at + width] ?? 0) + (off[at + width + 1] ?? 0)
    most = Math.max(most, Math.abs(four) / 4)
  }
  return most
}

/** The characters that are not on the page as the font draws them. */
const wronglyDrawn = async (
  characters: readonly string[],
  drawn: { readonly grid: Grid; readonly font: TrueType },
): Promise<readonly string[]> => {
  const { grid } = drawn
  const perSheet = grid.columns * grid.rows
  const pages = await render(await composeSheets(fonts, characters, grid))
  return characters.filter((character, i) => {
    const inkAt = pages[Math.floor(i / perSheet)]
    return inkAt === undefined || differenceFrom(inkAt, i % perSheet, drawn, character) > 0.5
  })
}

describe('on the page as its font draws it', { timeout: 180_000 }, () => {
  test('is every Chinese character of the main font', async () => {
    expect(chinese.length).toBeGreaterThan(27_700)
    expect(await wronglyDrawn(chinese, { grid: squareGrid, font: sans })).toEqual([])
  })

  test('is every other character of the extensions B to F as they stood in Unicode 10', async () => {
    const rare = Map.groupBy(
      han.filter((character) => fontNameOf(character) === rareSliceOf(character.codePointAt(0) ?? 0)),
      (character) => rareSliceOf(character.codePointAt(0) ?? 0),
    )
    let drawn = 0
    for (const slice of rareSlices) {
      const characters = rare.get(slice) ?? []
      const font = (await fonts.load([slice]))(slice)
      expect(await wronglyDrawn(characters, { grid: squareGrid, font })).toEqual([])
      drawn += characters.length
    }
    const inMain = chinese.filter((character) => rareSliceOf(character.codePointAt(0) ?? 0) !== undefined)
    expect(drawn + inMain.length).toBe(60_317)
  })

  test('is every Latin letter with its marks', async () => {
    expect(latin.filter((letter) => fontNameOf(letter) === undefined)).toEqual([])
    for (const name of ['sans', 'latin'] as const) {
      const letters = latin.filter((letter) => fontNameOf(letter) === name)
      expect(letters.length).toBeGreaterThan(100)
      expect(await wronglyDrawn(letters, { grid: letterGrid, font: fonts.fontOf(name) })).toEqual([])
    }
  })
})

test('the measure tells the most alike of characters from each other, and a blank from both', async () => {
  const alike = Array.from('土士未末己已巳戊戌戍日曰人入干千刀刁大太王玉口囗')
  const next = (i: number) => alike[(i + 1) % alike.length] ?? ''
  const [inkAt = () => 0] = await render(await composeSheets(fonts, alike, squareGrid))
  const differences = (of: typeof inkAt, expected: (i: number) => string) =>
    alike.map((_, i) => differenceFrom(of, i, { grid: squareGrid, font: sans }, expected(i)))
  expect(Math.max(...differences(inkAt, (i) => alike[i] ?? ''))).toBeLessThan(0.5)
  expect(Math.min(...differences(inkAt, next))).toBeGreaterThan(0.5)
  expect(
    Math.min(
      ...differences(
        () => 0,
        (i) => alike[i] ?? '',
      ),
    ),
  ).toBeGreaterThan(0.5)
})

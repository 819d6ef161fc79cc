import { PDFiumLibrary } from '@hyzyla/pdfium'
import { expect, test } from 'vitest'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import type { TrueType } from '../../../src/adapters/pdf/trueType.ts'
import { rasterise } from '../../support/glyphRaster.ts'
import { composeSheets, perSheet, sheet } from '../../support/glyphSheet.ts'

const fonts = await readFormFonts()
const sans = fonts.fontOf('sans')

const [width, height] = [sheet.size, sheet.size * sheet.leading]
const cell = { width, height, size: sheet.size, baseline: sheet.rise * sheet.size }

/** All that the font for Chinese draws of the Han blocks: with them the 8,105 of 通用规范汉字表 and GB 18030 level 2. */
const characters = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0x20000, 0x323af],
].flatMap(([first = 0, last = 0]) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .filter((codePoint) => fonts.characterOf(codePoint).faces[0]?.font === 'sans')
    .map((codePoint) => String.fromCodePoint(codePoint)),
)

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
  font: TrueType,
  character: string,
): number => {
  const outline = rasterise(font, font.glyphOf(character.codePointAt(0) ?? 0), cell)
  const left = (index % sheet.columns) * width
  const top = Math.floor(index / sheet.columns) * height
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

const fontForChinese = (): TrueType => {
  if (sans === undefined) throw new Error('no font for Chinese')
  return sans
}

test('every Chinese character is on the page as its font draws it', { timeout: 120_000 }, async () => {
  expect(characters.length).toBeGreaterThan(27_700)
  const pages = await render(await composeSheets(fonts, characters))
  const wrong = characters.filter((character, i) => {
    const inkAt = pages[Math.floor(i / perSheet)]
    return inkAt === undefined || differenceFrom(inkAt, i % perSheet, fontForChinese(), character) > 0.5
  })
  expect(wrong).toEqual([])
})

test('the measure tells the most alike of characters from each other, and a blank from both', async () => {
  const alike = Array.from('土士未末己已巳戊戌戍日曰人入干千刀刁大太王玉口囗')
  const next = (i: number) => alike[(i + 1) % alike.length] ?? ''
  const [inkAt = () => 0] = await render(await composeSheets(fonts, alike))
  const differences = (of: typeof inkAt, expected: (i: number) => string) =>
    alike.map((_, i) => differenceFrom(of, i, fontForChinese(), expected(i)))
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

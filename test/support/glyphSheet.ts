import { PDFContext, PDFWriter } from 'pdf-lib'
import type { FormFonts } from '../../src/adapters/pdf/formFonts.ts'
import { fontResources, showText } from '../../src/adapters/pdf/formText.ts'
import { embedGlyphSet, glyphSet } from '../../src/adapters/pdf/glyphSet.ts'
import { lettersOf } from '../../src/adapters/pdf/letters.ts'
import { perMm } from '../../src/adapters/pdf/operators.ts'
import { ascii, compressedStream, listed, written } from '../../src/adapters/pdf/written.ts'

/** A sheet's cells, in points; the same number of pixels when rendered at scale 1. */
export interface Grid {
  readonly columns: number
  readonly rows: number
  readonly width: number
  readonly height: number
  readonly size: number
  /** From a cell's top. */
  readonly baseline: number
}

const rise = 0.88
const gridOf = (columns: number, emsHigh: number, size = 24): Grid => ({
  columns,
  rows: 48,
  width: size,
  height: size * emsHigh,
  size,
  baseline: size * (rise + (emsHigh - 1.25) / 2),
})

/** For characters of one em each. */
export const squareGrid = gridOf(96, 1.25)
/** For letters of whatever width, with marks above and below the em. */
export const letterGrid = gridOf(1, 2.25)

/** Characters in a grid, by the means that the form's values are set with. */
export const composeSheets = async (
  fonts: FormFonts,
  characters: readonly string[],
  grid: Grid,
): Promise<Uint8Array> => {
  const { columns, size } = grid
  const perSheet = columns * grid.rows
  const context = PDFContext.create()
  const pageTree = context.nextRef()
  const common = glyphSet(fonts.fontOf('sans'))
  const letters = lettersOf(fonts, characters.join(''))
  const resources = fontResources(await fonts.load(new Set(letters.map(({ font }) => font))), common)
  const page = {
    x: 0,
    y: 0,
    width: (columns * grid.width) / perMm,
    height: (grid.rows * grid.height) / perMm,
  }
  const contents = Array.from({ length: Math.ceil(characters.length / perSheet) }, (_, number) => {
    const ofSheet = characters.slice(number * perSheet, (number + 1) * perSheet)
    const lines = Array.from({ length: Math.ceil(ofSheet.length / columns) }, (_row, row) =>
      lettersOf(fonts, ofSheet.slice(row * columns, (row + 1) * columns).join('')),
    )
    const style = { size, leading: grid.height / size, ink: 0, align: 'left' } as const
    const shown = showText(page, resources, page, { size, lines }, style, grid.baseline - size * rise)
    return context.register(compressedStream('', ascii(shown)))
  })
  const used = [{ name: 'Common', glyphs: common }, ...resources.own()]
    .filter(({ glyphs }) => glyphs.codePoints.length > 0)
    .map(({ name, glyphs }) => `/${name} ${embedGlyphSet(context, glyphs, `SHEETS+${name}`).toString()}`)
  const pages = contents.map((content) =>
    context.register(
      written`<</Type /Page /Parent ${pageTree} /MediaBox [0 0 ${page.width * perMm} ${page.height * perMm}]
/Resources <</Font <<${used.join(' ')}>>>> /Contents ${content}>>`,
    ),
  )
  context.assign(pageTree, written`<</Type /Pages /Kids [${listed(pages)}] /Count ${pages.length}>>`)
  context.trailerInfo.Root = context.register(written`<</Type /Catalog /Pages ${pageTree}>>`)
  return PDFWriter.forContext(context, Number.MAX_SAFE_INTEGER).serializeToBuffer()
}

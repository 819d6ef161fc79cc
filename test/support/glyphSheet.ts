import { PDFContext, PDFWriter } from 'pdf-lib'
import type { FormFonts } from '../../src/adapters/pdf/formFonts.ts'
import { fontResources, showText } from '../../src/adapters/pdf/formText.ts'
import { embedGlyphSet, glyphSet } from '../../src/adapters/pdf/glyphSet.ts'
import { lettersOf } from '../../src/adapters/pdf/letters.ts'
import { perMm } from '../../src/adapters/pdf/operators.ts'
import { ascii, compressedStream, listed, written } from '../../src/adapters/pdf/written.ts'

/** Points; the same number of pixels when rendered at scale 1. */
export const sheet = { size: 24, leading: 1.25, columns: 96, rows: 48, rise: 0.88 } as const
export const perSheet = sheet.columns * sheet.rows

/** Characters of one em each, in a grid, by the means that the form's values are set with. */
export const composeSheets = async (fonts: FormFonts, characters: readonly string[]): Promise<Uint8Array> => {
  const context = PDFContext.create()
  const pageTree = context.nextRef()
  const common = glyphSet(fonts.fontOf('sans'))
  const resources = fontResources(fonts, common)
  const page = {
    x: 0,
    y: 0,
    width: (sheet.columns * sheet.size) / perMm,
    height: (sheet.rows * sheet.size * sheet.leading) / perMm,
  }
  const contents = Array.from({ length: Math.ceil(characters.length / perSheet) }, (_, number) => {
    const ofSheet = characters.slice(number * perSheet, (number + 1) * perSheet)
    const lines = Array.from({ length: Math.ceil(ofSheet.length / sheet.columns) }, (_row, row) =>
      lettersOf(fonts, ofSheet.slice(row * sheet.columns, (row + 1) * sheet.columns).join('')),
    )
    const style = { size: sheet.size, leading: sheet.leading, ink: 0, align: 'left' } as const
    const shown = showText(page, resources, page, { size: sheet.size, lines }, style)
    return context.register(compressedStream('', ascii(shown)))
  })
  const used = Object.entries(resources)
    .filter(([, { codePoints }]) => codePoints.length > 0)
    .map(([name, set]) => `/${name} ${embedGlyphSet(context, set, `SHEETS+${name}`).toString()}`)
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

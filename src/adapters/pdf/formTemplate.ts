import { PDFContext, PDFString, type PDFObject, type PDFRef } from 'pdf-lib'
import { Fault } from '../../core/fault.ts'
import { formCells, type Box, type FormLayout, type TextStyle } from '../../core/formLayout.ts'
import type { FormFonts } from './formFonts.ts'
import { fontResources, showWords } from './formText.ts'
import { ascii, compressedStream, embedGlyphSet, glyphSet, type GlyphSet } from './glyphSet.ts'
import { linkSymbols } from './linkSymbols.ts'
import type { QrModules } from './qrModules.ts'
import { decoration, fillBox, fillBoxes, perMm, strokeBox, tagged } from './operators.ts'
import { writeStructure, type Part } from './structure.ts'

/** What is alike on every form, written once: its objects go into each document as they are. */
export interface FormTemplate {
  readonly objects: readonly (readonly [PDFRef, PDFObject])[]
  readonly catalog: PDFRef
  readonly pages: PDFRef
  /** The page, which each document defines for itself. */
  readonly page: PDFRef
  /** The content stream with lines and fixed words. */
  readonly drawn: PDFRef
  readonly font: PDFRef
  readonly glyphs: GlyphSet
  /** The marked content that each document adds, by what it shows. */
  readonly mcids: ReadonlyMap<string, number>
  readonly symbolOf: (link: string) => QrModules
}

/** Common in values: in the template's font they cost a document nothing. */
const frequent =
  ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz@.-_+:/?=&,()，（）·年月日省市区县大学院公司有限部处室中心'

export const formTemplate = (fonts: FormFonts, layout: FormLayout): FormTemplate => {
  const context = PDFContext.create()
  const [catalog, pages, page] = [context.nextRef(), context.nextRef(), context.nextRef()]
  const glyphs = glyphSet(fonts.sans)
  const choices = Object.values(layout.choices).flatMap((names) => Object.values(names))
  for (const character of [frequent, layout.empty, layout.composedAt.label, ...choices].join(''))
    glyphs.cidOf(character.codePointAt(0) ?? 0)
  // Claiming to have every character, it takes in those of the fixed words as they come.
  const resources = fontResources(fonts, { ...glyphs, has: () => true })

  const operators = [decoration(drawLines(layout))]
  const mcids = new Map<string, number>()
  let nextMcid = 0
  const words = (tag: string, box: Box, text: string, style: TextStyle): Part => {
    const mcid = nextMcid++
    operators.push(tagged(tag, mcid, showWords(layout.page, fonts, resources, box, text, style)))
    return { tag, mcid }
  }
  const later = (tag: string, name: string): { readonly tag: string; readonly mcid: number } => {
    const mcid = nextMcid++
    mcids.set(name, mcid)
    return { tag, mcid }
  }
  const wordsBetween = (top: number, bottom: number): readonly Part[] =>
    layout.words
      .filter(({ box }) => box.y >= top && box.y < bottom)
      .map(({ tag, box, text, style }) => words(tag, box, text, style))
  const rows: readonly Part[] = formCells(layout).map((row) => ({
    tag: 'TR',
    parts: row.flatMap(({ field, label, labelBox }) => [
      words('TH', oneLine(labelBox, layout.table.label), label, layout.table.label),
      later('TD', field),
    ]),
  }))
  const structure = writeStructure(context, page, {
    tag: 'Document',
    parts: [
      ...wordsBetween(0, layout.table.y),
      later('P', 'link'),
      { ...later('Figure', 'barcode'), alternative: layout.barcode.description },
      later('P', 'formNumber'),
      { tag: 'Table', parts: rows },
      ...wordsBetween(layout.table.y, layout.page.height),
      later('P', 'composedAt'),
    ],
  })
  if (resources.Latin.codePoints.length > 0)
    throw new Fault('alert', 'The font for Chinese lacks characters of the fixed words of the form')

  context.assign(
    catalog,
    context.obj({
      Type: 'Catalog',
      Pages: pages,
      Lang: PDFString.of(layout.language),
      MarkInfo: { Marked: true },
      StructTreeRoot: structure,
      // The barcode's modules and the boxes keep their size on paper.
      ViewerPreferences: { DisplayDocTitle: true, PrintScaling: 'None' },
    }),
  )
  context.assign(pages, context.obj({ Type: 'Pages', Kids: [page], Count: 1 }))
  const font = context.register(embedGlyphSet(context, glyphs, 'COMMON+NotoSansSC', 9))
  const drawn = context.register(compressedStream(context, ascii(operators.join('\n')), 9))
  return {
    objects: context.enumerateIndirectObjects(),
    catalog,
    pages,
    page,
    drawn,
    font,
    glyphs,
    mcids,
    symbolOf: linkSymbols(),
  }
}

/** The middle of a box, as high as one line of a style. */
const oneLine = (box: Box, { size }: TextStyle): Box => {
  const height = size / perMm + 0.01
  return { ...box, y: box.y + (box.height - height) / 2, height }
}

/** Corner marks, the table's grid, frames and rules. */
const drawLines = (layout: FormLayout): string => {
  const { page, table, frames, rules } = layout
  const rows = formCells(layout)
  const cells = rows.flat()
  const last = rows.at(-1)?.[0]?.valueBox ?? page
  const grid: Box = { ...table, height: last.y + last.height - table.y }
  return [
    fillBoxes(page, cornerMarks(layout)),
    ...cells.map(({ labelBox }) => fillBox(page, labelBox, table.labelFill)),
    ...cells.flatMap(({ labelBox, valueBox }) =>
      [labelBox, valueBox].map((box) => strokeBox(page, box, table.lines.inner)),
    ),
    strokeBox(page, grid, table.lines.outer),
    ...rules.map((rule) => fillBox(page, rule, rule.ink)),
    ...frames.map(({ box, thickness, dashed }) => strokeBox(page, box, thickness, dashed)),
  ].join('\n')
}

const cornerMarks = ({ corners: { box, arm, thickness } }: FormLayout): readonly Box[] =>
  [
    { atRight: false, atBottom: false },
    { atRight: true, atBottom: false },
    { atRight: false, atBottom: true },
    { atRight: true, atBottom: true },
  ].flatMap(({ atRight, atBottom }) => {
    const from = (width: number, height: number): Box => ({
      x: atRight ? box.x + box.width - width : box.x,
      y: atBottom ? box.y + box.height - height : box.y,
      width,
      height,
    })
    return [from(arm, thickness), from(thickness, arm)]
  })

import { PDFContext, type PDFObject, type PDFRef } from 'pdf-lib'
import { Fault } from '../../core/fault.ts'
import { formCells, printedText, type FormCell, type FormLayout, type Words } from '../../core/formShape.ts'
import type { FormFonts } from './formFonts.ts'
import { drawLines } from './formLines.ts'
import { fontResources, showText } from './formText.ts'
import { embedGlyphSet, glyphSet, type GlyphSet } from './glyphSet.ts'
import { lettersOf } from './letters.ts'
import { decoration, perMm, tagged } from './operators.ts'
import { centred, setLabel, setWords } from './setWords.ts'
import { writeStructure, type Part } from './structure.ts'
import { ascii, listed, written, compressedStream } from './written.ts'

/** What is alike on every form of so many pages, written once: its objects go into each document as they are. */
export interface FormTemplate {
  readonly objects: readonly (readonly [PDFRef, PDFObject])[]
  readonly catalog: PDFRef
  /** What the document says of itself, which each writes for itself. */
  readonly metadata: PDFRef
  readonly pageTree: PDFRef
  readonly pages: readonly TemplatePage[]
  readonly font: PDFRef
  readonly glyphs: GlyphSet
}

export interface TemplatePage {
  /** The page, which each document defines for itself. */
  readonly ref: PDFRef
  /** The content stream with lines and fixed words. */
  readonly drawn: PDFRef
  /** Operators as the marked content that each document adds under a name. */
  readonly show: (name: string, operators: string) => string
}

/** Common in values: in the template's font they cost a document nothing. */
const frequent =
  ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz@.-_+:/?=&,()，（）·年月日省市区县大学院公司有限部处室中心'

/** Throws Fault `alert` when fixed words do not fit or the font for Chinese lacks them, both of which checks name. */
export const formTemplate = (fonts: FormFonts, layout: FormLayout, pageCount: 1 | 2): FormTemplate => {
  const context = PDFContext.create()
  const [catalog, metadata, pageTree] = [context.nextRef(), context.nextRef(), context.nextRef()]
  const refs = Array.from({ length: pageCount }, () => context.nextRef())
  const glyphs = glyphSet(fonts.fontOf('sans'))
  const choices = Object.values(layout.choices).flatMap((names) => Object.values(names))
  const { empty, composedAt, annex, table } = layout
  for (const text of [frequent, empty, composedAt.label, annex.marker, ...choices])
    for (const { codePoint } of lettersOf(fonts, text)) glyphs.cidOf(codePoint)

  const front = pen(fonts, layout, glyphs, 0)
  const back = pen(fonts, layout, glyphs, 1)
  const said = (words: readonly Words[]) => words.filter((each) => printedText(layout, each) !== '')
  const wordsBetween = (top: number, bottom: number): readonly Part[] =>
    said(layout.words)
      .filter(({ box }) => box.y >= top && box.y < bottom)
      .map(front.words)
  const { x, y, width, height } = layout.barcode.box
  const corners = [x, layout.page.height - y - height, x + width, layout.page.height - y]
  const structure = writeStructure(context, refs, {
    tag: 'Document',
    parts: [
      ...wordsBetween(0, table.y),
      front.later('P', 'link'),
      {
        ...front.later('Figure', 'barcode'),
        alternative: layout.barcode.description,
        attributes: `<</O /Layout /BBox [${corners.map((mm) => Math.round(mm * perMm)).join(' ')}]>>`,
      },
      front.later('P', 'formNumber'),
      {
        tag: 'Table',
        parts: formCells(layout).map((row) => ({
          tag: 'TR',
          parts: row.flatMap((cell) => [front.label(cell), front.later('TD', cell.field)]),
        })),
      },
      ...wordsBetween(table.y, layout.page.height),
      front.later('P', 'composedAt'),
      ...(pageCount === 1
        ? []
        : [...said(annex.words).map(back.words), back.later('P', 'formNumber'), back.later('P', 'annex')]),
    ],
  })
  context.assign(
    catalog,
    // The barcode's modules and the boxes are to keep their size on paper.
    written`<</Type /Catalog /Pages ${pageTree} /Metadata ${metadata} /Lang (${layout.language}) /MarkInfo <</Marked true>>
/StructTreeRoot ${structure} /ViewerPreferences <</DisplayDocTitle true /PrintScaling /None>>>>`,
  )
  context.assign(pageTree, written`<</Type /Pages /Kids [${listed(refs)}] /Count ${pageCount}>>`)
  const font = embedGlyphSet(context, glyphs, 'COMMON+NotoSansSC')
  const drawn = [[decoration(drawLines(layout)), ...front.operators], back.operators].map((operators) =>
    compressedStream('', ascii(operators.join('\n'))),
  )
  const pages = [front, back].flatMap(({ show }, number): readonly TemplatePage[] => {
    const [ref, stream] = [refs[number], drawn[number]]
    return ref && stream ? [{ ref, drawn: context.register(stream), show }] : []
  })
  return { objects: context.enumerateIndirectObjects(), catalog, metadata, pageTree, pages, font, glyphs }
}

/** Writes a page's fixed words and numbers its marked content as it comes. */
const pen = (fonts: FormFonts, layout: FormLayout, glyphs: GlyphSet, page: number) => {
  const lacking = (): never => {
    throw new Fault('alert', 'The font for Chinese lacks characters of the fixed words of the form')
  }
  // Claiming to have every character, the set takes in those of the fixed words as they come.
  const resources = fontResources(lacking, { ...glyphs, has: () => true })
  const operators: string[] = []
  const tags = new Map<string, { readonly tag: string; readonly mcid: number }>()
  let next = 0
  const fixed = (tag: string, shown: string): Part => {
    operators.push(tagged(tag, next, shown))
    return { tag, page, mcid: next++ }
  }
  return {
    operators,
    words: (words: Words): Part => {
      const set = setWords(fonts, layout, words)
      if (set === undefined) throw new Fault('alert', `The form has no room for its words “${words.text}”`)
      return fixed(words.tag, showText(layout.page, resources, words.box, set, words.style))
    },
    label: (cell: FormCell): Part => {
      const style = layout.table.label
      const set = setLabel(fonts, layout, cell)
      if (set === undefined) throw new Fault('alert', `The form has no room for its label “${cell.label}”`)
      const shown = showText(
        layout.page,
        resources,
        cell.labelBox,
        set,
        style,
        centred(cell.labelBox, set, style),
      )
      const part = fixed('TH', shown)
      return { ...part, attributes: '<</O /Table /Scope /Row>>' }
    },
    /** A part that each document shows for itself. */
    later: (tag: string, name: string): Part => {
      tags.set(name, { tag, mcid: next })
      return { tag, page, mcid: next++ }
    },
    show: (name: string, shown: string): string => {
      const marked = tags.get(name)
      if (marked === undefined) throw new Fault('alert', `The form has no place for ${name}`)
      return tagged(marked.tag, marked.mcid, shown)
    },
  }
}

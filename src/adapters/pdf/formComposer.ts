import { PDFContext, PDFHexString, PDFString, PDFWriter, type PDFRef } from 'pdf-lib'
import { Fault } from '../../core/fault.ts'
import type { FormComposer, FormContent } from '../../core/form.ts'
import { formCells, formLayout, type Box, type FormLayout, type ValueStyle } from '../../core/formLayout.ts'
import { groupFormNumber } from '../../core/formNumber.ts'
import type { FormFonts } from './formFonts.ts'
import { formTemplate, type FormTemplate } from './formTemplate.ts'
import { fontResources, showValue, type FontResources } from './formText.ts'
import { chineseDay, formValues } from './formValues.ts'
import { ascii, compressedStream, embedGlyphSet } from './glyphSet.ts'
import { fillModules, perMm, tagged } from './operators.ts'
import type { QrModules } from './qrModules.ts'

/** Prepares what every form shares; throws Fault `alert` when the layout's words do not fit or the fonts lack them. */
export const formComposer = (fonts: FormFonts, layout: FormLayout = formLayout): FormComposer => {
  const template = formTemplate(fonts, layout)
  return { compose: (content) => compose(fonts, layout, template, content) }
}

const compose = async (
  fonts: FormFonts,
  layout: FormLayout,
  template: FormTemplate,
  content: FormContent,
): Promise<Uint8Array> => {
  const resources = fontResources(fonts, template.glyphs)
  const operators = ascii(drawContent(fonts, layout, template, resources, content))
  const context = PDFContext.create()
  for (const [ref, object] of template.objects) context.assign(ref, object)

  const fontRefs: Record<string, PDFRef> = { Common: template.font }
  if (resources.Sans.codePoints.length > 0)
    fontRefs['Sans'] = context.register(embedGlyphSet(context, resources.Sans, 'FURTHR+NotoSansSC', 1))
  if (resources.Latin.codePoints.length > 0)
    fontRefs['Latin'] = context.register(embedGlyphSet(context, resources.Latin, 'FURTHR+NotoSans', 1))
  context.assign(
    template.page,
    context.obj({
      Type: 'Page',
      Parent: template.pages,
      MediaBox: [0, 0, layout.page.width * perMm, layout.page.height * perMm],
      Resources: { Font: fontRefs },
      Contents: [template.drawn, context.register(compressedStream(context, operators, 1))],
      StructParents: 0,
      Tabs: 'S',
    }),
  )
  const dates = PDFString.fromDate(content.composedAt)
  context.trailerInfo.Root = template.catalog
  context.trailerInfo.Info = context.register(
    context.obj({
      Title: PDFHexString.fromText(layout.title),
      Producer: PDFString.of('Sealpass'),
      CreationDate: dates,
      ModDate: dates,
    }),
  )
  const id = PDFHexString.of(await fingerprint(content.formNumber))
  context.trailerInfo.ID = context.obj([id, id])
  // All objects in one tick: the writer would otherwise wait on a timer between them.
  return PDFWriter.forContext(context, Number.MAX_SAFE_INTEGER).serializeToBuffer()
}

/** 128 bits that differ from form to form and do not give its number away. */
const fingerprint = async (formNumber: string): Promise<string> => {
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(`sealpass form ${formNumber}`),
  )
  return Array.from(new Uint8Array(digest, 0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const drawContent = (
  fonts: FormFonts,
  layout: FormLayout,
  { mcids, symbolOf }: FormTemplate,
  resources: FontResources,
  content: FormContent,
): string => {
  const { table, link, formNumber, composedAt } = layout
  const part = (tag: string, name: string, operators: string) => tagged(tag, mcids.get(name) ?? 0, operators)
  const value = (tag: string, name: string, text: string, box: Box, style: ValueStyle) =>
    part(tag, name, showValue(layout.page, fonts, resources, box, name, text, style))
  const values = formValues(content, layout)
  const day = `${composedAt.label}${chineseDay(content.composedAt)}`
  return [
    value('P', 'link', content.link, link.box, link.style),
    part('Figure', 'barcode', showBarcode(layout, symbolOf(content.link))),
    value('P', 'formNumber', groupFormNumber(content.formNumber), formNumber.box, formNumber.style),
    ...formCells(layout)
      .flat()
      .map(({ field, valueBox }) =>
        value('TD', field, values[field], within(valueBox, table.padding), table.value),
      ),
    value('P', 'composedAt', day, composedAt.box, composedAt.style),
  ].join('\n')
}

const within = (box: Box, padding: { readonly x: number; readonly y: number }): Box => ({
  x: box.x + padding.x,
  y: box.y + padding.y,
  width: box.width - 2 * padding.x,
  height: box.height - 2 * padding.y,
})

/** The symbol at the bottom right of its room, as large as allowed. */
const showBarcode = ({ page, barcode }: FormLayout, { size, dark }: QrModules): string => {
  const room = Math.min(barcode.box.width, barcode.box.height)
  const module = Math.min(barcode.module.most, room / (size + 2 * barcode.quietZone))
  if (module < barcode.module.least)
    throw new Fault('alert', `The link of the form is too long for its barcode of ${size} × ${size} modules`)
  const side = (size + barcode.quietZone) * module
  const corner = {
    x: barcode.box.x + barcode.box.width - side,
    y: barcode.box.y + barcode.box.height - side,
  }
  return fillModules(page, corner, module, size, dark)
}

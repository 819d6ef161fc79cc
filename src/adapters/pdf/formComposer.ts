import { PDFContext, PDFHexString, PDFString, PDFWriter, type PDFRef } from 'pdf-lib'
import { Fault } from '../../core/fault.ts'
import type { FormComposer, FormContent } from '../../core/form.ts'
import { formLayout } from '../../core/formLayout.ts'
import { groupFormNumber } from '../../core/formNumber.ts'
import type { Box, FormLayout, ValueStyle } from '../../core/formShape.ts'
import { checkFormLayout } from './checkFormLayout.ts'
import type { FontName, FormFonts } from './formFonts.ts'
import { drawAnnexLines } from './formLines.ts'
import { formTemplate, type FormTemplate } from './formTemplate.ts'
import { fontResources, showText, type FontResources } from './formText.ts'
import { chineseDay } from './formValues.ts'
import { embedGlyphSet } from './glyphSet.ts'
import { lettersOf } from './letters.ts'
import { linkSymbols } from './linkSymbols.ts'
import { decoration, fillModules, perMm } from './operators.ts'
import type { QrModules } from './qrModules.ts'
import { setForm, type AnnexRow, type SetForm } from './setForm.ts'
import { centred, setLabel } from './setWords.ts'
import { fit } from './typeset.ts'
import { ascii, compressedStream, plainStream, textString, written } from './written.ts'
import { xmp } from './xmp.ts'

/** Prepares what every form shares; throws Fault `alert` with all the layout's faults, a sentence each. */
export const formComposer = (fonts: FormFonts, layout: FormLayout = formLayout): FormComposer => {
  // The one that comes with us is checked by tests.
  const faults = layout === formLayout ? [] : checkFormLayout(layout, fonts)
  if (faults.length > 0) throw new Fault('alert', `The form cannot be composed:\n- ${faults.join('\n- ')}`)
  const onePage = formTemplate(fonts, layout, 1)
  let twoPages: FormTemplate | undefined
  const symbolOf = linkSymbols()
  return {
    compose: async (content) => {
      const set = setForm(fonts, layout, content)
      if (!set.ok) {
        const names = set.problem.map(({ field, max }) => `${field} (room for ${max})`).join(', ')
        throw new Fault('alert', `The form has no room for this long a value: ${names}`)
      }
      const { annex } = set.value
      if (annex.length > 0) twoPages ??= formTemplate(fonts, layout, 2)
      const template = annex.length > 0 && twoPages !== undefined ? twoPages : onePage
      const resources = fontResources(await fonts.load(fontsOf(set.value)), template.glyphs)
      const draw = drawing(fonts, layout, resources, content)
      const shown = [draw.front(template, set.value, symbolOf(content.link)), draw.back(template, annex)]
      return write(layout, template, resources, shown, content)
    },
  }
}

const fontsOf = ({ cells, annex }: SetForm): ReadonlySet<FontName> =>
  new Set([...cells, ...annex].flatMap(({ set }) => set.lines.flat().map(({ font }) => font)))

/** What one document adds to each of its template's pages. */
const drawing = (fonts: FormFonts, layout: FormLayout, resources: FontResources, content: FormContent) => {
  const { page, table, link, composedAt } = layout
  const inBox = (text: string, box: Box, style: ValueStyle): string => {
    const space = { width: box.width * perMm, height: box.height * perMm }
    const set = fit(lettersOf(fonts, text), space, style)
    // Of the link as it is printed: the number is made by us.
    if (set === undefined) throw new Fault('alert', 'The form has no room for the link or the day it prints')
    return showText(page, resources, box, set, style, centred(box, set, style))
  }
  const formNumber = groupFormNumber(content.formNumber)
  return {
    front: ({ pages: [front] }: FormTemplate, { cells }: SetForm, symbol: QrModules): string => {
      if (front === undefined) return ''
      const day = `${composedAt.label}${chineseDay(content.composedAt)}`
      return [
        front.show('link', inBox(content.link, link.box, link.style)),
        front.show('barcode', showBarcode(layout, symbol)),
        front.show('formNumber', inBox(formNumber, layout.formNumber.box, layout.formNumber.style)),
        ...cells.map(({ field, box, set }) =>
          front.show(field, showText(page, resources, box, set, table.value, centred(box, set, table.value))),
        ),
        front.show('composedAt', inBox(day, composedAt.box, composedAt.style)),
      ].join('\n')
    },
    back: ({ pages: [, back] }: FormTemplate, rows: readonly AnnexRow[]): string => {
      if (back === undefined) return ''
      const { annex } = layout
      const shown = rows.map(({ label, labelBox, valueBox, set }) => {
        const named = setLabel(fonts, layout, { label, labelBox })
        const beside = { ...labelBox, y: valueBox.y }
        return [
          named === undefined ? '' : showText(page, resources, beside, named, table.label),
          showText(page, resources, valueBox, set, annex.value),
        ].join('\n')
      })
      return [
        decoration(drawAnnexLines(layout, rows)),
        back.show('formNumber', inBox(formNumber, annex.formNumber.box, annex.formNumber.style)),
        back.show('annex', shown.join('\n')),
      ].join('\n')
    },
  }
}

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

/** A subset's tag of six letters, then the font (ISO 32000-1, 9.6.4). */
const baseFonts: { readonly [resource: string]: string } = {
  Sans: 'FURTHR+NotoSansSC',
  Latin: 'FURTHR+NotoSans',
  Own: 'FURTHR+Own',
}

const write = (
  layout: FormLayout,
  template: FormTemplate,
  { own }: FontResources,
  shown: readonly string[],
  { composedAt, formNumber }: FormContent,
): Promise<Uint8Array> => {
  const context = PDFContext.create()
  for (const [ref, object] of template.objects) context.assign(ref, object)

  const fonts: readonly (readonly [string, PDFRef])[] = [
    ['Common', template.font],
    ...own().map(
      ({ name, glyphs }) =>
        [name, embedGlyphSet(context, glyphs, baseFonts[name] ?? `FURTHR+HanaMinB-${name}`)] as const,
    ),
  ]
  const resources = `<</Font <<${fonts.map(([name, ref]) => `/${name} ${ref.toString()}`).join(' ')}>>>>`
  const size = [layout.page.width * perMm, layout.page.height * perMm]
  for (const [number, { ref, drawn }] of template.pages.entries()) {
    const added = context.register(compressedStream('', ascii(shown[number] ?? '')))
    context.assign(
      ref,
      written`<</Type /Page /Parent ${template.pageTree} /MediaBox [0 0 ${size.join(' ')}] /Resources ${resources}
/Contents [${drawn} ${added}] /StructParents ${number} /Tabs /S>>`,
    )
  }
  const date = PDFString.fromDate(composedAt)
  const description = new TextEncoder().encode(xmp(layout, composedAt))
  context.assign(template.metadata, plainStream('/Type /Metadata /Subtype /XML', description))
  context.trailerInfo.Root = template.catalog
  context.trailerInfo.Info = context.register(
    written`<</Title ${textString(layout.title)} /Producer (Sealpass) /CreationDate ${date} /ModDate ${date}>>`,
  )
  const id = PDFHexString.of(fingerprint(formNumber))
  context.trailerInfo.ID = context.obj([id, id])
  // All objects in one tick: the writer would otherwise wait on a timer between them.
  return PDFWriter.forContext(context, Number.MAX_SAFE_INTEGER).serializeToBuffer()
}

/**
 * 128 bits that differ from form to form: four FNV-1a hashes, each begun elsewhere. It keeps nothing secret, the number
 * is printed on the page; a digest of the host's would make every document wait for another thread.
 */
const fingerprint = (formNumber: string): string =>
  [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b]
    .map((seed) => {
      let hash = seed
      for (let at = 0; at < formNumber.length; at++)
        hash = Math.imul(hash ^ formNumber.charCodeAt(at), 0x01000193)
      return (hash >>> 0).toString(16).padStart(8, '0')
    })
    .join('')

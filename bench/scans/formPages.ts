import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import { readFormFonts } from '../../src/adapters/pdf/fontFiles.ts'
import { formComposer } from '../../src/adapters/pdf/formComposer.ts'
import type { FormContent } from '../../src/core/form.ts'
import { formLayout } from '../../src/core/formLayout.ts'
import { formNumberFromRandom, formNumberLink } from '../../src/core/formNumber.ts'
import type { Random } from '../../test/support/random.ts'
import { plainForm } from '../../test/support/formContents.ts'
import { chance, oneOf } from './chance.ts'
import type { FlatPage } from './sheet.ts'

/** A form as printed, before anybody touched it. */
export interface PrintedForm {
  readonly content: FormContent
  /** A copy to write on, with about so many pixels a millimetre, at most `finest`. */
  pageOf(perMm: number): Promise<FlatPage>
}

/** Pixels a millimetre: 300 dots per inch. */
const finest = 300 / 25.4

/** Composes forms with the service's own composer and renders them. */
export interface FormPrinter {
  print(content: FormContent): Promise<PrintedForm>
}

export const openFormPrinter = async (): Promise<FormPrinter> => {
  const [composer, library] = await Promise.all([readFormFonts().then(formComposer), PDFiumLibrary.init()])
  const render = async (pdf: Uint8Array): Promise<FlatPage> => {
    const document = await library.loadDocument(pdf)
    try {
      const [page] = document.pages()
      if (page === undefined) throw new Error('the form has no page')
      const { data, width, height } = await page.render({ scale: (finest * 25.4) / 72, render: 'bitmap' })
      return { data: withoutAlpha(data), width, height, mm: formLayout.page }
    } finally {
      document.destroy()
    }
  }
  return {
    async print(content) {
      const sizes = new Map([[finest, await render(await composer.compose(content))]])
      return {
        content,
        async pageOf(perMm) {
          // In steps, so that a form that is seen by many cameras is made smaller only a few times.
          const share = Math.min(1, Math.ceil((perMm / finest) * 8) / 8)
          const whole = sizes.get(finest)
          const page = sizes.get(finest * share) ?? (whole && (await smaller(whole, share)))
          if (page === undefined) throw new Error('the form was not rendered')
          sizes.set(finest * share, page)
          return { ...page, data: new Uint8Array(page.data) }
        },
      }
    },
  }
}

/** PDFium gives blue, green, red and nothing. */
const withoutAlpha = (data: Uint8Array): Uint8Array => {
  const rgb = new Uint8Array((data.length / 4) * 3)
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from + 2] ?? 0
    rgb[to + 1] = data[from + 1] ?? 0
    rgb[to + 2] = data[from] ?? 0
  }
  return rgb
}

const smaller = async (page: FlatPage, share: number): Promise<FlatPage> => {
  const raw = { width: page.width, height: page.height, channels: 3 as const }
  const { data, info } = await sharp(page.data, { raw })
    .resize({ width: Math.round(page.width * share), kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8Array(data), width: info.width, height: info.height, mm: page.mm }
}

/** What differs from form to form. */
export interface FormWords {
  readonly unitNames: readonly string[]
  readonly names: readonly string[]
  /** Where the barcode leads to, which decides how dense it is. */
  readonly links: readonly string[]
}

export const makeContent = ({ unitNames, names, links }: FormWords, random: Random): FormContent => {
  const formNumber = formNumberFromRandom(Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256)))
  const { department, officePhone, reasonText, ...required } = plainForm.values
  return {
    unitName: oneOf(random, unitNames),
    values: {
      ...required,
      applicantName: oneOf(random, names),
      accountHolderName: oneOf(random, names),
      ...(chance(random, 0.6) && department !== undefined ? { department } : {}),
      ...(chance(random, 0.6) && officePhone !== undefined ? { officePhone } : {}),
      reason: oneOf(random, ['forgotten', 'personnelChange'] as const),
      ...(chance(random, 0.5) && reasonText !== undefined ? { reasonText } : {}),
    },
    formNumber,
    link: formNumberLink(oneOf(random, links), formNumber),
    composedAt: plainForm.composedAt,
  }
}

import { PDFiumLibrary } from '@hyzyla/pdfium'
import { expect, test } from 'vitest'
import { formComposer } from '../../../src/adapters/pdf/formComposer.ts'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import { formValues } from '../../../src/adapters/pdf/formValues.ts'
import { cleanText } from '../../../src/core/cleanText.ts'
import type { FormContent } from '../../../src/core/form.ts'
import { formLayout } from '../../../src/core/formLayout.ts'
import { annexForm, longestForm, plainForm } from '../../support/formContents.ts'
import { checkPdf } from '../../support/qpdf.ts'

/** What a viewer copies from the document. */
const copied = async (pdf: Uint8Array): Promise<string> => {
  const library = await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(pdf)
    const texts = [...document.pages()].map((page) => page.getText())
    document.destroy()
    return texts.join('\n')
  } finally {
    library.destroy()
  }
}

const unspaced = (text: string): string => text.replace(/\s/g, '').normalize('NFC')

const hard = (unitName: string, applicantName: string): FormContent => ({
  ...plainForm,
  unitName,
  values: { ...plainForm.values, applicantName },
})

const composer = formComposer(await readFormFonts())

const records: readonly (readonly [string, FormContent])[] = [
  ['plain', plainForm],
  [
    'longest',
    { ...longestForm, values: { ...longestForm.values, email: `${'m'.repeat(40)}@${'wm.'.repeat(19)}cn` } },
  ],
  ['rare names', hard('𫖮𬭎研究院', '㛃䶮𬣞')],
  ['names that hardly a font has', hard('𠀀𪛖𪜀研究院', '𫝀𫠠·𬺰𮯠')],
  [
    'a unit of 60 characters',
    hard('新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县'.repeat(3).slice(0, 60), '阿卜杜热合曼'),
  ],
  ['mixed scripts', hard('北京ABC（Łódź）科技Ω有限公司', 'Nguyễn Thị Ánh·王')],
  ['marks on letters', hard('x̂ 与 X̂ 研究所', 'Q̌ẍ')],
  ['direction marks', hard('科\u200f研\u202e所\u2066', '王\u200e建国')],
  ['joiners and selectors', hard('邊\u{e0101}疆\u200d所', '辻\ufe00')],
  ['a lone surrogate', hard('研究\ud83d所', '王\udc00')],
]

test.each(records)('a viewer copies what was typed: %s', async (_, content) => {
  const text = unspaced(await copied(await composer.compose(content)))
  for (const value of Object.values(formValues(content, formLayout))) expect(text).toContain(unspaced(value))
})

test('a viewer copies a value that goes on over the page', async () => {
  const text = unspaced(await copied(await composer.compose(annexForm)))
  const [, rest = ''] = text.split('（续页）')
  expect(rest).toContain(unspaced(cleanText(annexForm.values.reasonText ?? '')).slice(-200))
})

test.each([...records, ['two pages', annexForm] as const])(
  'qpdf finds nothing wrong: %s',
  async (_, content) => {
    const { code, said } = await checkPdf(await composer.compose(content))
    expect(said).toContain('No syntax or stream encoding errors found')
    expect(code).toBe(0)
  },
)

test('qpdf finds a document that was cut off', async () => {
  const pdf = await composer.compose(plainForm)
  expect((await checkPdf(pdf.subarray(0, pdf.length - 200))).code).not.toBe(0)
})

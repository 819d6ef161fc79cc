import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import * as fc from 'fast-check'
import { build } from 'esbuild'
import { PDFDict, PDFName, PDFRawStream } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { formComposer } from '../../../src/adapters/pdf/formComposer.ts'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import { missingCharacters } from '../../../src/adapters/pdf/formFonts.ts'
import { setForm } from '../../../src/adapters/pdf/setForm.ts'
import { rareSlices } from '../../../src/adapters/pdf/rareSlices.ts'
import { formValues } from '../../../src/adapters/pdf/formValues.ts'
import type { TrueType } from '../../../src/adapters/pdf/trueType.ts'
import { Fault } from '../../../src/core/fault.ts'
import type { FormContent } from '../../../src/core/form.ts'
import { formCells, formLayout } from '../../../src/core/formLayout.ts'
import { annexForm, longestForm, plainForm } from '../../support/formContents.ts'
import { outlineIn, sourceOutline } from '../../support/glyphOutlines.ts'
import { readPdf, textWithin } from '../../support/pdfText.ts'

const fonts = await readFormFonts()
const composer = formComposer(fonts)
const perMm = 72 / 25.4
const { height } = formLayout.page

/** The font that an embedded one is a part of. */
const sourceOf = async (resource: string): Promise<TrueType> => {
  if (!resource.startsWith('Rare')) return fonts.fontOf(resource === 'Latin' ? 'latin' : 'sans')
  const slice = rareSlices.find((name) => resource === `Rare${name.replace('-', '')}`)
  if (slice === undefined) throw new Error(`no font for /${resource}`)
  return (await fonts.load([slice]))(slice)
}

const named = (applicantName: string): FormContent => ({
  ...plainForm,
  values: { ...plainForm.values, applicantName },
})

const hardNames = [
  '㛃䶮𬭎𫖮',
  '买买提·艾力',
  'Łódź Źdźbło',
  'Nguyễn Thị Ánh',
  '〇々𫍣𠳐',
  '𠀀𪛖𪜀𫝀𫠠𬺡𬺰𮯠',
  'x̂ø̌ Ǆ',
  "O'Neil-Åse Jr.",
]
/** What the second page says, by label. */
const annexOf = async (bytes: Uint8Array): Promise<ReadonlyMap<string, string>> => {
  const pdf = await readPdf(bytes, 1)
  const { box } = formLayout.annex
  const { labelWidth } = formLayout.table
  const rows = new Map<string, string>()
  let label = ''
  const below = pdf.shown.filter(({ y }) => y < (height - box.y) * perMm)
  for (const { x, text } of below) {
    const isLabel = x < (box.x + labelWidth) * perMm
    if (isLabel) label = text
    else rows.set(label, (rows.get(label) ?? '') + text)
  }
  return rows
}

const cases = [
  ['plain', plainForm],
  ['longest', longestForm],
  ['two pages', annexForm],
  ...hardNames.map((name) => [name, named(name)] as const),
] as const

describe.each(cases)('the form of %s', (_, content) => {
  test('prints every value in its own cell, in full and in order', async () => {
    const bytes = await composer.compose(content)
    const pdf = await readPdf(bytes)
    const annex = pdf.document.getPageCount() > 1 ? await annexOf(bytes) : new Map<string, string>()
    const values = formValues(content, formLayout)
    for (const { field, label, labelBox, valueBox } of formCells(formLayout).flat()) {
      expect(textWithin(pdf, height, labelBox)).toBe(label)
      const shown = textWithin(pdf, height, valueBox)
      const marked = shown.endsWith(formLayout.annex.marker)
      expect(marked).toBe(annex.has(label))
      const inCell = marked ? shown.slice(0, -formLayout.annex.marker.length) : shown
      expect(inCell + (annex.get(label) ?? '')).toBe(values[field])
    }
  })

  test('keeps every line within its cell', async () => {
    const pdf = await readPdf(await composer.compose(content))
    const boxes = formCells(formLayout).flatMap((row) => row.map(({ valueBox }) => valueBox))
    for (const box of boxes) {
      const left = (box.x + formLayout.table.padding.x) * perMm - 0.01
      const right = (box.x + box.width - formLayout.table.padding.x) * perMm + 0.01
      const [top, bottom] = [(height - box.y) * perMm, (height - box.y - box.height) * perMm]
      const inside = pdf.shown.filter(({ x, y }) => x >= left && x < right && y < top && y > bottom)
      expect(inside).not.toEqual([])
      for (const { x, y, width, size, text } of inside) {
        const spaces = text.length - text.trimEnd().length
        expect(x + width - spaces * 0.3 * size).toBeLessThanOrEqual(right)
        expect(y + 0.88 * size).toBeLessThanOrEqual(top)
        expect(y - 0.12 * size).toBeGreaterThanOrEqual(bottom)
        expect(size).toBeGreaterThanOrEqual(formLayout.table.value.floor)
      }
    }
  })

  test('draws every character with the outline and width its font has for it', async () => {
    const pdf = await readPdf(await composer.compose(content))
    for (const { font, cids } of pdf.shown) {
      const embedded = pdf.fonts.get(font)
      const source = await sourceOf(font)
      for (const cid of cids) {
        const glyph = source.glyphOf(embedded?.unicode.get(cid)?.codePointAt(0) ?? 0)
        expect(glyph).not.toBe(0)
        expect(embedded?.widths[cid]).toBe(Math.round((source.advanceOf(glyph) * 1000) / source.unitsPerEm))
        expect(outlineIn(embedded?.file ?? new Uint8Array(), cid)).toBe(sourceOutline(source, glyph))
      }
    }
  })
})

test('names, dates and identities are printed in Chinese and in readable groups', async () => {
  const pdf = await readPdf(await composer.compose(plainForm))
  const printed = pdf.shown.map(({ text }) => text)
  expect(printed).toEqual(expect.arrayContaining(['密码查询信息表', '身份证', '138 0013 8000', '人员调整']))
  expect(textWithin(pdf, height, formLayout.formNumber.box)).toBe('3847 5610 2938 4756 1026')
  // 16:03 UTC is past midnight in Shanghai.
  expect(textWithin(pdf, height, formLayout.composedAt.box)).toBe('制表日期：2026 年 11 月 25 日')
  expect(textWithin(pdf, height, formLayout.link.box)).toBe(plainForm.link)
})

test('a value left out is printed as a dash, so that nothing is written in by hand', async () => {
  const { unitName, formNumber, link, composedAt, values } = plainForm
  const { applicantName, idType, idNumber, mobile, email } = values
  const least: FormContent = {
    unitName,
    formNumber,
    link,
    composedAt,
    values: { applicantName, idType, idNumber, mobile, email, reason: 'forgotten' },
  }
  const pdf = await readPdf(await composer.compose(least))
  const dashes = formCells(formLayout)
    .flat()
    .filter(({ valueBox }) => textWithin(pdf, height, valueBox) === '—')
  expect(dashes.map(({ field }) => field)).toEqual([
    'accountName',
    'accountHolderName',
    'department',
    'officePhone',
    'reasonText',
  ])
})

test('whatever no check names as missing can be composed and read back', async () => {
  const missing = missingCharacters(fonts)
  const character = fc
    .oneof(
      fc.integer({ min: 0x3400, max: 0x9fff }),
      fc.integer({ min: 0x20000, max: 0x323af }),
      fc.integer({ min: 0x20, max: 0x17f }),
    )
    .map((codePoint) => String.fromCodePoint(codePoint))
    .filter((text) => missing(text).length === 0)
  await fc.assert(
    fc.asyncProperty(fc.array(character, { minLength: 1, maxLength: 40 }), async (characters) => {
      const content = named(characters.join(''))
      const pdf = await readPdf(await composer.compose(content))
      const cell = formCells(formLayout)
        .flat()
        .find(({ field }) => field === 'applicantName')
      expect(textWithin(pdf, height, cell?.valueBox ?? formLayout.page)).toBe(
        formValues(content, formLayout).applicantName,
      )
    }),
    { numRuns: 60 },
  )
})

test('a character no font has is a fault that does not repeat the value', async () => {
  const composing = composer.compose(named('王😀'))
  await expect(composing).rejects.toThrow(Fault)
  await expect(composing).rejects.not.toThrow(/王|😀/u)
})

describe('the second page', () => {
  test('repeats title and form number', async () => {
    const bytes = await composer.compose(annexForm)
    const pdf = await readPdf(bytes, 1)
    expect(pdf.document.getPageCount()).toBe(2)
    const texts = pdf.shown.map(({ text }) => text)
    expect(texts).toEqual(expect.arrayContaining(['密码查询信息表（续页）', '3847 5610 2938 4756 1026']))
    expect([...(await annexOf(bytes)).keys()]).toEqual(['单位全称', '电子邮箱', '具体原因'])
  })

  test('keeps every line within the page', async () => {
    const { box } = formLayout.annex
    for (const { x, y, width } of (await readPdf(await composer.compose(annexForm), 1)).shown) {
      expect(x).toBeGreaterThanOrEqual(box.x * perMm - 0.01)
      expect(x + width).toBeLessThanOrEqual((box.x + box.width) * perMm + 0.01)
      expect(y).toBeGreaterThan((height - box.y - box.height) * perMm)
    }
  })

  test('comes only where a cell has no room', async () => {
    expect((await readPdf(await composer.compose(plainForm))).document.getPageCount()).toBe(1)
  })
})

describe('a value that two pages have no room for', () => {
  const tooLong = (content: FormContent) => {
    const set = setForm(fonts, formLayout, content)
    return set.ok ? [] : set.problem
  }

  test('is named, with how much of it there is room for', async () => {
    const long = (length: number) => named('王'.repeat(length))
    const [found, ...others] = tooLong(long(10_000))
    expect(others).toEqual([])
    expect(found).toMatchObject({ field: 'applicantName' })
    const max = found?.max ?? 0
    expect(tooLong(long(max))).toEqual([])
    expect(tooLong(long(max + 1))).not.toEqual([])
    await expect(composer.compose(long(10_000))).rejects.toThrow(`applicantName (room for ${max})`)
  })

  test('is named among others only where it is too long, and each of several is', () => {
    const reasonText = '因'.repeat(3000)
    const fields = tooLong({ ...named('王'.repeat(3000)), unitName: '所'.repeat(130) }).map(
      ({ field }) => field,
    )
    expect(fields).toEqual(['applicantName'])
    const both = named('王'.repeat(3000))
    expect(tooLong({ ...both, values: { ...both.values, reasonText } }).map(({ field }) => field)).toEqual([
      'applicantName',
      'reasonText',
    ])
  })
})

test('a value that no size makes fit is a fault that names the field alone', async () => {
  const composing = composer.compose(named('王'.repeat(10_000)))
  await expect(composing).rejects.toThrow(/applicantName/)
  await expect(composing).rejects.not.toThrow(/王/)
})

test('a link too long for the barcode is a fault', async () => {
  await expect(composer.compose({ ...plainForm, link: `https://a/${'b'.repeat(120)}` })).rejects.toThrow(
    /barcode/,
  )
})

describe('the bytes', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

  test('are the same each time, in this process and in a new one', async () => {
    const here = [await composer.compose(longestForm), await formComposer(fonts).compose(longestForm)].map(
      sha256,
    )
    const script = `
      import { createHash } from 'node:crypto'
      import { formComposer } from './src/adapters/pdf/formComposer.ts'
      import { readFormFonts } from './src/adapters/pdf/fontFiles.ts'
      import { longestForm } from './test/support/formContents.ts'
      const bytes = await formComposer(await readFormFonts()).compose(longestForm)
      process.stdout.write(createHash('sha256').update(bytes).digest('hex'))`
    const run = promisify(execFile)
    const there = await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('../../..', import.meta.url),
      env: { ...process.env, TZ: 'America/New_York', LANG: 'C' },
    })
    expect(new Set([...here, there.stdout]).size).toBe(1)
  })

  test('differ when one value does', async () => {
    expect(sha256(await composer.compose(named('王建国')))).not.toBe(
      sha256(await composer.compose(named('王建囯'))),
    )
  })

  test('carry title, language and date, and no personal data outside the page', async () => {
    const bytes = await composer.compose(plainForm)
    const { document } = await readPdf(bytes)
    expect(document.getPageCount()).toBe(1)
    expect(document.getTitle()).toBe('密码查询信息表')
    expect(document.catalog.get(PDFName.of('Lang'))?.toString()).toBe('(zh-CN)')
    expect(document.getCreationDate()).toEqual(plainForm.composedAt)
    expect(document.getAuthor()).toBeUndefined()
    const objects = document.context
      .enumerateIndirectObjects()
      .filter(([, object]) => !(object instanceof PDFRawStream))
      .map(([, object]) => object.toString())
      .join('\n')
    expect(objects).not.toContain(plainForm.formNumber)
    expect(objects).not.toContain(plainForm.values.idNumber)
  })

  test('describe themselves and the barcode, and name nobody', async () => {
    const bytes = Buffer.from(await composer.compose(plainForm)).toString('utf8')
    expect(bytes).toContain('<rdf:li xml:lang="x-default">密码查询信息表</rdf:li>')
    expect(bytes).toContain('<xmp:CreateDate>2026-11-24T16:03:04Z</xmp:CreateDate>')
    const alternative = Buffer.from(formLayout.barcode.description, 'utf16le').swap16().toString('hex')
    expect(bytes.toLowerCase()).toContain(`/alt <feff${alternative}>`)
    const { unitName, formNumber, values } = plainForm
    for (const own of [unitName, formNumber, values.applicantName, values.idNumber, values.email])
      expect(bytes).not.toContain(own)
  })

  test('stay small', async () => {
    expect((await composer.compose(plainForm)).length).toBeLessThan(55 * 1024)
  })
})

test.each([
  ['one page', plainForm],
  ['two pages', annexForm],
])('every piece of marked content of %s stands in the structure tree, each once', async (_, content) => {
  const bytes = await composer.compose(content)
  const { document } = await readPdf(bytes)
  const pages = await Promise.all(document.getPages().map((_page, number) => readPdf(bytes, number)))
  const refs = document.getPages().map(({ ref }) => ref.toString())
  const marked = pages.flatMap(({ operators }, number) =>
    Array.from(
      operators.matchAll(/\/(\w+) <<\/MCID (\d+)>> BDC/g),
      ([, tag, mcid]) => `${refs[number]} ${tag} ${mcid}`,
    ),
  )
  const listed = document.context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFDict ? [object] : []))
    .filter((dict) => dict.has(PDFName.of('Pg')))
    .map((dict) => {
      const [page, tag, mcid] = ['Pg', 'S', 'K'].map((key) => dict.get(PDFName.of(key))?.toString())
      return `${page} ${tag?.slice(1)} ${mcid}`
    })
  expect(new Set(marked).size).toBe(marked.length)
  expect(listed.toSorted()).toEqual(marked.toSorted())
})

test('composing needs no host: its bundle for a browser asks for nothing of Node', async () => {
  const { metafile } = await build({
    stdin: {
      contents: `export { formComposer } from './src/adapters/pdf/formComposer.ts'
        export { missingCharacters, openFormFonts } from './src/adapters/pdf/formFonts.ts'`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    write: false,
    metafile: true,
  })
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external),
  )
  expect(outside).toEqual([])
})

import { describe, expect, test } from 'vitest'
import { checkFormLayout } from '../../../src/adapters/pdf/checkFormLayout.ts'
import { formComposer } from '../../../src/adapters/pdf/formComposer.ts'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import { parseFormLayout } from '../../../src/core/parseFormLayout.ts'
import { plainForm } from '../../support/formContents.ts'
import { readPdf } from '../../support/pdfText.ts'
import { formCells, formLayout, type Box } from '../../../src/core/formLayout.ts'

const { page, corners, seal, signature, date, barcode, formNumber, link, composedAt, words } = formLayout

const contains = (outer: Box, inner: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const cells = formCells(formLayout).flat()

test('everything lies within the corner marks, which printers reach', () => {
  const boxes = [seal, signature, date, barcode.box, formNumber.box, link.box, composedAt.box]
  const printed = [...boxes, ...words.map(({ box }) => box), ...cells.map(({ valueBox }) => valueBox)]
  expect(printed.filter((box) => !contains(corners.box, box))).toEqual([])
  expect(contains({ x: 5, y: 5, width: page.width - 10, height: page.height - 10 }, corners.box)).toBe(true)
})

test('the seal has room for the largest official seal and its tilt', () => {
  expect(Math.min(seal.width, seal.height)).toBeGreaterThanOrEqual(60)
})

describe('the table', () => {
  test('has each field once', () => {
    const fields = cells.map(({ field }) => field)
    expect(new Set(fields).size).toBe(fields.length)
    expect(fields.length).toBe(12)
  })

  test('tiles its width without gap or overlap', () => {
    for (const row of formCells(formLayout)) {
      const edges = row.flatMap(({ labelBox, valueBox }) => [labelBox, valueBox])
      expect(edges.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(formLayout.table.width)
    }
    const boxes = cells.flatMap(({ labelBox, valueBox }) => [labelBox, valueBox])
    expect(boxes.filter((box, i) => boxes.slice(i + 1).some((other) => overlap(box, other)))).toEqual([])
  })

  test('ends where the signature and seal begin', () => {
    const bottom = Math.max(...cells.map(({ valueBox }) => valueBox.y + valueBox.height))
    expect(Math.min(seal.y, signature.y)).toBeGreaterThan(bottom)
  })
})

test('signature, date and seal do not touch', () => {
  expect(overlap(signature, date) || overlap(signature, seal) || overlap(date, seal)).toBe(false)
})

describe('against the fonts', () => {
  const check = async (json: unknown) => checkFormLayout(parseFormLayout(json), await readFormFonts())

  test('the form as it comes has no fault', async () => {
    expect(checkFormLayout(formLayout, await readFormFonts())).toEqual([])
  })

  test.each<[unknown, RegExp]>([
    [{ title: '长'.repeat(80) }, /^words\[0\] \(长+\) does not fit its box$/],
    [{ notice: '字'.repeat(400) }, /words\[\d+\] .* does not fit its box$/],
    [{ title: '表😀' }, /has characters that no font has: 😀$/],
    [{ table: { labelWidth: 10 } }, /^The label of reason \(密码查询原因\) does not fit its box$/],
    [{ formNumber: { box: { width: 20, x: 170 } } }, /^formNumber\.box has no room for what it shows$/],
    [
      { annex: { box: { height: 20 } }, table: { value: { floor: 11 } } },
      /^The annex has no room for the longest reasonText: for \d+ characters alone$/,
    ],
    [{ composedAt: { label: '制表日期及时间以及其他说明文字：' } }, /^composedAt\.box has no room/],
  ])('%j is told', async (json, expected) => {
    expect((await check(json)).join('\n')).toMatch(new RegExp(expected.source, 'm'))
  })

  test('no form is composed by a layout with faults', async () => {
    const fonts = await readFormFonts()
    expect(() => formComposer(fonts, parseFormLayout({ title: '长'.repeat(80) }))).toThrow(/does not fit/)
  })

  test('an operator’s title, issuer and notice are printed', async () => {
    const layout = parseFormLayout({
      title: '账号找回申请表',
      issuer: '某某平台运营中心',
      notice: '请尽快上传。',
    })
    const bytes = await formComposer(await readFormFonts(), layout).compose(plainForm)
    const { document, shown } = await readPdf(bytes)
    const texts = shown.map(({ text }) => text)
    expect(texts).toEqual(expect.arrayContaining(['账号找回申请表', '某某平台运营中心', '请尽快上传。']))
    expect(document.getTitle()).toBe('账号找回申请表')
  })
})

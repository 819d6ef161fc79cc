import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { formComposer } from '../../../src/adapters/pdf/formComposer.ts'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
import { linkSymbols } from '../../../src/adapters/pdf/linkSymbols.ts'
import { qrModules } from '../../../src/adapters/pdf/qrModules.ts'
import { formLayout, type Box } from '../../../src/core/formLayout.ts'
import { plainForm } from '../../support/formContents.ts'
import { readPdf, type ReadPdf } from '../../support/pdfText.ts'

const composer = formComposer(await readFormFonts())
const { barcode, page } = formLayout

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
})

/** The filled boxes of the barcode, in millimetres from the page's top left. */
const drawnBoxes = ({ operators }: ReadPdf): readonly Box[] => {
  const [, matrix = '', boxes = ''] =
    /\/Figure <<\/MCID \d+>> BDC\nq ([-\d. ]+) cm 0 g\n([\s\S]*?) f Q\nEMC/.exec(operators) ?? []
  const [module = 0, , , down = 0, left = 0, top = 0] = matrix.split(' ').map(Number)
  expect(down).toBe(-module)
  const mm = 25.4 / 72
  return Array.from(boxes.matchAll(/(\d+) (\d+) (\d+) (\d+) re/g), (numbers) => {
    const [x = 0, y = 0, width = 0, height = 0] = numbers.slice(1).map((count) => Number(count) * module * mm)
    return { x: left * mm + x, y: page.height - top * mm + y, width, height }
  })
}

const moduleOf = (boxes: readonly Box[]): number => Math.min(...boxes.map(({ height }) => height))

/** The barcode's room as a scanner of `dotsPerMm` would see it. */
const rasterised = (boxes: readonly Box[], dotsPerMm: number) => {
  const { box } = barcode
  const size = Math.round(box.width * dotsPerMm)
  const data = new Uint8ClampedArray(size * size * 4).fill(255)
  const dot = (mm: number) => Math.round(mm * dotsPerMm)
  for (const { x, y, width, height } of boxes)
    for (let row = dot(y - box.y); row < dot(y - box.y + height); row++)
      for (let column = dot(x - box.x); column < dot(x - box.x + width); column++)
        data.fill(0, (row * size + column) * 4, (row * size + column) * 4 + 3)
  return { data, width: size, height: size, colorSpace: 'srgb' } as const
}

const readBack = async (link: string, dotsPerMm: number) => {
  const boxes = drawnBoxes(await readPdf(await composer.compose({ ...plainForm, link })))
  const image = rasterised(boxes, dotsPerMm)
  return readBarcodes(image, { formats: ['QRCode'] })
}

test.each([
  ['a bot', plainForm.link],
  ['the web chat', 'https://mima.example.org.cn/?form=38475610293847561026'],
  [
    'a long address',
    `https://password-recovery.platform.example.org.cn/${'p'.repeat(20)}/?form=38475610293847561026`,
  ],
])('the link of %s is read back from the drawn modules at 100 dpi', async (_, link) => {
  const [found, ...others] = await readBack(link, 100 / 25.4)
  expect(others).toEqual([])
  expect(found?.text).toBe(link)
  // The encoder raises the level where the symbol grows no larger.
  expect(['M', 'Q', 'H']).toContain(found?.ecLevel)
})

test('any form number is read back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[0-9]{20}$/), async (formNumber) => {
      const link = `https://t.me/SealpassBot?start=${formNumber}`
      expect((await readBack(link, 6)).map(({ text }) => text)).toEqual([link])
    }),
    { numRuns: 20 },
  )
})

test('modules are 0.9 to 1.0 mm, with a quiet zone of four on paper that nothing else touches', async () => {
  const pdf = await readPdf(await composer.compose(plainForm))
  const boxes = drawnBoxes(pdf)
  const module = moduleOf(boxes)
  expect(module).toBeGreaterThan(0.89)
  expect(module).toBeLessThan(1.01)
  const edges = {
    left: Math.min(...boxes.map(({ x }) => x)) - 4 * module,
    right: Math.max(...boxes.map(({ x, width }) => x + width)) + 4 * module,
    top: Math.min(...boxes.map(({ y }) => y)) - 4 * module,
    bottom: Math.max(...boxes.map(({ y, height }) => y + height)) + 4 * module,
  }
  expect(edges.left).toBeGreaterThan(barcode.box.x - 0.05)
  expect(edges.right).toBeLessThan(barcode.box.x + barcode.box.width + 0.05)
  expect(edges.top).toBeGreaterThan(barcode.box.y - 0.05)
  expect(edges.bottom).toBeLessThan(barcode.box.y + barcode.box.height + 0.05)
  const mm = 25.4 / 72
  const intruding = pdf.shown.filter(({ x, y, width, size }) => {
    const [right, top, bottom] = [(x + width) * mm, page.height - (y + 0.8 * size) * mm, page.height - y * mm]
    return right > edges.left && x * mm < edges.right && bottom > edges.top && top < edges.bottom
  })
  expect(intruding).toEqual([])
})

test('the symbol has its three finder patterns', () => {
  const { size, dark } = qrModules('1')
  expect(size).toBe(21)
  const finder = (top: number, left: number) =>
    Array.from({ length: 7 }, (_, row) =>
      dark
        .slice((top + row) * size + left)
        .slice(0, 7)
        .join(''),
    )
  const drawn = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']
  expect([finder(0, 0), finder(0, 14), finder(14, 0)]).toEqual([drawn, drawn, drawn])
})

test('a text that no symbol holds is a fault', () => {
  expect(() => qrModules('a'.repeat(3000))).toThrow(/No QR symbol/)
})

test('a symbol put together from learnt ones is the one the encoder makes', () => {
  const symbolOf = linkSymbols()
  const base = fc.constantFrom('https://t.me/SealpassBot?start=', 'https://mima.example.org.cn/?form=', 'A')
  fc.assert(
    fc.property(base, fc.stringMatching(/^\d{20}$/), (base, number) => {
      expect(symbolOf(base + number)).toEqual(qrModules(base + number))
    }),
    { numRuns: 300 },
  )
})

test.each(['12345', 'https://a.example/', 'https://a.example/?n=1', 'a\n007'])(
  '%j is encoded too',
  (text) => {
    const symbolOf = linkSymbols()
    for (let again = 0; again < 4; again++) expect(symbolOf(text)).toEqual(qrModules(text))
  },
)

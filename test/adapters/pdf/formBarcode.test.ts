import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { formComposer } from '../../../src/adapters/pdf/formComposer.ts'
import { readFormFonts } from '../../../src/adapters/pdf/fontFiles.ts'
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
  const figure = /\/Figure <<\/MCID \d+>> BDC\n([\s\S]*?)\nEMC/.exec(operators)?.[1] ?? ''
  const mm = 25.4 / 72
  return Array.from(figure.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re/g), (numbers) => {
    const [x = 0, y = 0, width = 0, height = 0] = numbers.slice(1).map((points) => Number(points) * mm)
    return { x, y: page.height - y - height, width, height }
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
  ['the web chat', 'https://mima.example.org.cn/?form=38475610293847561029'],
  [
    'a long address',
    `https://password-recovery.platform.example.org.cn/${'p'.repeat(20)}/?form=38475610293847561029`,
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
  const modules = qrModules('1')
  const finder = [0, 1, 2, 3, 4, 5, 6].map((row) => modules[row]?.slice(0, 7).map(Number).join(''))
  expect(finder).toEqual(['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'])
  expect(modules.length).toBe(21)
  expect(modules.at(-1)?.slice(0, 7).map(Number).join('')).toBe('1111111')
  expect(modules[0]?.slice(-7).map(Number).join('')).toBe('1111111')
})

test('a text that no symbol holds is a fault', () => {
  expect(() => qrModules('a'.repeat(3000))).toThrow(/No QR symbol/)
})

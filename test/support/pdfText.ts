import { inflateSync } from 'node:zlib'
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFNumber,
  type PDFRawStream,
  type PDFRef,
} from 'pdf-lib'

/** One string shown on the page: where (points from the bottom left), how large, in what font, and as what text. */
export interface ShownText {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly width: number
  readonly font: string
  readonly cids: readonly number[]
  readonly text: string
  readonly mcid: number
}

export interface EmbeddedFont {
  readonly file: Uint8Array
  /** CID to text. */
  readonly unicode: ReadonlyMap<number, string>
  /** CID to thousandths of an em. */
  readonly widths: readonly number[]
}

export interface ReadPdf {
  readonly document: PDFDocument
  readonly fonts: ReadonlyMap<string, EmbeddedFont>
  readonly shown: readonly ShownText[]
  /** The page's operators, as text. */
  readonly operators: string
}

const inflated = (stream: PDFRawStream): Uint8Array => new Uint8Array(inflateSync(stream.contents))
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Reads back a page whose text is shown with Identity-H fonts: what a viewer would print and copy. */
export const readPdf = async (bytes: Uint8Array, number = 0): Promise<ReadPdf> => {
  const document = await PDFDocument.load(bytes, { updateMetadata: false })
  const { context } = document
  const page = document.getPage(number)
  const contents = page.node.lookup(PDFName.of('Contents'), PDFArray).asArray()
  const operators = contents.map((ref) => latin1(inflated(context.lookup(ref) as PDFRawStream))).join('\n')
  const resources = page.node.Resources()?.lookup(PDFName.of('Font'), PDFDict)
  const fonts = new Map(
    (resources?.entries() ?? []).map(([name, ref]) => [
      name.asString().slice(1),
      readFont(context.lookup(ref as PDFRef, PDFDict)),
    ]),
  )
  return { document, fonts, shown: readShown(operators, fonts), operators }
}

const readFont = (font: PDFDict): EmbeddedFont => {
  const descendant = font.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0, PDFDict)
  const file = descendant
    .lookup(PDFName.of('FontDescriptor'), PDFDict)
    .lookup(PDFName.of('FontFile2')) as PDFRawStream
  const widths = descendant.lookup(PDFName.of('W'), PDFArray).lookup(1, PDFArray)
  const cmap = latin1(inflated(font.lookup(PDFName.of('ToUnicode')) as PDFRawStream))
  const unicode = new Map<number, string>()
  for (const [, cid = '', utf16 = ''] of cmap.matchAll(/^<([0-9a-f]{4})> <((?:[0-9a-f]{4})+)>$/gm)) {
    if (cid === '0000' && utf16 === 'ffff') continue
    const units = Array.from(utf16.matchAll(/.{4}/g), ([unit]) => parseInt(unit, 16))
    unicode.set(parseInt(cid, 16), String.fromCharCode(...units))
  }
  return {
    file: inflated(file),
    unicode,
    widths: widths.asArray().map((width) => (width as PDFNumber).asNumber()),
  }
}

const readShown = (operators: string, fonts: ReadonlyMap<string, EmbeddedFont>): readonly ShownText[] => {
  const shown: ShownText[] = []
  let [x, y, size, font, mcid] = [0, 0, 0, '', -1]
  const token =
    /MCID (\d+)|1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm|\/(\w+) ([\d.]+) Tf|<((?:[0-9a-f]{4})*)> Tj|\[(-?\d+) <([0-9a-f]{4})> (-?\d+)\] TJ/g
  for (const [, marked, left, up, name, points, plain, there, mark, back] of operators.matchAll(token)) {
    if (marked !== undefined) mcid = Number(marked)
    if (left !== undefined) [x, y] = [Number(left), Number(up)]
    if (name !== undefined) [font, size] = [name, Number(points)]
    const hex = plain ?? mark
    if (hex === undefined) continue
    // A combining mark is drawn where its letter is, and the pen taken back.
    x -= (Number(there ?? 0) * size) / 1000
    const embedded = fonts.get(font)
    if (embedded === undefined) throw new Error(`the page shows text in /${font}, which it does not have`)
    const cids = Array.from(hex.matchAll(/.{4}/g), ([cid]) => parseInt(cid, 16))
    const width = cids.reduce((sum, cid) => sum + (embedded.widths[cid] ?? 1000), 0) * (size / 1000)
    const text = cids.map((cid) => embedded.unicode.get(cid) ?? '\ufffd').join('')
    shown.push({ x, y, size, width, font, cids, text, mcid })
    x += width - (Number(back ?? 0) * size) / 1000
  }
  return shown
}

/** The text shown inside a box, as a reader meets it: the lines of one value run together. */
export const textWithin = (
  { shown }: ReadPdf,
  pageHeight: number,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): string => {
  const perMm = 72 / 25.4
  // Operators are rounded to hundredths of a point.
  const left = box.x * perMm - 0.01
  return shown
    .filter(
      ({ x, y }) =>
        x >= left &&
        x < (box.x + box.width) * perMm &&
        y <= (pageHeight - box.y) * perMm &&
        y >= (pageHeight - box.y - box.height) * perMm,
    )
    .map(({ text }) => text)
    .join('')
}

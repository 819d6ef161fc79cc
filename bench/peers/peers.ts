import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** What every peer is to put on one page, in points from the top left: the form's words and values, no barcode. */
export interface PeerPage {
  readonly title: string
  readonly width: number
  readonly height: number
  readonly texts: readonly {
    readonly x: number
    readonly y: number
    readonly size: number
    readonly text: string
  }[]
  readonly boxes: readonly {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
  }[]
}

export type Compose = (page: PeerPage) => Promise<Uint8Array>

const fontPath = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
)
const mm = 25.4 / 72

/** Not known when the project itself is type-checked: the packages are installed apart. */
const load = async <Shape>(name: string): Promise<Shape> => (await import(name)) as Shape

const pdfkit = async (): Promise<Compose> => {
  interface Document extends NodeJS.ReadableStream {
    font(source: Buffer): Document
    fontSize(size: number): Document
    text(text: string, x: number, y: number, options: object): Document
    rect(x: number, y: number, width: number, height: number): Document
    lineWidth(width: number): Document
    stroke(): Document
    end(): void
  }
  const { default: PDFDocument } = await load<{ default: new (options: object) => Document }>('pdfkit')
  const font = await readFile(fontPath)
  return async ({ title, width, height, texts, boxes }) => {
    const document = new PDFDocument({ size: [width, height], margin: 0, info: { Title: title } })
    const parts: Buffer[] = []
    document.on('data', (part: Buffer) => parts.push(part))
    const ended = new Promise((resolve) => document.on('end', resolve))
    document.font(font).lineWidth(0.5)
    for (const box of boxes) document.rect(box.x, box.y, box.width, box.height).stroke()
    for (const { x, y, size, text } of texts) document.fontSize(size).text(text, x, y, { lineBreak: false })
    document.end()
    await ended
    return Buffer.concat(parts)
  }
}

const cantoo = async (): Promise<Compose> => {
  interface Page {
    drawRectangle(options: object): void
    drawText(text: string, options: object): void
  }
  interface Document {
    registerFontkit(fontkit: unknown): void
    embedFont(font: Uint8Array, options: object): Promise<unknown>
    addPage(size: readonly [number, number]): Page
    setTitle(title: string): void
    save(): Promise<Uint8Array>
  }
  const { PDFDocument } = await load<{ PDFDocument: { create(): Promise<Document> } }>('@cantoo/pdf-lib')
  const { default: fontkit } = await load<{ default: unknown }>('@cantoo/fontkit')
  const bytes = await readFile(fontPath)
  return async ({ title, width, height, texts, boxes }) => {
    const document = await PDFDocument.create()
    document.registerFontkit(fontkit)
    document.setTitle(title)
    const font = await document.embedFont(bytes, { subset: true })
    const page = document.addPage([width, height])
    for (const box of boxes) page.drawRectangle({ ...box, y: height - box.y - box.height, borderWidth: 0.5 })
    for (const { x, y, size, text } of texts) page.drawText(text, { x, y: height - y - size, size, font })
    return document.save()
  }
}

const pdfme = async (): Promise<Compose> => {
  const { generate } = await load<{ generate(options: object): Promise<Uint8Array> }>('@pdfme/generator')
  const { text, rectangle } = await load<{ text: unknown; rectangle: unknown }>('@pdfme/schemas')
  const font = { NotoSansSC: { data: await readFile(fontPath), fallback: true, subset: true } }
  return ({ width, height, texts, boxes }) => {
    const at = ({ x, y }: { readonly x: number; readonly y: number }) => ({ x: x * mm, y: y * mm })
    const schemas = [
      ...boxes.map((box, i) => ({
        name: `box${i}`,
        type: 'rectangle',
        position: at(box),
        width: box.width * mm,
        height: box.height * mm,
        borderWidth: 0.2,
        borderColor: '#000000',
        color: '',
        readOnly: true,
      })),
      ...texts.map((each, i) => ({
        name: `text${i}`,
        type: 'text',
        position: at(each),
        width: (width - each.x) * mm,
        height: each.size * mm * 1.5,
        fontSize: each.size,
        fontName: 'NotoSansSC',
        content: each.text,
      })),
    ]
    const inputs = [Object.fromEntries(texts.map(({ text }, i) => [`text${i}`, text]))]
    const basePdf = { width: width * mm, height: height * mm, padding: [0, 0, 0, 0] }
    return generate({
      template: { basePdf, schemas: [schemas] },
      inputs,
      options: { font },
      plugins: { Text: text, Rectangle: rectangle },
    })
  }
}

const reactPdf = async (): Promise<Compose> => {
  interface Renderer {
    Document: unknown
    Page: unknown
    View: unknown
    Text: unknown
    Font: { register(font: object): void }
    renderToBuffer(element: unknown): Promise<Buffer>
  }
  const { Document, Page, View, Text, Font, renderToBuffer } = await load<Renderer>('@react-pdf/renderer')
  const { createElement } = await load<{
    createElement(type: unknown, props: object, ...children: unknown[]): unknown
  }>('react')
  Font.register({ family: 'NotoSansSC', src: fontPath })
  return ({ title, width, height, texts, boxes }) => {
    const placed = ({ x, y }: { readonly x: number; readonly y: number }) => ({
      position: 'absolute',
      left: x,
      top: y,
    })
    const children = [
      ...boxes.map((box, key) =>
        createElement(View, {
          key: `box${key}`,
          style: { ...placed(box), width: box.width, height: box.height, border: '0.5 solid black' },
        }),
      ),
      ...texts.map((each, key) =>
        createElement(Text, { key, style: { ...placed(each), fontSize: each.size } }, each.text),
      ),
    ]
    const style = { fontFamily: 'NotoSansSC' }
    return renderToBuffer(
      createElement(Document, { title }, createElement(Page, { size: [width, height], style }, children)),
    )
  }
}

const typst = async (): Promise<Compose> => {
  interface Compiler {
    pdf(by: { readonly mainFileContent: string }): Buffer
    evictCache(age: number): void
  }
  const { NodeCompiler } = await load<{ NodeCompiler: { create(options: object): Compiler } }>(
    '@myriaddreamin/typst-ts-node-compiler',
  )
  const compiler = NodeCompiler.create({ workspace: '.', fontArgs: [{ fontPaths: [dirname(fontPath)] }] })
  const quoted = (text: string) => JSON.stringify(text)
  return ({ title, width, height, texts, boxes }) => {
    const place = (x: number, y: number, what: string) =>
      `#place(top + left, dx: ${x}pt, dy: ${y}pt, ${what})`
    const source = [
      `#set document(title: ${quoted(title)})`,
      `#set page(width: ${width}pt, height: ${height}pt, margin: 0pt)`,
      '#set text(font: "Noto Sans SC")',
      ...boxes.map((box) =>
        place(box.x, box.y, `rect(width: ${box.width}pt, height: ${box.height}pt, stroke: 0.5pt)`),
      ),
      ...texts.map(({ x, y, size, text }) => place(x, y, `text(size: ${size}pt, ${quoted(text)})`)),
    ].join('\n')
    const pdf = compiler.pdf({ mainFileContent: source })
    compiler.evictCache(10)
    return Promise.resolve(pdf)
  }
}

export const peers: Readonly<Record<string, () => Promise<Compose>>> = {
  Typst: typst,
  pdfkit,
  '@cantoo/pdf-lib': cantoo,
  'react-pdf': reactPdf,
  pdfme,
}

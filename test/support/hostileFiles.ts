import { crc32, deflateSync } from 'node:zlib'
import { insertSegment, joined } from './pictures.ts'

/** Files that are made to cost more than they look, for what converts them. */

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1')

const uint32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

const pngChunk = (name: string, content: Uint8Array): Uint8Array => {
  const named = joined(ascii(name), content)
  return joined(uint32(content.length), named, uint32(crc32(named)))
}

/** A PNG of this size in 8-bit grey, all black, which a few bytes hold a square metre of. */
export const blackPng = (
  { width, height }: { readonly width: number; readonly height: number },
  { pixels = width * height, extra = [] as readonly Uint8Array[] } = {},
): Uint8Array =>
  joined(
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
    pngChunk('IHDR', joined(uint32(width), uint32(height), Uint8Array.of(8, 0, 0, 0, 0))),
    ...extra,
    pngChunk(
      'IDAT',
      deflateSync(new Uint8Array(pixels + Math.ceil(pixels / Math.max(1, width))), { level: 9 }),
    ),
    pngChunk('IEND', new Uint8Array()),
  )

/** A compressed text of so many megabytes, to stand in a PNG. */
export const pngTextBomb = (megabytes: number): Uint8Array =>
  pngChunk('zTXt', joined(ascii('Comment\0\0'), deflateSync(new Uint8Array(megabytes * 1_048_576))))

/** A colour profile that is none, deflated. */
export const pngProfileBomb = (megabytes: number): Uint8Array =>
  pngChunk('iCCP', joined(ascii('icc\0\0'), deflateSync(new Uint8Array(megabytes * 1_048_576))))

const box = (name: string, content: Uint8Array): Uint8Array =>
  joined(uint32(content.length + 8), ascii(name), content)

const sized = (width: number, height: number): Uint8Array =>
  box('ispe', joined(uint32(0), uint32(width), uint32(height)))

/** The head of a HEIC that names these sizes, and holds no picture. */
export const heicHead = (...sizes: readonly (readonly [width: number, height: number])[]): Uint8Array => {
  const properties = [box('hvcC', new Uint8Array(23)), ...sizes.map((size) => sized(...size))]
  const meta = joined(uint32(0), box('iprp', box('ipco', joined(...properties))))
  return joined(box('ftyp', ascii('heic\0\0\0\0mif1heic')), box('meta', meta))
}

/** The same HEIC naming another size for each of its pictures. */
export const withHeicSize = (heic: Uint8Array, width: number, height: number): Uint8Array => {
  const changed = heic.slice()
  const bytes = Buffer.from(changed.buffer)
  for (let at = bytes.indexOf('ispe'); at !== -1; at = bytes.indexOf('ispe', at + 4))
    changed.set(joined(uint32(width), uint32(height)), at + 8)
  return changed
}

/** A WebP that names this canvas, and holds no picture. */
export const webpHead = (width: number, height: number, flags = 0): Uint8Array => {
  const [w, h] = [width - 1, height - 1]
  const content = [flags, 0, 0, 0, w & 255, (w >> 8) & 255, w >> 16, h & 255, (h >> 8) & 255, h >> 16]
  return joined(ascii('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0'), Uint8Array.from(content))
}

/** A PDF of these objects, the first of which is its catalogue. Readers find them without a table. */
const pdf = (objects: readonly (string | { readonly dictionary: string; readonly stream: Uint8Array })[]) =>
  joined(
    ascii('%PDF-1.7\n'),
    ...objects.map((object, index) =>
      typeof object === 'string'
        ? ascii(`${index + 1} 0 obj\n${object}\nendobj\n`)
        : joined(
            ascii(`${index + 1} 0 obj\n<<${object.dictionary}/Length ${object.stream.length}>>\nstream\n`),
            object.stream,
            ascii('\nendstream\nendobj\n'),
          ),
    ),
    ascii('trailer\n<</Root 1 0 R>>\n%%EOF\n'),
  )

const catalogue = (pages: number): readonly string[] => [
  '<</Type/Catalog/Pages 2 0 R>>',
  `<</Type/Pages/Count ${pages}/Kids[${Array.from({ length: pages }, (_, index) => `${index + 3} 0 R`).join(' ')}]>>`,
]

const a4 = [595, 842] as const

/** Pages with nothing on them. */
export const emptyPdf = (pages: number, [width, height]: readonly [number, number] = a4): Uint8Array =>
  pdf([
    ...catalogue(pages),
    ...Array.from({ length: pages }, () => `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]>>`),
  ])

const pageWith = (resources: string): string =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<<${resources}>>>>>>`

/** One page whose drawing calls another ten times, which calls another ten times, and so on. */
export const callingPdf = (depth: number): Uint8Array =>
  pdf([
    ...catalogue(1),
    pageWith('/X 5 0 R'),
    { dictionary: '', stream: ascii('/X Do '.repeat(10)) },
    ...Array.from({ length: depth }, (_, level) => ({
      dictionary: `/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X ${level + 6} 0 R>>>>`,
      stream: ascii('/X Do '.repeat(10)),
    })),
    {
      dictionary: '/Type/XObject/Subtype/Form/BBox[0 0 595 842]',
      stream: ascii('0 0 m 595 842 l S '.repeat(100)),
    },
  ])

/** One page with a picture that unfolds to so many pixels each way. */
export const picturePdf = (side: number): Uint8Array => {
  const rows = deflateSync(new Uint8Array(side), { level: 9 })
  return pdf([
    ...catalogue(1),
    pageWith('/X 5 0 R'),
    { dictionary: '', stream: ascii('595 0 0 842 0 0 cm /X Do') },
    {
      dictionary: `/Type/XObject/Subtype/Image/Width ${side}/Height ${side}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode`,
      stream: rows,
    },
  ])
}

/** One page that a password of nobody's keeps. */
export const lockedPdf = (): Uint8Array => {
  const key = `<${'ab'.repeat(32)}>`
  const text = Buffer.from(emptyPdf(1)).toString('latin1')
  const encryption = `9 0 obj\n<</Filter/Standard/V 2/R 3/Length 128/P -4/O${key}/U${key}>>\nendobj\n`
  return joined(
    ascii(
      text.replace(
        'trailer\n<<',
        `${encryption}trailer\n<</Encrypt 9 0 R/ID[<${'cd'.repeat(16)}><${'cd'.repeat(16)}>]`,
      ),
    ),
  )
}

/** The bytes, and these again and again behind them, up to a length. */
export const followedBy = (bytes: Uint8Array, again: readonly number[], length: number): Uint8Array => {
  const whole = new Uint8Array(length)
  whole.set(bytes)
  const from = bytes.length
  whole.set(again.slice(0, length - from), from)
  for (let end = from + again.length; end < length; end += end - from) whole.copyWithin(end, from, end)
  return whole
}

/** A JPEG in whose scan these go on and on without an end. */
export const endlessScan = (jpeg: Uint8Array, again: readonly number[], length: number): Uint8Array =>
  followedBy(jpeg.subarray(0, jpeg.length / 2), again, length)

/** As many segments of so many bytes as there is room for, then the rest of the JPEG. */
export const behindSegments = (
  jpeg: Uint8Array,
  { marker, payload, length }: { readonly marker: number; readonly payload: number; readonly length: number },
): Uint8Array => {
  const segment = insertSegment(jpeg.subarray(0, 2), marker, new Uint8Array(payload)).subarray(2)
  const room = length - jpeg.length
  const segments = followedBy(jpeg.subarray(0, 2), [...segment], 2 + room - (room % segment.length))
  return joined(segments, jpeg.subarray(2))
}

import sharp, { type JpegOptions, type Sharp } from 'sharp'
import { qrModules } from '../../src/adapters/pdf/qrModules.ts'

/**
 * Real pictures of pages that were never real: drawn pixel by pixel, encoded by libjpeg. Nothing here loads an
 * image by its bytes, which the image adapter forbids for the whole process.
 */

interface Canvas {
  readonly width: number
  readonly height: number
  /** Red, green, blue, row by row. */
  readonly data: Uint8Array
}

type Ink = readonly [red: number, green: number, blue: number]
const black: Ink = [30, 30, 32]
const sealRed: Ink = [214, 50, 58]

/** A4 at 210 dpi. */
const pageSize = { width: 1736, height: 2455 }
const pixelsPerMm = pageSize.width / 210

export interface PageOptions {
  /** What the QR code holds, in modules of 1 mm; no code when absent. */
  readonly code?: string
  readonly seal?: boolean
  /** The colour of the paper; a scanner's is white. */
  readonly paper?: Ink
}

/** A page of print with a code at its top right and a seal at its bottom right. */
export const drawPage = ({ code, seal = true, paper = [255, 255, 255] }: PageOptions = {}): Canvas => {
  const canvas = { ...pageSize, data: new Uint8Array(pageSize.width * pageSize.height * 3) }
  const mm = (value: number): number => Math.round(value * pixelsPerMm)
  fill(canvas, 0, 0, canvas.width, canvas.height, paper)
  for (let line = 60; line < 200; line += 8) {
    for (let column = 20; column < 20 + 100 + ((line * 7) % 60); column += 4.2) {
      fill(canvas, mm(column), mm(line), mm(0.5), mm(3.2), black)
      fill(canvas, mm(column), mm(line + 1.4), mm(3.2), mm(0.4), black)
      fill(canvas, mm(column + 2.6), mm(line), mm(0.4), mm(3.2), black)
    }
  }
  if (code !== undefined) drawCode(canvas, code, mm)
  if (seal) drawSeal(canvas, mm(150), mm(235), mm(21))
  return canvas
}

const drawCode = (canvas: Canvas, text: string, mm: (value: number) => number): void => {
  const { size, dark } = qrModules(text)
  for (const [at, module] of dark.entries()) {
    const [row, column] = [Math.floor(at / size), at % size]
    const left = mm(150 + column)
    const top = mm(15 + row)
    if (module === 1) fill(canvas, left, top, mm(151 + column) - left, mm(16 + row) - top, black)
  }
}

/** A ring of 1.2 mm with a filled middle, as an official seal has ring and star. */
const drawSeal = (canvas: Canvas, centreX: number, centreY: number, radius: number): void => {
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) {
      const distance = Math.hypot(x, y)
      const inked = (distance <= radius && distance >= radius - 1.2 * pixelsPerMm) || distance < radius / 4
      if (inked) fill(canvas, centreX + x, centreY + y, 1, 1, sealRed)
    }
  }
}

const fill = (
  canvas: Canvas,
  left: number,
  top: number,
  width: number,
  height: number,
  [red, green, blue]: Ink,
): void => {
  for (let y = top; y < Math.min(canvas.height, top + height); y++) {
    for (let x = left; x < Math.min(canvas.width, left + width); x++) {
      const at = (y * canvas.width + x) * 3
      canvas.data[at] = red
      canvas.data[at + 1] = green
      canvas.data[at + 2] = blue
    }
  }
}

/** The same noise each time: every channel up or down by at most `strength`, each by its own. */
export const addNoise = ({ width, height, data }: Canvas, strength: number): Canvas => {
  let state = 12345
  const noisy = data.map((value) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return Math.min(255, Math.max(0, value + ((state >> 16) % (2 * strength + 1)) - strength))
  })
  return { width, height, data: noisy }
}

export const toSharp = ({ width, height, data }: Canvas): Sharp =>
  sharp(data, { raw: { width, height, channels: 3 } })

/** The canvas as it comes out of a camera or a chat service: resized so that its long side has these pixels. */
export const resized = async (canvas: Canvas, longSide: number): Promise<Canvas> => {
  const { data, info } = await toSharp(canvas)
    .resize({ width: longSide, height: longSide, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

export const toJpeg = async (canvas: Canvas, options: JpegOptions = {}): Promise<Uint8Array> =>
  plain(await toSharp(canvas).jpeg(options).toBuffer())

/** A page as a chat service hands it on: 1280 pixels long, 905 wide. */
export const pageJpeg = async (
  page: PageOptions = {},
  { longSide = 1280, ...options }: JpegOptions & { longSide?: number } = {},
): Promise<Uint8Array> => toJpeg(await resized(drawPage(page), longSide), options)

/** A page on a desk, taken a little askew by a phone in warm light: 12 megapixels, under 1 MB. */
export const photoJpeg = async (
  page: PageOptions = {},
  size = { width: 3000, height: 4000 },
): Promise<Uint8Array> => {
  const desk = '#6b4f3a'
  const { data, info } = await toSharp(drawPage({ paper: [236, 228, 214], ...page }))
    .rotate(4, { background: desk })
    .resize({ ...size, fit: 'contain', background: desk })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return toJpeg(addNoise({ width: info.width, height: info.height, data }, 3), { quality: 82 })
}

/** Grey in one component, as a scanner set to black and white writes it. */
export const greyJpeg = async (page: PageOptions = {}): Promise<Uint8Array> =>
  plain(
    await toSharp(await resized(drawPage(page), 1280))
      .toColourspace('b-w')
      .jpeg()
      .toBuffer(),
  )

/** Grey in three components, as it comes back from most apps. */
export const threeComponentGreyJpeg = async (page: PageOptions = {}): Promise<Uint8Array> => {
  const canvas = addNoise(await resized(drawPage(page), 1280), 2)
  const data = canvas.data.slice()
  for (let at = 0; at < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = canvas.data.subarray(at, at + 3)
    data.fill(Math.round(0.299 * red + 0.587 * green + 0.114 * blue), at, at + 3)
  }
  return toJpeg({ ...canvas, data })
}

export const cmykJpeg = async (): Promise<Uint8Array> =>
  plain(
    await toSharp(await resized(drawPage(), 1280))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer(),
  )

/** Marks in the metadata of `taggedJpeg`, to be searched for in what should have none. */
export const metadataMarks = [
  'SecretCamera',
  'GPS-MARK',
  'xmp-mark',
  'Exif',
  'ICC_PROFILE',
  'http://ns.adobe',
]

/** With camera, position, XMP, colour profile and a comment, and optionally an orientation. */
export const taggedJpeg = async (
  orientation = 1,
  size: { readonly longSide: number } = { longSide: 1280 },
): Promise<Uint8Array> => {
  const jpeg = await toSharp(await resized(drawPage(), size.longSide))
    .withMetadata({ orientation })
    .withExifMerge({
      IFD0: { Make: 'SecretCamera' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 0/1', GPSAreaInformation: 'GPS-MARK' },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><xmp-mark/></x:xmpmeta>')
    .jpeg()
    .toBuffer()
  const comment = new TextEncoder().encode('<script>GPS-MARK</script>')
  return insertSegment(plain(jpeg), 0xfe, comment)
}

/** A segment right after the start of image. */
export const insertSegment = (jpeg: Uint8Array, marker: number, payload: Uint8Array): Uint8Array => {
  const length = payload.length + 2
  return joined(
    jpeg.subarray(0, 2),
    Uint8Array.of(0xff, marker, length >> 8, length & 0xff),
    payload,
    jpeg.subarray(2),
  )
}

/** The same bytes with the frame header saying another size. */
export const withFrameSize = (jpeg: Uint8Array, width: number, height: number): Uint8Array => {
  const changed = jpeg.slice()
  changed.set([height >> 8, height & 0xff, width >> 8, width & 0xff], frameAt(jpeg) + 5)
  return changed
}

/** The same bytes with another start-of-frame marker: 0xc9 is arithmetic coding. */
export const withFrameMarker = (jpeg: Uint8Array, marker: number): Uint8Array => {
  const changed = jpeg.slice()
  changed[frameAt(jpeg) + 1] = marker
  return changed
}

/** What some Samsung phones write where a sequential scan has no choice: coefficients 0 to 0. */
export const withOddScanParameters = (jpeg: Uint8Array): Uint8Array => {
  const changed = jpeg.slice()
  const at = lastIndexOfMarker(jpeg, 0xda)
  const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0)
  changed.set([0, 0, 0], at + 2 + length - 3)
  return changed
}

/** The last scan of a JPEG again and again: few bytes, many passes. */
export const withRepeatedScans = (jpeg: Uint8Array, times: number): Uint8Array => {
  const scan = jpeg.subarray(lastIndexOfMarker(jpeg, 0xda), jpeg.length - 2)
  return joined(jpeg.subarray(0, jpeg.length - 2), ...Array.from({ length: times }, () => scan), endOfImage)
}

/** Cut off after this share of its bytes, with an end of image put where none was. */
export const truncated = (jpeg: Uint8Array, share: number): Uint8Array =>
  joined(jpeg.subarray(0, Math.floor(jpeg.length * share)), endOfImage)

export const joined = (...parts: readonly Uint8Array[]): Uint8Array => plain(Buffer.concat(parts))

const endOfImage = Uint8Array.of(0xff, 0xd9)

const frameAt = (jpeg: Uint8Array): number => {
  const baseline = lastIndexOfMarker(jpeg, 0xc0)
  return baseline === -1 ? lastIndexOfMarker(jpeg, 0xc2) : baseline
}

const lastIndexOfMarker = (jpeg: Uint8Array, marker: number): number =>
  Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length).lastIndexOf(Uint8Array.of(0xff, marker))

/** A Buffer is a view on memory it shares; what an inspector is given in life stands alone. */
const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)

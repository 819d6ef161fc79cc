import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp, { type Sharp } from 'sharp'
import { type Box, formLayout } from '../../src/core/formLayout.ts'

const dpi = 200
const pixels = (mm: number): number => Math.round((mm / 25.4) * dpi)

/** Prints the form: its one page as pixels at 200 dpi. */
export const printForm = async (pdf: Uint8Array): Promise<Sharp> => {
  const library = await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(pdf)
    try {
      const page = [...document.pages()]
      if (page.length !== 1 || !page[0]) throw new Error(`the form has ${page.length} pages`)
      const image = await page[0].render({ scale: dpi / 72, render: 'bitmap' })
      // PDFium gives the channels as blue, green, red.
      return sharp(Buffer.from(image.data), {
        raw: { width: image.width, height: image.height, channels: 4 },
      })
        .recomb([
          [0, 0, 1],
          [0, 1, 0],
          [1, 0, 0],
        ])
        .flatten({ background: '#fff' })
    } finally {
      document.destroy()
    }
  } finally {
    library.destroy()
  }
}

/** A round seal with its star, without words: 42 mm across, as GB/T 33190 era seals of institutions are. */
const drawSeal = ({ x, y, width, height }: Box): string => {
  const cx = pixels(x + width / 2)
  const cy = pixels(y + height / 2)
  const star = Array.from({ length: 10 }, (_, corner) => {
    const radius = pixels(corner % 2 === 0 ? 7 : 2.8)
    const angle = (Math.PI / 5) * corner - Math.PI / 2
    return `${cx + radius * Math.cos(angle)},${cy + radius * Math.sin(angle)}`
  }).join(' ')
  const letters = Array.from({ length: 9 }, (_, letter) => {
    const angle = -210 + letter * 30
    return `<rect x="${cx - pixels(1.6)}" y="${cy - pixels(18)}" width="${pixels(3.2)}" height="${pixels(4)}" transform="rotate(${angle + 90} ${cx} ${cy})" />`
  }).join('')
  return `<g fill="none" stroke="#c8201e" opacity=".86"><circle cx="${cx}" cy="${cy}" r="${pixels(21)}" stroke-width="${pixels(1.2)}" /><g fill="#c8201e" stroke="none"><polygon points="${star}" />${letters}</g></g>`
}

const drawSignature = ({ x, y, width, height }: Box): string => {
  const at = (right: number, down: number): string =>
    `${pixels(x + width * right)} ${pixels(y + height * down)}`
  return `<path d="M ${at(0.3, 0.75)} C ${at(0.4, 0.1)}, ${at(0.42, 0.95)}, ${at(0.5, 0.5)} S ${at(0.55, 0.2)}, ${at(0.62, 0.7)} S ${at(0.75, 0.3)}, ${at(0.85, 0.6)}" fill="none" stroke="#16233f" stroke-width="${pixels(0.7)}" stroke-linecap="round" />`
}

/**
 * What comes back from a person's desk: the printed form, signed, stamped, photographed, as a JPEG. The hand may have
 * been so many millimetres `aside`.
 */
export const signAndStamp = async (
  pdf: Uint8Array,
  { seal = true, signature = true, aside = 0 } = {},
): Promise<Uint8Array> => {
  const moved = (box: Box): Box => ({ ...box, x: box.x + aside, y: box.y - aside })
  const page = await (await printForm(pdf)).png().toBuffer()
  const { width, height } = await sharp(page).metadata()
  const ink = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${seal ? drawSeal(moved(formLayout.seal)) : ''}${signature ? drawSignature(moved(formLayout.signature)) : ''}</svg>`
  const signed = await sharp(page)
    .composite([{ input: Buffer.from(ink), blend: 'multiply' }])
    .png()
    .toBuffer()
  // A desk lamp is warmer than paper is white.
  return sharp(signed).linear([0.97, 0.95, 0.9], [4, 3, 2]).jpeg({ quality: 82 }).toBuffer()
}

/** A drawn card in colour; nothing on it can be read. */
export const photographCard = async (): Promise<Uint8Array> => {
  const card = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1100">
    <rect width="1600" height="1100" fill="#8d7a63"/><rect x="140" y="130" width="1320" height="840" rx="46" fill="#dfe8ee"/>
    <circle cx="520" cy="520" r="330" fill="#cfe0d8" opacity=".7"/><rect x="1010" y="260" width="330" height="420" fill="#a9b7c6"/>
    <circle cx="1175" cy="420" r="90" fill="#e3c3a4"/><path d="M1020 680 q155 -220 310 0z" fill="#2c3e57"/>
    ${Array.from({ length: 6 }, (_, line) => `<rect x="230" y="${250 + line * 90}" width="${520 - line * 30}" height="26" fill="#37414d"/>`).join('')}
    <rect x="430" y="850" width="820" height="34" fill="#1d242c"/></svg>`
  return sharp(Buffer.from(card)).jpeg({ quality: 85 }).toBuffer()
}

import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { readFormFonts } from '../../../../src/adapters/pdf/fontFiles.ts'
import { formComposer } from '../../../../src/adapters/pdf/formComposer.ts'
import { qrModules } from '../../../../src/adapters/pdf/qrModules.ts'
import { formNumberFromRandom, formNumberLink } from '../../../../src/core/formNumber.ts'
import { formLayout } from '../../../../src/core/formLayout.ts'
import type { Pixels } from '../../../../src/core/scan/colour.ts'
import { placeBox, placePoint } from '../../../../src/core/scan/form/place.ts'
import { readForm } from '../../../../src/core/scan/form/readForm.ts'
import { rectify } from '../../../../src/core/scan/form/rectify.ts'
import type { Doubt, Point, SeenCode } from '../../../../src/core/scan/reading.ts'
import { plainForm } from '../../../support/formContents.ts'
import { printForm } from '../../../support/paper.ts'

/** The printed page, 4.5 pixels to a millimetre, as drawings over it count in millimetres. */
const perMm = 4.5
const size = { width: Math.round(210 * perMm), height: Math.round(297 * perMm) }
let printed: Buffer

const numberOf = (seed: number): string =>
  formNumberFromRandom(Uint8Array.from({ length: 16 }, (_, at) => (at * 37 + seed) % 256))
const formNumber = numberOf(1)
const link = formNumberLink('https://t.me/SealpassBot', formNumber)

beforeAll(async () => {
  const composer = formComposer(await readFormFonts())
  const page = await printForm(await composer.compose({ ...plainForm, formNumber, link }))
  printed = await sharp(await page.png().toBuffer())
    .resize({ ...size, fit: 'fill' })
    .removeAlpha()
    .png({ compressionLevel: 0 })
    .toBuffer()
})

const { seal, signature } = formLayout
const middle = { x: seal.x + seal.width / 2, y: seal.y + seal.height / 2 }

const stamp = (
  { x, y }: Point,
  { colour = '#c8201e', flat = 1, ink = 0.8 }: { colour?: string; flat?: number; ink?: number } = {},
): string => {
  const letters = Array.from(
    { length: 11 },
    (_, at) =>
      `<path d="M-1.6 -17 h3.2 M0 -18 v4 M-1.6 -14 h3.2" transform="rotate(${at * 26 - 130})" stroke-width=".6"/>`,
  ).join('')
  const star = Array.from({ length: 10 }, (_, corner) => {
    const radius = corner % 2 === 0 ? 7 : 2.7
    const angle = (Math.PI / 5) * corner - Math.PI / 2
    return `${radius * Math.cos(angle)},${radius * Math.sin(angle)}`
  }).join(' ')
  return `<g transform="translate(${x} ${y}) scale(1 ${flat})" stroke="${colour}" fill="none" opacity="${ink}"><circle r="20.5" stroke-width="1.1"/>${letters}<polygon points="${star}" fill="${colour}" stroke="none"/></g>`
}

const sign = (colour = '#16233f', width = 0.5): string =>
  `<path d="M55 228 C 60 214, 63 236, 68 222 S 74 218, 78 231 S 86 219, 95 227" fill="none" stroke="${colour}" stroke-width="${width}"/>`

/** The page with such drawings on it, turned clockwise by quarters on a desk. */
const photograph = async (
  drawings: string,
  {
    turn = 0,
    tilt = 0,
    light = [1, 1, 1],
    blur = 0.5,
  }: { turn?: number; tilt?: number; light?: number[]; blur?: number } = {},
): Promise<Pixels> => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 210 297" preserveAspectRatio="none">${drawings}</svg>`
  const stamped = await sharp(printed)
    .composite([{ input: Buffer.from(svg), blend: 'multiply' }])
    .png({ compressionLevel: 0 })
    .toBuffer()
  const margin = 40
  const desk = '#5a4632'
  const laid = await sharp(stamped)
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: desk })
    .rotate(turn + tilt, { background: desk })
    .removeAlpha()
    .png({ compressionLevel: 0 })
    .toBuffer()
  const jpeg = await sharp(laid).blur(blur).linear(light, [0, 0, 0]).jpeg({ quality: 80 }).toBuffer()
  const { data, info } = await sharp(jpeg).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) }
}

/** The form's code as a reader would see it on `photograph`'s page, by where the symbol is printed. */
const codeOn = ({ width, height }: Pixels, degrees = 0): SeenCode => {
  const { size: modules } = qrModules(link)
  const { box, quietZone } = formLayout.barcode
  const end = { x: box.x + box.width - quietZone, y: box.y + box.height - quietZone }
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  const at = (right: number, down: number): Point => {
    const [x, y] = [(right - 105) * perMm, (down - 148.5) * perMm]
    return { x: width / 2 + x * cos - y * sin, y: height / 2 + x * sin + y * cos }
  }
  return {
    text: link,
    corners: [
      at(end.x - modules, end.y - modules),
      at(end.x, end.y - modules),
      at(end.x, end.y),
      at(end.x - modules, end.y),
    ],
  }
}

const kinds = (doubts: readonly { readonly kind: Doubt }[]): readonly Doubt[] =>
  doubts.map(({ kind }) => kind)

describe('a form that is as it should be', () => {
  it('is read without a doubt: page, seal, signature', async () => {
    const picture = await photograph(stamp(middle) + sign(), { tilt: 4, light: [1, 0.94, 0.84] })
    const reading = readForm(picture, [codeOn(picture, 4)], formLayout)
    expect(reading.doubts).toEqual([])
    expect(reading.turn).toBe(0)
    expect(reading.code?.text).toBe(link)
    expect(reading.seal?.diameter).toBeGreaterThan(40)
    expect(reading.seal?.diameter).toBeLessThan(44)
    expect(reading.seal?.roundness).toBeGreaterThan(0.95)
    expect(reading.signature).toBeDefined()
    const [place] = [reading.page]
    if (place === undefined) throw new Error('no page')
    const { x, y } = placePoint(place, middle)
    const region = reading.seal?.region ?? { x: 0, y: 0, width: 0, height: 0 }
    expect(Math.abs(region.x + region.width / 2 - x)).toBeLessThan(0.005)
    expect(Math.abs(region.y + region.height / 2 - y)).toBeLessThan(0.005)
  })

  it.each([90, 180, 270] as const)('is turned back when it lies turned by %d degrees', async (turn) => {
    const picture = await photograph(stamp(middle) + sign(), { turn })
    const reading = readForm(picture, [codeOn(picture, turn)], formLayout)
    expect(reading.turn).toBe(360 - turn)
    expect(reading.seal).toBeDefined()
    expect(reading.signature).toBeDefined()
  })

  it('is found without its code, upside down', async () => {
    const picture = await photograph(stamp(middle) + sign(), { turn: 180, tilt: 3 })
    const reading = readForm(picture, [], formLayout)
    expect(reading.code).toBeUndefined()
    expect(reading.turn).toBe(180)
    expect(reading.seal).toBeDefined()
    expect(reading.signature).toBeDefined()
  })

  it('may be stamped pale, half over the frame beside its box, and signed in red', async () => {
    const beside = { x: seal.x + 1, y: middle.y }
    const picture = await photograph(stamp(beside, { ink: 0.35 }) + sign('#c32222'))
    const reading = readForm(picture, [codeOn(picture)], formLayout)
    expect(reading.seal).toBeDefined()
    expect(reading.signature).toBeDefined()
  })

  it('may be stamped unevenly: pale, with gaps in its ring', async () => {
    const gaps = Array.from({ length: 9 }, (_, at) => {
      const angle = (at * 2 * Math.PI) / 9 + 0.3
      const [x, y] = [middle.x + 20.5 * Math.cos(angle), middle.y + 20.5 * Math.sin(angle)]
      return `<circle cx="${x}" cy="${y}" r="2.6" fill="#000"/>`
    }).join('')
    const mask = `<mask id="gaps"><rect width="210" height="297" fill="#fff"/>${gaps}</mask>`
    const patchy = `${mask}<g mask="url(#gaps)">${stamp(middle, { ink: 0.45 })}</g>`
    const picture = await photograph(patchy + sign())
    const reading = readForm(picture, [codeOn(picture)], formLayout)
    expect(reading.seal?.roundness).toBeGreaterThan(0.95)
  })
})

describe('what is no seal of an organisation', () => {
  const disc = `<circle cx="${middle.x}" cy="${middle.y}" r="20" fill="#c8201e"/>`
  const square = `<rect x="${middle.x - 18}" y="${middle.y - 18}" width="36" height="36" fill="none" stroke="#c8201e" stroke-width="1.2"/>`
  const writing = `<path d="M135 215 q 9 -18 16 0 t 14 4 q 4 -14 10 -5 t -8 12 t -22 4" fill="none" stroke="#c8201e" stroke-width="1"/>`
  it.each([
    ['nothing', ''],
    ['an oval', stamp(middle, { flat: 0.75 })],
    ['a square', square],
    ['a solid disc', disc],
    [
      'a ring around nothing',
      `<circle cx="${middle.x}" cy="${middle.y}" r="20" fill="none" stroke="#c8201e" stroke-width="1.1"/>`,
    ],
    ['handwriting', writing],
    ['a black stamp', stamp(middle, { colour: '#262428' })],
    ['a seal elsewhere', stamp({ x: 70, y: 120 })],
  ])('%s is refused', async (_, drawing) => {
    const picture = await photograph(drawing + sign())
    const reading = readForm(picture, [codeOn(picture)], formLayout)
    expect(reading.page).toBeDefined()
    expect(reading.seal).toBeUndefined()
    expect(reading.signature).toBeDefined()
  })

  it('a grey stamp is refused also where warm light burns the paper out, and its ink looks brown', async () => {
    const picture = await photograph(stamp(middle, { colour: '#262428', ink: 0.45 }) + sign(), {
      light: [1.3, 1.08, 0.9],
    })
    const reading = readForm(picture, [codeOn(picture)], formLayout)
    expect(reading.page).toBeDefined()
    expect(reading.seal).toBeUndefined()
  })
})

/** As a chat service sends it: of colour every second pixel's is kept, and little of that. */
const compressed = async ({ width, height, data }: Pixels): Promise<Pixels> => {
  const jpeg = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 60 })
    .toBuffer()
  const pixels = await sharp(jpeg).ensureAlpha().raw().toBuffer()
  return { width, height, data: new Uint8ClampedArray(pixels) }
}

describe('what is no signature', () => {
  const over = { x: signature.x + 70, y: signature.y + 13 }
  const crease = `<path d="M0 226 L210 224" stroke="#777" stroke-width=".5"/>`
  it.each([
    ['an empty box', ''],
    ['a seal over the empty box', stamp(over)],
    ['a crease', crease],
  ])('%s', async (_, drawing) => {
    const picture = await photograph(stamp(middle) + drawing)
    const reading = readForm(picture, [codeOn(picture)], formLayout)
    expect(reading.seal).toBeDefined()
    expect(reading.signature).toBeUndefined()
  })

  const inks = [
    ['red', '#c8201e', 1],
    ['faded', '#c8201e', 0.3],
    ['purple', '#882a5a', 1],
    ['dark', '#70141c', 1],
    ['greyish', '#a05252', 0.8],
    ['black', '#26242a', 1],
  ] as const
  it.each(inks)('a %s seal over the empty box is none, wherever it lies', async (_, colour, ink) => {
    for (const at of [over, { x: signature.x + 30, y: signature.y - 8 }]) {
      const picture = await compressed(await photograph(stamp(middle) + stamp(at, { colour, ink })))
      const reading = readForm(picture, [codeOn(picture)], formLayout)
      expect(reading.seal).toBeDefined()
      expect(reading.signature).toBeUndefined()
    }
  })

  it.each(inks.slice(0, -1))('one under a %s seal is one', async (_, colour, ink) => {
    const drawings = stamp(middle) + sign() + stamp({ x: 78, y: 224 }, { colour, ink })
    const picture = await compressed(await photograph(drawings))
    expect(readForm(picture, [codeOn(picture)], formLayout).signature).toBeDefined()
  })

  it('a thin one under the edge of the seal is one', async () => {
    const picture = await photograph(stamp({ x: seal.x + 1, y: middle.y }) + sign('#1a3fa8', 0.3))
    const reading = readForm(picture, [codeOn(picture)], formLayout)
    expect(reading.signature).toBeDefined()
  })
})

describe('a doubtful picture', () => {
  it('is blurred', async () => {
    const picture = await photograph(stamp(middle) + sign(), { blur: 3.4 })
    expect(kinds(readForm(picture, [codeOn(picture)], formLayout).doubts)).toContain('blurred')
  })

  it('is dark', async () => {
    const picture = await photograph(stamp(middle) + sign(), { light: [0.22, 0.21, 0.2] })
    expect(kinds(readForm(picture, [codeOn(picture)], formLayout).doubts)).toEqual(['dark'])
  })

  it('glares where lines that must be there are burnt away', async () => {
    const picture = await photograph(stamp(middle) + sign())
    const [cx, cy] = [picture.width / 2, picture.height / 2]
    for (let y = 0, at = 0; y < picture.height; y++)
      for (let x = 0; x < picture.width; x++, at += 4)
        if (Math.hypot(x - cx, y - cy) < 28 * perMm) picture.data.fill(255, at, at + 4)
    const { doubts } = readForm(picture, [codeOn(picture)], formLayout)
    expect(kinds(doubts)).toEqual(['glare'])
    const { x = 1, width = 0 } = doubts[0]?.region ?? {}
    expect(x).toBeLessThan(0.5)
    expect(x + width).toBeGreaterThan(0.5)
  })

  it('is cut off', async () => {
    const picture = await photograph(stamp(middle) + sign())
    const width = picture.width - Math.round(40 + 30 * perMm)
    const data = new Uint8ClampedArray(width * picture.height * 4)
    const lost = picture.width - width
    for (let y = 0; y < picture.height; y++) {
      const from = (y * picture.width + lost) * 4
      data.set(picture.data.subarray(from, from + width * 4), y * width * 4)
    }
    const code = codeOn(picture)
    const [a, b, c, d] = code.corners
    const moved = ({ x, y }: Point): Point => ({ x: x - lost, y })
    const reading = readForm(
      { width, height: picture.height, data },
      [{ ...code, corners: [moved(a), moved(b), moved(c), moved(d)] }],
      formLayout,
    )
    expect(kinds(reading.doubts)).toEqual(['cutOff'])
    expect(reading.seal).toBeDefined()
  })

  it('shows two forms', async () => {
    const picture = await photograph(stamp(middle) + sign())
    const code = codeOn(picture)
    const moved = (by: number, text: string): SeenCode => {
      const [a, b, c, d] = code.corners
      const at = ({ x, y }: Point): Point => ({ x: x - by, y })
      return { text, corners: [at(a), at(b), at(c), at(d)] }
    }
    const ofOther = formNumberLink('https://t.me/SealpassBot', numberOf(2))
    for (const second of [moved(400, ofOther), moved(400, link)]) {
      const { doubts } = readForm(picture, [code, second], formLayout)
      expect(kinds(doubts)).toEqual(['twoDocuments'])
      const [a] = second.corners
      const { x = 1, width = 0 } = doubts[0]?.region ?? {}
      expect(x).toBeCloseTo(a.x / picture.width)
      expect(x + width).toBeCloseTo(code.corners[1].x / picture.width)
    }
    // One code, seen twice.
    expect(readForm(picture, [code, moved(3, link)], formLayout).doubts).toEqual([])
  })

  it('is of a screen', async () => {
    const picture = await photograph(stamp(middle) + sign())
    for (let y = 0, at = 0; y < picture.height; y++)
      for (let x = 0; x < picture.width; x++, at += 4)
        for (let channel = 0; channel < 3; channel++) {
          const dot = 0.8 + 0.2 * Math.cos(x * 1.1 + channel * 2) * Math.cos(y * 0.9)
          picture.data[at + channel] = (picture.data[at + channel] ?? 0) * dot
        }
    expect(kinds(readForm(picture, [codeOn(picture)], formLayout).doubts)).toContain('screen')
  })
})

describe('a picture of something else', () => {
  it.each([
    ['nothing', 0],
    ['noise', 90],
  ])('%s shows no page', (_, noise) => {
    const picture = { width: 1000, height: 1000, data: new Uint8ClampedArray(4_000_000) }
    let state = 1
    for (let at = 0; at < picture.data.length; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
      picture.data[at] = 150 + noise * ((state >>> 16) / 65_536 - 0.5)
    }
    const reading = readForm(picture, [], formLayout)
    expect(reading.page).toBeUndefined()
    expect(reading.seal).toBeUndefined()
    expect(reading.signature).toBeUndefined()
  })

  it.each([1, 2, 60])('%d pixels wide is looked at without failing', (side) => {
    const picture = { width: side, height: side, data: new Uint8ClampedArray(side * side * 4) }
    expect(readForm(picture, [], formLayout).page).toBeUndefined()
  })
})

describe('places of the page', () => {
  it('are laid flat where the map has them', () => {
    const picture = { width: 40, height: 20, data: new Uint8ClampedArray(3200).fill(200) }
    picture.data.fill(10, (5 * 40 + 30) * 4, (5 * 40 + 31) * 4)
    // The page lies in the picture's right half, turned by a quarter to the right.
    const place = { map: [0, -1 / 594, 1, 1 / 210, 0, 0, 0, 0] as const }
    expect(placePoint(place, { x: 0, y: 0 })).toEqual({ x: 1, y: 0 })
    expect(placeBox(place, { x: 105, y: 0, width: 105, height: 297 })).toEqual({
      x: 0.5,
      y: 0.5,
      width: 0.5,
      height: 0.5,
    })
    const flat = rectify(picture, place, { width: 20, height: 20 }, formLayout.page)
    const dark = Array.from({ length: 400 }, (_, at) => at).filter((at) => (flat.data[at * 4] ?? 0) < 100)
    expect(dark).toEqual([9 * 20 + 5])
  })
})

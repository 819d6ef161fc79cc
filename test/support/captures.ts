import sharp from 'sharp'
import { type Box, formLayout } from '../../src/core/formLayout.ts'
import { inverse, squareTo, type Map9 } from './homography.ts'
import { printForm } from './paper.ts'
import type { Random } from './random.ts'

/** Made-up captures of a printed form, the same for the same seed: what scanners and telephones make of it. */

export const captureKinds = ['scan100', 'scan150', 'scan200', 'photo', 'hard'] as const
export type CaptureKind = (typeof captureKinds)[number]

export interface Page {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** Dots per inch at which the page is seen before it is turned and bent. */
const dotsPerInch: Readonly<Record<CaptureKind, number>> = {
  scan100: 100,
  scan150: 150,
  scan200: 200,
  photo: 125,
  hard: 110,
}

const sealRadius = 21

/** Millimetres by which a seal may lie over a corner of the symbol. */
const deepest = 9

/** A seal that lies over one corner of the barcode, from outside. */
const sealOver = ({ box, quietZone }: { readonly box: Box; readonly quietZone: number }, random: Random) => {
  const [right, down] = [random() < 0.5 ? -1 : 1, random() < 0.5 ? -1 : 1]
  // The symbol lies at the bottom right of its box, some 29 modules of a millimetre.
  const side = box.width - quietZone
  const corner = { x: box.x + (right < 0 ? side - 29 : side), y: box.y + (down < 0 ? side - 29 : side) }
  const away = (sealRadius - deepest * random()) / Math.SQRT2
  return { x: corner.x + right * away, y: corner.y + down * away }
}

/** The printed form with its seal: in its place, or over a corner of the barcode. */
export const stampedPages = async (
  pdf: Uint8Array,
  random: Random,
): Promise<Readonly<Record<CaptureKind, Page>>> => {
  const { data: printed, info } = await (await printForm(pdf)).raw().toBuffer({ resolveWithObject: true })
  const { width } = info
  const perMm = width / formLayout.page.width
  const { seal } = formLayout
  const centre =
    random() < 0.4
      ? sealOver(formLayout.barcode, random)
      : { x: seal.x + seal.width / 2, y: seal.y + seal.height / 2 }
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${info.height}">
    <g transform="scale(${perMm})" opacity=".8" stroke="#c8201e" fill="none">
    <circle cx="${centre.x}" cy="${centre.y}" r="${sealRadius}" stroke-width="1.2"/>
    <circle cx="${centre.x}" cy="${centre.y}" r="${sealRadius - 5}" stroke-width="3.4" stroke-dasharray="2.6 2.2"/></g></svg>`
  const raw = { width, height: info.height, channels: info.channels }
  const stamped = await sharp(printed, { raw })
    .composite([{ input: Buffer.from(drawing), blend: 'multiply' }])
    .raw()
    .toBuffer({ resolveWithObject: true })
  const seen = async (kind: CaptureKind): Promise<Page> => {
    const { data, info: size } = await sharp(stamped.data, { raw: stamped.info })
      .removeAlpha()
      .resize({ width: Math.round((formLayout.page.width / 25.4) * dotsPerInch[kind]) })
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { data, width: size.width, height: size.height }
  }
  const [scan100, scan150, scan200, photo, hard] = await Promise.all([
    seen('scan100'),
    seen('scan150'),
    seen('scan200'),
    seen('photo'),
    seen('hard'),
  ])
  return { scan100, scan150, scan200, photo, hard }
}

interface Recipe {
  /** Pixels along the longest side; undefined as the scanner has it. */
  readonly longSide: number | undefined
  /** Largest turn, in degrees. */
  readonly turn: number
  /** How far a corner may be out of place, as a share of the side. */
  readonly bend: number
  /** Standard deviation in pixels, least and most. */
  readonly blur: readonly [number, number]
  /** The share of light that may be lost at one edge. */
  readonly shade: number
  readonly noise: number
  readonly quality: number
}

const scan: Recipe = {
  longSide: undefined,
  turn: 3,
  bend: 0,
  blur: [0.3, 0.7],
  shade: 0.1,
  noise: 6,
  quality: 80,
}
const recipes: Readonly<Record<CaptureKind, Recipe>> = {
  scan100: scan,
  scan150: scan,
  scan200: scan,
  photo: { longSide: 1280, turn: 10, bend: 0.05, blur: [0.3, 1], shade: 0.4, noise: 8, quality: 87 },
  hard: { longSide: 1000, turn: 25, bend: 0.1, blur: [0.8, 1.7], shade: 0.6, noise: 14, quality: 60 },
}

type Point = readonly [number, number]

/** The page as a JPEG of this kind. */
export const capture = async (page: Page, kind: CaptureKind, random: Random): Promise<Uint8Array> => {
  const recipe = recipes[kind]
  const scale = recipe.longSide === undefined ? 1 : recipe.longSide / page.height
  const [width, height] = [Math.round(page.width * scale), Math.round(page.height * scale)]
  const between = (least: number, most: number) => least + (most - least) * random()
  const turn = (between(-recipe.turn, recipe.turn) * Math.PI) / 180
  // A turned page still has to lie in the picture.
  const shrink = 1 / (1 + 1.1 * Math.abs(Math.sin(turn)) + 2 * recipe.bend)
  const corner = (right: number, down: number): Point => {
    const x = (right - 0.5) * width * shrink + between(-recipe.bend, recipe.bend) * width
    const y = (down - 0.5) * height * shrink + between(-recipe.bend, recipe.bend) * height
    return [
      width / 2 + x * Math.cos(turn) - y * Math.sin(turn),
      height / 2 + x * Math.sin(turn) + y * Math.cos(turn),
    ]
  }
  const map = inverse(squareTo([corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)]))
  const light = { across: between(-1, 1), down: between(-1, 1), shade: recipe.shade * random() }
  const raw = warped(page, { width, height }, map, light, recipe.noise, random)
  const turned = [0, 90, 180, 270][kind === 'photo' ? Math.floor(random() * 4) : 0] ?? 0
  const jpeg = await sharp(raw, { raw: { width, height, channels: 3 } })
    .blur(between(...recipe.blur))
    .rotate(turned)
    .jpeg({ quality: recipe.quality })
    .toBuffer()
  return new Uint8Array(jpeg)
}

const table = [96, 84, 70] as const

const warped = (
  page: Page,
  { width, height }: { readonly width: number; readonly height: number },
  [a, b, c, d, e, f, g, h, i]: Map9,
  light: { readonly across: number; readonly down: number; readonly shade: number },
  noise: number,
  random: Random,
): Uint8ClampedArray => {
  const raw = new Uint8ClampedArray(width * height * 3)
  const { data } = page
  const row = page.width * 3
  // Drawing one number for each pixel would take most of the time; a run of them from a random place will do.
  const grain = Int8Array.from({ length: 4099 }, () => Math.round((random() * 2 - 1) * noise))
  let speck = Math.floor(random() * grain.length)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      const w = g * x + h * y + i
      const px = ((a * x + b * y + c) / w) * page.width
      const py = ((d * x + e * y + f) / w) * page.height
      const left = Math.floor(px)
      const top = Math.floor(py)
      speck = speck + 1 === grain.length ? 0 : speck + 1
      const speckle = grain[speck] ?? 0
      if (left < 0 || top < 0 || left >= page.width - 1 || top >= page.height - 1) {
        raw[at] = table[0] + speckle
        raw[at + 1] = table[1] + speckle
        raw[at + 2] = table[2] + speckle
        continue
      }
      const fx = px - left
      const fy = py - top
      const lit =
        1 - light.shade * (0.5 + (light.across * (x / width - 0.5) + light.down * (y / height - 0.5)) / 2)
      for (let p = top * row + left * 3, channel = 0; channel < 3; channel++, p++) {
        const above = (data[p] ?? 0) * (1 - fx) + (data[p + 3] ?? 0) * fx
        const under = (data[p + row] ?? 0) * (1 - fx) + (data[p + row + 3] ?? 0) * fx
        raw[at + channel] = (above * (1 - fy) + under * fy) * lit + speckle
      }
    }
  return raw
}

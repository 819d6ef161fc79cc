import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { parseTrueType, type TrueType } from '../../../src/adapters/pdf/trueType.ts'
import type { Random } from '../../../test/support/random.ts'
import { textPath, type Setting } from './glyphPaths.ts'
import type { Person } from './people.ts'

/** Of a resident identity card (ISO/IEC 7810 ID-1), in millimetres. */
export const cardSize = { width: 85.6, height: 54 } as const

export interface CardLook {
  readonly fonts: CardFonts
  readonly pixelsPerMm: number
  /** The largest amount, in millimetres, by which a line may stand elsewhere than the usual. */
  readonly play: number
  readonly label: string
  readonly ink: string
  /** From corner to corner. */
  readonly ground: readonly [string, string, string]
}

export interface CardFonts {
  readonly han: TrueType
  readonly number: TrueType
}

/** `NotoSansSC_400Regular` with OCR-B digits is what real cards look most like. */
export const readCardFonts = async (
  weight: '300Light' | '400Regular' | '500Medium' | '700Bold',
  number: 'ocrB' | 'sans',
): Promise<CardFonts> => {
  const { resolve } = createRequire(import.meta.url)
  const read = async (path: string): Promise<TrueType> => parseTrueType(await readFile(path), path)
  return {
    han: await read(resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`)),
    number: await read(
      number === 'ocrB'
        ? join(dirname(resolve('bwip-js')), '../fonts/OCRB7.ttf')
        : resolve('@expo-google-fonts/noto-sans/500Medium/NotoSans_500Medium.ttf'),
    ),
  }
}

/** Three bytes a pixel. */
export interface DrawnCard {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

const moved = (look: CardLook, random: Random): ((x: number, y: number) => { x: number; y: number }) => {
  const shift = (): number => (random() * 2 - 1) * look.play
  const [right, down] = [shift(), shift()]
  return (x, y) => ({ x: x + right, y: y + down + shift() / 3 })
}

/** The portrait's side, with a person's invented data. */
export const drawFront = async (person: Person, look: CardLook, random: Random): Promise<DrawnCard> => {
  const { han, number } = look.fonts
  const at = moved(look, random)
  const value = (size = 3.7): Omit<Setting, 'x' | 'y'> => ({ font: han, size, colour: look.ink })
  const label: Omit<Setting, 'x' | 'y'> = { font: han, size: 3.1, colour: look.label }
  const [year, month, day] = [person.birth.slice(0, 4), person.birth.slice(4, 6), person.birth.slice(6)]
  const birth = `${year} 年 ${Number(month)} 月 ${Number(day)} 日`
  const address = person.address.match(/.{1,11}/gu) ?? []
  const lines = [
    textPath('姓名', { ...label, ...at(5.6, 10.2), spacing: 1 }),
    textPath(person.name, { ...value(4), ...at(15.6, 10.2), spacing: person.name.length > 5 ? 0 : 0.5 }),
    textPath('性别', { ...label, ...at(5.6, 17), spacing: 1 }),
    textPath(person.sex, { ...value(), ...at(15.6, 17) }),
    textPath('民族', { ...label, ...at(25, 17), spacing: 1 }),
    textPath(person.ethnicity, { ...value(), ...at(34, 17) }),
    textPath('出生', { ...label, ...at(5.6, 23.6), spacing: 1 }),
    textPath(birth, { ...value(3.5), ...at(15.6, 23.6) }),
    textPath('住址', { ...label, ...at(5.6, 30.4), spacing: 1 }),
    ...address.map((line, row) => textPath(line, { ...value(3.4), ...at(15.6, 30.4 + row * 4.6) })),
    textPath('公民身份号码', { ...label, ...at(5.6, 48.4), spacing: 0.4 }),
    textPath(person.idNumber, {
      font: number,
      size: 4.3,
      pitch: 2.64,
      colour: look.ink,
      ...at(28.6, 48.4),
    }),
  ]
  const portrait = `<g transform="translate(${54 + random()} ${7 + random()})">
    <path d="M1 32 q2 -10 9 -11 h6 q7 1 9 11z" fill="${random() < 0.5 ? '#33415c' : '#7d3c3c'}"/>
    <ellipse cx="13" cy="12.5" rx="5.4" ry="7" fill="#e3bf9e"/>
    <path d="M7 11 q0 -8 6 -8 q6 0 6 8 q-2 -4 -6 -4 q-4 0 -6 4" fill="#1d1a18"/></g>`
  return render(lines.join('') + portrait + specimenMark(look, 63, 38), look)
}

/** The side with the emblem. */
export const drawBack = async (person: Person, look: CardLook, random: Random): Promise<DrawnCard> => {
  const { han, number } = look.fonts
  const at = moved(look, random)
  const since = 2008 + Math.floor(random() * 16)
  const [month, day] = [person.birth.slice(4, 6), person.birth.slice(6)]
  const label: Omit<Setting, 'x' | 'y'> = { font: han, size: 3, colour: look.ink }
  const place = /^.*?(?:市|县|区)/u.exec(person.address)?.[0] ?? '样本市'
  const lines = [
    textPath('中华人民共和国', { font: han, size: 5, spacing: 1.5, colour: look.ink, ...at(30, 14) }),
    textPath('居民身份证', { font: han, size: 7.4, spacing: 2.6, colour: look.ink, ...at(28, 25) }),
    textPath('签发机关', { ...label, ...at(19.5, 42.5), spacing: 0.4 }),
    textPath(`${place}公安局`, { font: han, size: 3.2, colour: look.ink, ...at(35, 42.5) }),
    textPath('有效期限', { ...label, ...at(19.5, 48.8), spacing: 0.4 }),
    textPath(`${since}.${month}.${day}-${since + 20}.${month}.${day}`, {
      font: number,
      size: 3.2,
      pitch: 1.72,
      colour: look.ink,
      ...at(35, 48.8),
    }),
  ]
  const emblem = `<g transform="translate(15 15)" fill="#b8302c"><circle r="8.4"/><circle r="6.4" fill="#e8b84c"/>
    <path d="M0 -5 L1.2 -1.5 L4.8 -1.5 L1.9 0.6 L3 4 L0 2 L-3 4 L-1.9 0.6 L-4.8 -1.5 L-1.2 -1.5Z"/></g>`
  return render(lines.join('') + emblem + specimenMark(look, 68, 36), look)
}

/** Plain enough to be seen, and hiding nothing that is read. */
const specimenMark = (look: CardLook, x: number, y: number): string =>
  `<g opacity=".7">${textPath('样本', { font: look.fonts.han, size: 4, x, y, colour: '#c98a8a' })}</g>`

const render = async (drawing: string, look: CardLook): Promise<DrawnCard> => {
  const { width, height } = cardSize
  const [first, second, third] = look.ground
  const waves = Array.from({ length: 18 }, (_, i) => {
    const y = i * 3.2
    return `<path d="M0 ${y} q10 -5 21 0 t21 0 t21 0 t23 0" fill="none" stroke="${i % 2 ? third : first}" stroke-width=".35" opacity=".6"/>`
  }).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
    width="${Math.round(width * look.pixelsPerMm)}" height="${Math.round(height * look.pixelsPerMm)}">
    <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${first}"/>
      <stop offset=".6" stop-color="${second}"/><stop offset="1" stop-color="${third}"/></linearGradient>
    </defs>
    <rect width="${width}" height="${height}" fill="url(#g)"/>${waves}${drawing}</svg>`
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8Array(data), width: info.width, height: info.height }
}

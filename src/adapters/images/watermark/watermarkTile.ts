import type { WatermarkTile } from '../../../core/scan/watermark.ts'
import type { FormFonts } from '../../pdf/formFonts.ts'
import { type CoveragePoint, coverageOf } from './coverage.ts'
import { glyphOutline } from './glyphOutline.ts'

/** Makes the pattern for a picture whose longest side has so many pixels. */
export type MakeTile = (words: string, longSide: number) => Promise<WatermarkTile>

/** Ems along the longest side: on an A4 page letters of 5 mm, which neither hide print nor are lost among it. */
const emsAlong = 54
const leastEm = 12
/** Upward to the right, as a stamp is set. */
const angle = (-18 * Math.PI) / 180
/** In ems: the space after the words, and from one line of them down to the next. */
const gap = { after: 3, down: 5.5 } as const
/** Letters are darker than what they lie on, and their edge lighter: one of the two is seen on any ground. */
const strength = { letter: 46, edge: 76 } as const

/**
 * The words aslant, once in each tile, reaching over its edges. A character that no font draws stands as `?`.
 * The last tile is kept, since the scans of one page bear the same words.
 */
export const watermarkTiles = (fonts: FormFonts): MakeTile => {
  let kept: { readonly key: string; readonly tile: WatermarkTile } | undefined
  return async (words, longSide) => {
    const em = Math.max(leastEm, Math.round(longSide / emsAlong))
    const key = `${em} ${words}`
    if (kept?.key !== key) kept = { key, tile: await makeTile(fonts, words, em) }
    return kept.tile
  }
}

const makeTile = async (fonts: FormFonts, words: string, em: number): Promise<WatermarkTile> => {
  const line = await setLine(fonts, words, em)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const turned = line.chains.map((chain) =>
    chain.map(({ x, y }) => ({ x: x * cos - y * sin, y: x * sin + y * cos })),
  )
  const edge = Math.max(1, Math.round(em / 16))
  const points = turned.flat()
  const [left, top] = [least(points, 'x') - 2 * edge, least(points, 'y') - 2 * edge]
  const size = {
    width: Math.ceil(most(points, 'x') - left) + 2 * edge,
    height: Math.ceil(most(points, 'y') - top) + 2 * edge,
  }
  const letters = coverageOf(
    turned.map((chain) => chain.map(({ x, y }) => ({ x: x - left, y: y - top }))),
    size,
  )
  const shades = shadesOf(letters.shares, size, edge)

  // So wide that words of one line never reach into one another, whatever their length.
  const tile = {
    width: Math.ceil((line.width + gap.after * em) / cos),
    height: Math.ceil(gap.down * em),
  }
  const tiled = new Int8Array(tile.width * tile.height)
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const shade = shades[y * size.width + x] ?? 0
      if (shade !== 0) tiled[(y % tile.height) * tile.width + (x % tile.width)] = shade
    }
  return { ...tile, shades: tiled }
}

interface Line {
  readonly width: number
  readonly chains: readonly (readonly CoveragePoint[])[]
}

/** In pixels; y downward, 0 at the baseline. */
const setLine = async (fonts: FormFonts, words: string, em: number): Promise<Line> => {
  const characters = Array.from(words, (character) => {
    const face = fonts.characterOf(character.codePointAt(0) ?? 0).faces[0]
    return face ? { character, face } : { character: '?', face: fonts.characterOf(0x3f).faces[0] }
  })
  const fontOf = await fonts.load(characters.flatMap(({ face }) => (face ? [face.font] : [])))
  let right = 0
  const chains = characters.flatMap(({ character, face }) => {
    if (!face) return []
    const font = fontOf(face.font)
    const scale = em / font.unitsPerEm
    const left = right
    right += face.advance * em
    return glyphOutline(font, font.glyphOf(character.codePointAt(0) ?? 0)).map((chain) =>
      chain.map(({ x, y }) => ({ x: left + x * scale, y: -y * scale })),
    )
  })
  return { width: right, chains }
}

/** Letters towards black, and so many pixels around them towards white. */
const shadesOf = (
  letters: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  edge: number,
): Int8Array => {
  const around = spread(spread(letters, width, height, 1, width, edge), height, width, width, 1, edge)
  return Int8Array.from(letters, (letter, at) =>
    Math.round((1 - letter) * (around[at] ?? 0) * strength.edge - letter * strength.letter),
  )
}

/** The greatest value within `reach` along lines of `length` values, `step` apart; there are `lines`, `next` apart. */
const spread = (
  values: Float32Array,
  length: number,
  lines: number,
  step: number,
  next: number,
  reach: number,
): Float32Array => {
  const greatest = new Float32Array(values.length)
  for (let line = 0; line < lines; line++)
    for (let place = 0; place < length; place++) {
      let found = 0
      for (let near = Math.max(0, place - reach); near <= Math.min(length - 1, place + reach); near++)
        found = Math.max(found, values[line * next + near * step] ?? 0)
      greatest[line * next + place * step] = found
    }
  return greatest
}

const least = (points: readonly CoveragePoint[], axis: 'x' | 'y'): number =>
  points.reduce((found, point) => Math.min(found, point[axis]), Infinity)

const most = (points: readonly CoveragePoint[], axis: 'x' | 'y'): number =>
  points.reduce((found, point) => Math.max(found, point[axis]), -Infinity)

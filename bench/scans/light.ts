import type { Random } from '../../test/support/random.ts'
import { chance, within, type Range } from './chance.ts'

export interface LightSettings {
  /** How bright white paper is at its brightest, from 0 to 1; above 1 it is burnt out. */
  readonly exposure: Range
  /** The share of light that is lost from one side of the picture to the other. */
  readonly gradient: Range
  /** How much redder (above 0) or bluer the light is than the camera takes it for, in shares of a channel. */
  readonly warmth: Range
  /** How often the hand or the telephone throws a shadow, and the share of light it takes. */
  readonly shadow: { readonly often: number; readonly depth: Range; readonly edge: Range }
  /** The share of light that a corner loses. */
  readonly vignette: Range
}

/** A place where a lamp is mirrored, in shares of the picture. */
export interface Glare {
  readonly x: number
  readonly y: number
  /** To where it has faded away, by the picture's longer side. */
  readonly radius: number
}

/** The light on the picture at the knots of a coarse grid: what it is multiplied with, channel by channel, and what is added. */
export interface Light {
  readonly cells: number
  /** Four numbers a knot, `cells + 1` knots a row. */
  readonly knots: Float32Array
}

const cells = 96

const smooth = (from: number, to: number, value: number): number => {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)))
  return share * share * (3 - 2 * share)
}

type Shade = (x: number, y: number) => number

/** The straight edge of a telephone or the round one of a hand and a head, from one side of the picture. */
const shadowIn = (random: Random, depth: number, edge: number): Shade => {
  const angle = random() * 2 * Math.PI
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const reach = within(random, [0.05, 0.38])
  const wave = within(random, [0, 0.08])
  const phase = random() * 6
  return (x, y) => {
    const along = (x - 0.5) * cos + (y - 0.5) * sin
    const across = (y - 0.5) * cos - (x - 0.5) * sin
    return 1 - depth * smooth(reach - edge, reach + edge, along + wave * Math.sin(across * 9 + phase))
  }
}

export const lightOf = (
  settings: LightSettings,
  random: Random,
  { darkened = 1, glare }: { readonly darkened?: number; readonly glare?: Glare | undefined },
  aspect: number,
): Light => {
  const exposure = within(random, settings.exposure) * darkened
  const gradient = within(random, settings.gradient)
  const from = random() * 2 * Math.PI
  const warmth = within(random, settings.warmth)
  const tint = within(random, [-0.25, 0.25]) * warmth
  // Daylight from the window, a lamp from the other side: the colour changes across the picture.
  const mixed = within(random, [-0.5, 0.5]) * warmth
  const vignette = within(random, settings.vignette)
  const { shadow } = settings
  const shade = chance(random, shadow.often)
    ? shadowIn(random, within(random, shadow.depth), within(random, shadow.edge))
    : () => 1

  const knots = new Float32Array((cells + 1) ** 2 * 4)
  for (let row = 0, at = 0; row <= cells; row++)
    for (let column = 0; column <= cells; column++, at += 4) {
      const [x, y] = [column / cells, row / cells]
      const side = 0.5 + (x - 0.5) * Math.cos(from) + (y - 0.5) * Math.sin(from)
      const edge = 1 - vignette * 2 * ((x - 0.5) ** 2 + (y - 0.5) ** 2)
      const lit = exposure * (1 - gradient * side) * edge * shade(x, y)
      const warm = warmth + mixed * (side - 0.5)
      knots[at] = lit * (1 + warm)
      knots[at + 1] = lit * (1 + tint)
      knots[at + 2] = lit * (1 - warm)
      knots[at + 3] = glare === undefined ? 0 : 330 * mirrored(glare, x, y, aspect)
    }
  return { cells, knots }
}

const mirrored = ({ x, y, radius }: Glare, atX: number, atY: number, aspect: number): number => {
  const [across, down] = aspect > 1 ? [1, 1 / aspect] : [aspect, 1]
  const distance = Math.hypot((atX - x) * across, (atY - y) * down)
  return 1 - smooth(radius * 0.1, radius, distance)
}

/** The light of one row of pixels: four numbers for each, into `row`. */
export const lightRow = ({ cells, knots }: Light, row: Float32Array, share: number): void => {
  const width = row.length / 4
  const y = Math.min(share * cells, cells - 1e-6)
  const top = Math.floor(y)
  const under = y - top
  const stride = (cells + 1) * 4
  for (let cell = 0; cell < cells; cell++) {
    const [from, to] = [Math.ceil((cell * width) / cells), Math.ceil(((cell + 1) * width) / cells)]
    const knot = top * stride + cell * 4
    for (let part = 0; part < 4; part++) {
      const at = (offset: number): number => knots[knot + part + offset] ?? 0
      const begin = at(0) * (1 - under) + at(stride) * under
      const end = at(4) * (1 - under) + at(stride + 4) * under
      const step = ((end - begin) * cells) / width
      let value = begin + step * (from - (cell * width) / cells)
      for (let x = from; x < to; x++, value += step) row[x * 4 + part] = value
    }
  }
}

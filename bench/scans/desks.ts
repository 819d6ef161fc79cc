import type { Random } from '../../test/support/random.ts'
import { oneOf, within } from './chance.ts'

/** What lies under and around the paper: a tile that repeats itself, in millimetres. */
export interface Desk {
  /** RGB, `side` by `side`. */
  readonly data: Uint8ClampedArray
  readonly side: number
  /** Pixels a millimetre. */
  readonly perMm: number
}

export const deskKinds = [
  'wood',
  'grey',
  'white',
  'dark',
  'cloth',
  'marble',
  'mat',
  'newspaper',
  'lid',
  'blackLid',
] as const
export type DeskKind = (typeof deskKinds)[number]

const side = 512
type Colour = readonly [number, number, number]

/** Noise that has no seam where the tile repeats: lattice points with `cells` to a side, smoothly joined. */
const lattice = (random: Random, acrossCells: number, downCells: number) => {
  const values = Float32Array.from({ length: acrossCells * downCells }, () => random() * 2 - 1)
  const ease = (share: number): number => share * share * (3 - 2 * share)
  return (x: number, y: number): number => {
    const [u, v] = [(x / side) * acrossCells, (y / side) * downCells]
    const [left, top] = [Math.floor(u), Math.floor(v)]
    const [fx, fy] = [ease(u - left), ease(v - top)]
    const at = (column: number, row: number): number =>
      values[(row % downCells) * acrossCells + (column % acrossCells)] ?? 0
    const above = at(left, top) * (1 - fx) + at(left + 1, top) * fx
    const under = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx
    return above * (1 - fy) + under * fy
  }
}

type Texture = (random: Random) => { readonly perMm: number; at(x: number, y: number): Colour }

const shaded = ([red, green, blue]: Colour, by: number): Colour => [red + by, green + by, blue + by]

/** One colour with soft clouds and fine grain. */
const plain =
  (colours: readonly Colour[], clouds: number, grain: number, perMm = 3): Texture =>
  (random) => {
    const colour = oneOf(random, colours)
    const [soft, fine] = [lattice(random, 5, 5), lattice(random, 256, 256)]
    return { perMm, at: (x, y) => shaded(colour, soft(x, y) * clouds + fine(x, y) * grain) }
  }

const textures: Readonly<Record<DeskKind, Texture>> = {
  wood: (random) => {
    const colour = oneOf(random, [
      [150, 104, 66],
      [186, 146, 100],
      [118, 78, 52],
      [205, 176, 136],
    ] as const)
    const [bend, ring, fibre] = [lattice(random, 2, 3), lattice(random, 3, 40), lattice(random, 6, 240)]
    return {
      perMm: 2.2,
      at: (x, y) => shaded(colour, ring(x, (y + 24 * bend(x, y) + side) % side) * 24 + fibre(x, y) * 15),
    }
  },
  grey: plain([[150, 152, 155], [120, 122, 124], [176, 174, 170]], 8, 6), // prettier-ignore
  white: plain([[222, 222, 220], [232, 229, 222], [214, 219, 226]], 5, 3), // prettier-ignore
  dark: plain([[42, 40, 40], [58, 50, 46], [30, 34, 40]], 6, 6), // prettier-ignore
  lid: plain([[244, 244, 243], [236, 237, 239], [250, 250, 250]], 2, 1), // prettier-ignore
  blackLid: plain([[18, 18, 19], [34, 33, 34]], 3, 2), // prettier-ignore
  cloth: (random) => {
    const colours: readonly (readonly [Colour, Colour])[] = [
      [[176, 52, 48], [226, 214, 200]],
      [[70, 96, 140], [222, 224, 226]],
      [[92, 120, 84], [218, 214, 190]],
    ] // prettier-ignore
    const [one, other] = oneOf(random, colours)
    const [weave, period] = [lattice(random, 200, 200), oneOf(random, [32, 64])]
    return {
      perMm: 2.6,
      at: (x, y) => {
        const stripe = ((x % period < period / 2 ? 1 : 0) + (y % period < period / 2 ? 1 : 0)) / 2
        const mix = (channel: 0 | 1 | 2) => one[channel] * stripe + other[channel] * (1 - stripe)
        return shaded([mix(0), mix(1), mix(2)], weave(x, y) * 14)
      },
    }
  },
  marble: (random) => {
    const colour = oneOf(random, [[208, 206, 202], [74, 78, 80], [196, 184, 168]] as const) // prettier-ignore
    const [bend, vein, spot] = [lattice(random, 4, 4), lattice(random, 6, 6), lattice(random, 60, 60)]
    return {
      perMm: 2,
      at: (x, y) => {
        const line = Math.max(0, 1 - Math.abs(vein((x + 40 * bend(x, y) + side) % side, y)) * 9)
        return shaded(colour, -46 * line + spot(x, y) * 10)
      },
    }
  },
  mat: (random) => {
    const colour = oneOf(random, [[28, 96, 76], [36, 62, 110]] as const) // prettier-ignore
    const grain = lattice(random, 256, 256)
    return {
      perMm: 3.2,
      at: (x, y) => shaded(colour, (x % 32 < 1.5 || y % 32 < 1.5 ? 62 : 0) + grain(x, y) * 7),
    }
  },
  newspaper: (random) => {
    const [ink, fold] = [lattice(random, 170, 128), lattice(random, 4, 4)]
    return {
      perMm: 2.6,
      at: (x, y) => {
        const inLine = y % 9 < 5 && x % 128 > 8
        return shaded([208, 204, 192], (inLine && ink(x, y) > -0.1 ? -110 : 0) + fold(x, y) * 10)
      },
    }
  },
}

export const drawDesk = (kind: DeskKind, random: Random): Desk => {
  const { perMm, at } = textures[kind](random)
  const data = new Uint8ClampedArray(side * side * 3)
  for (let y = 0, offset = 0; y < side; y++)
    for (let x = 0; x < side; x++, offset += 3) data.set(at(x, y), offset)
  return { data, side, perMm: perMm * within(random, [0.8, 1.25]) }
}

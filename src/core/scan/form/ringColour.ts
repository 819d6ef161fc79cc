import type { Pixels } from '../colour.ts'
import { leastPale, sealScale } from './inkRings.ts'
import type { Inked } from './paperWhite.ts'
import type { Ring } from './traceRing.ts'

/**
 * By how much of the light it takes a seal is redder than print; compression that takes colour from lines leaves little.
 * Where the light is warm and burns out the red of the paper, so large a share of it, grey ink keeps the warmth that
 * paper has lost: up to .26.
 */
export const leastRedder = (burntOut: number): number => 0.09 + 0.25 * burntOut

/** Of 255: what a sensor that is full makes of it, after compression. */
const full = 250
/** By how much less its blue shows that paper lies in warm light. */
const warm = 4

export const burntOutAround = ({ width, height, data }: Pixels, { x, y, longer }: Ring): number => {
  let [burnt, all] = [0, 0]
  for (let row = Math.max(0, Math.ceil(y - longer)); row <= Math.min(height - 1, y + longer); row++)
    for (let at = Math.max(0, Math.ceil(x - longer)); at <= Math.min(width - 1, x + longer); at++) {
      all++
      const [red, blue] = [data[(row * width + at) * 4] ?? 0, data[(row * width + at) * 4 + 2] ?? 0]
      if (red >= full && blue <= red - warm) burnt++
    }
  return all === 0 ? 0 : burnt / all
}

/**
 * Whether the ink within a ring takes less of the red light than print around it does, each against the green light it
 * takes. Grey ink looks brown where paper is burnt out in warm light: but then so does print, unless its lines are too thin.
 */
export const isRedderThanPrint = (
  { width, height, red, green }: Inked,
  { x, y, longer }: Ring,
  least: number,
): boolean => {
  let [redWithin, greenWithin, redBeside, greenBeside] = [0, 0, 0, 0]
  const far = longer * 2
  for (let row = Math.max(0, Math.ceil(y - far)); row <= Math.min(height - 1, y + far); row++)
    for (let column = Math.max(0, Math.ceil(x - far)); column <= Math.min(width - 1, x + far); column++) {
      const at = row * width + column
      const [r, g] = [red[at] ?? 1, green[at] ?? 1]
      // As light as a seal's ink is: what is darker is print, also under the seal.
      if (g > 1 - leastPale || r < 0.45) continue
      const away = (column - x) ** 2 + (row - y) ** 2
      if (away < longer * longer) {
        redWithin += 1 - r
        greenWithin += 1 - g
      } else if (away > (longer * 1.15) ** 2) {
        redBeside += 1 - r
        greenBeside += 1 - g
      }
    }
  if (greenWithin === 0) return false
  const beside = greenBeside === 0 ? 1 : Math.min(1, redBeside / greenBeside)
  return redWithin / greenWithin < beside - least
}

/** Sectors of a ring: writing and print cross some of them, and the others show its ink alone. */
const sectors = 24

/** What a ring of ink takes of red light by what it takes of green light: a red stamp .1 to .7, black ink 1. */
export const redTakenBy = ({ width, height, red, green }: Inked, { x, y, longer, shorter }: Ring): number => {
  const taken = Array.from({ length: sectors }, () => ({ red: 0, green: 0 }))
  const [outer, inner] = [longer + sealScale / 2, shorter - 1.5 * sealScale]
  for (let row = Math.max(0, Math.ceil(y - outer)); row <= Math.min(height - 1, y + outer); row++)
    for (let column = Math.max(0, Math.ceil(x - outer)); column <= Math.min(width - 1, x + outer); column++) {
      const away = Math.hypot(column - x, row - y)
      if (away < inner || away > outer) continue
      const turn = Math.atan2(row - y, column - x) / (2 * Math.PI) + 0.5
      const sector = taken[Math.min(sectors - 1, Math.floor(turn * sectors))]
      if (sector === undefined) continue
      const at = row * width + column
      sector.red += Math.max(0, 1 - (red[at] ?? 1))
      sector.green += Math.max(0, 1 - (green[at] ?? 1))
    }
  const shares = taken
    .filter(({ green }) => green > 0)
    .map(({ red, green }) => red / green)
    .sort((a, b) => a - b)
  return shares[Math.floor(shares.length * 0.4)] ?? 1
}

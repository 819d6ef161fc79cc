import type { Plane } from './plane.ts'

/** Pixels of a tile's side: a few characters of print. */
const tile = 24

/** Every second tile along a row is looked at: print is everywhere. */
const everyTile = 2 * tile

/** Between the lightest and darkest of a tile, 0 to 255, there is print. */
const leastRange = 70

export interface Sharpness {
  /** The steepest slope from left to right, and from top to bottom, as a share of black to white in one pixel: 0 to 1. */
  readonly across: number
  readonly down: number
}

/** How steep the edges of print are, by the steepest of each tile and the upper quarter of tiles; undefined without print. */
export const sharpnessOf = ({ width, height, data }: Plane): Sharpness | undefined => {
  const across: number[] = []
  const down: number[] = []
  for (let top = 2; top + tile + 2 < height; top += tile)
    for (let left = 2; left + tile + 2 < width; left += everyTile) {
      let [least, most, acrossMost, downMost] = [255, 0, 0, 0]
      for (let y = top; y < top + tile; y += 2)
        for (let at = y * width + left, end = at + tile; at < end; at += 2) {
          // Two pixels wide and two high, so that noise is no edge.
          const value =
            ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0)) /
            4
          if (value < least) least = value
          if (value > most) most = value
          const right =
            ((data[at + 2] ?? 0) +
              (data[at + 3] ?? 0) +
              (data[at + width + 2] ?? 0) +
              (data[at + width + 3] ?? 0)) /
            4
          const under =
            ((data[at + 2 * width] ?? 0) +
              (data[at + 2 * width + 1] ?? 0) +
              (data[at + 3 * width] ?? 0) +
              (data[at + 3 * width + 1] ?? 0)) /
            4
          acrossMost = Math.max(acrossMost, Math.abs(right - value))
          downMost = Math.max(downMost, Math.abs(under - value))
        }
      if (most - least < leastRange) continue
      across.push(acrossMost / 2 / (most - least))
      down.push(downMost / 2 / (most - least))
    }
  if (across.length < 10) return undefined
  return { across: upperQuarter(across), down: upperQuarter(down) }
}

const upperQuarter = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length * 0.75)] ?? 0

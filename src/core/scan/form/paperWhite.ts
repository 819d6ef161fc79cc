import type { Pixels } from '../colour.ts'

/** A picture with the light taken out of it: each channel as a share of the bare paper around, 1 the paper's own. */
export interface Inked {
  readonly width: number
  readonly height: number
  readonly red: Float32Array
  readonly green: Float32Array
  readonly blue: Float32Array
}

/** Tiles around one from which its paper is taken: ink may cover a tile wholly, and hardly all of these. */
const around = 2

/**
 * Divides by the local white: in tiles of so many pixels each channel's upper quintile, of the lightest tile nearby. So
 * warm light, a shadow or a dark corner is no ink.
 */
export const againstPaper = ({ width, height, data }: Pixels, tile: number): Inked => {
  const columns = Math.ceil(width / tile)
  const rows = Math.ceil(height / tile)
  const whites = new Float32Array(columns * rows * 3)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let channel = 0; channel < 3; channel++)
        whites[(row * columns + column) * 3 + channel] = upperQuintile(
          { width, height, data },
          { x: column * tile, y: row * tile, side: tile },
          channel,
        )

  const paper = new Float32Array(whites.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let [lightest, from] = [-1, 0]
      for (let y = Math.max(0, row - around); y <= Math.min(rows - 1, row + around); y++)
        for (let x = Math.max(0, column - around); x <= Math.min(columns - 1, column + around); x++) {
          const at = (y * columns + x) * 3
          const light = (whites[at] ?? 0) + 2 * (whites[at + 1] ?? 0) + (whites[at + 2] ?? 0)
          if (light > lightest) [lightest, from] = [light, at]
        }
      for (let channel = 0; channel < 3; channel++)
        paper[(row * columns + column) * 3 + channel] = Math.max(8, whites[from + channel] ?? 0)
    }

  const size = width * height
  const [red, green, blue] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)]
  for (let y = 0, to = 0; y < height; y++) {
    const row = Math.floor(y / tile) * columns
    for (let x = 0; x < width; x++, to++) {
      const at = (row + Math.floor(x / tile)) * 3
      red[to] = (data[to * 4] ?? 0) / (paper[at] ?? 1)
      green[to] = (data[to * 4 + 1] ?? 0) / (paper[at + 1] ?? 1)
      blue[to] = (data[to * 4 + 2] ?? 0) / (paper[at + 2] ?? 1)
    }
  }
  return { width, height, red, green, blue }
}

const counts = new Uint32Array(256)

const upperQuintile = (
  { width, height, data }: Pixels,
  { x, y, side }: { readonly x: number; readonly y: number; readonly side: number },
  channel: number,
): number => {
  counts.fill(0)
  const [right, bottom] = [Math.min(width, x + side), Math.min(height, y + side)]
  for (let row = y; row < bottom; row++)
    for (let at = (row * width + x) * 4 + channel, end = (row * width + right) * 4; at < end; at += 4) {
      const value = data[at] ?? 0
      counts[value] = (counts[value] ?? 0) + 1
    }
  let left = ((right - x) * (bottom - y)) / 5
  let value = 255
  for (; value > 0 && left > (counts[value] ?? 0); value--) left -= counts[value] ?? 0
  return value
}

/** How much redder than the paper each pixel is: 0 to 1, whatever light falls on it. Black and blue ink are 0. */
export const rednessOf = ({ red, green, blue }: Inked): Float32Array => {
  const redness = new Float32Array(red.length)
  for (let at = 0; at < red.length; at++) {
    const r = red[at] ?? 0
    const other = Math.max(green[at] ?? 0, blue[at] ?? 0)
    // In what is nearly black, noise has every colour.
    if (r > other) redness[at] = Math.min(1, (r - other) / Math.max(r, 0.35))
  }
  return redness
}

import type { Pixels } from './colour.ts'

/** Burns words into the pixels of a picture, all over it, so that whoever passes it on passes them on too (R20). */
export interface Watermark {
  /** A JPEG without metadata; undefined when the words cannot be burnt in: then the picture is not to be shown. */
  burn(jpeg: Uint8Array, words: string): Promise<Uint8Array | undefined>
}

/**
 * A pattern to repeat over a picture, row by row: for each pixel how far towards white (above 0, to 127) or black
 * (below 0, to -127) it goes, in 255ths of the way.
 */
export interface WatermarkTile {
  readonly width: number
  readonly height: number
  readonly shades: Int8Array
}

/** Blends the pattern over the pixels, from their top left. */
export const blendTile = (pixels: Pixels, tile: WatermarkTile): void => {
  const { width, height, data } = pixels
  for (let y = 0; y < height; y++) {
    const row = (y % tile.height) * tile.width
    for (let x = 0, across = 0, at = y * width * 4; x < width; x++, at += 4) {
      const shade = tile.shades[row + across] ?? 0
      if (++across === tile.width) across = 0
      if (shade === 0) continue
      const keep = 255 - Math.abs(shade)
      const add = shade > 0 ? shade : 0
      for (let channel = at; channel < at + 3; channel++)
        data[channel] = ((data[channel] ?? 0) * keep) / 255 + add
    }
  }
}

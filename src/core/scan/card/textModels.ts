import type { Pixels } from '../colour.ts'

/** The neural networks that find and read lines of text; which they are and what runs them is the host's. */
export interface TextModels {
  /** Width and height of a picture to look for text in must be multiples of this. */
  readonly stride: number
  /** How likely each pixel lies in the core of a line of text, 0 to 1, row by row. */
  findText(pixels: Pixels): Promise<Float32Array>
  /** Pixels of height that a line to be read must have. */
  readonly lineHeight: number
  readLine(line: Pixels): Promise<LineReading>
}

/** The probabilities of connectionist temporal classification, column by column from the line's left. */
export interface LineReading {
  readonly columns: number
  /** Class 0 is the blank; class n stands for `characters[n]`. */
  readonly characters: readonly string[]
  /** `columns` rows of `characters.length`, each adding up to 1. */
  readonly probabilities: Float32Array
}

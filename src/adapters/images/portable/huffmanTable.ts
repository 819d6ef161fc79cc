import { DamagedJpeg } from './damagedJpeg.ts'

/** Codes of at most so many bits, nearly all that occur, are looked up at once. */
export const quickBits = 9

/** A Huffman code of ITU-T T.81, annex C, made for decoding. */
export interface HuffmanTable {
  /** By the next `quickBits` bits: the code's length × 256 + its symbol; 0 where the code is longer or none. */
  readonly quick: Uint16Array
  /** By length: the end (exclusive) of the codes of that length and shorter, as the upper of 16 bits. */
  readonly ends: Int32Array
  /** By length: what is added to a code to find its symbol. */
  readonly offsets: Int32Array
  readonly symbols: Uint8Array
}

/** Of the numbers of codes of 1 to 16 bits, and the symbols in the order of their codes. */
export const huffmanTable = (counts: Uint8Array, symbols: Uint8Array): HuffmanTable => {
  const quick = new Uint16Array(1 << quickBits)
  const ends = new Int32Array(17)
  const offsets = new Int32Array(17)
  let code = 0
  let at = 0
  for (let length = 1; length <= 16; length++) {
    offsets[length] = at - code
    for (let left = counts[length - 1] ?? 0; left > 0; left--, code++, at++) {
      if (length > quickBits) continue
      const first = code << (quickBits - length)
      quick.fill((length << 8) | (symbols[at] ?? 0), first, first + (1 << (quickBits - length)))
    }
    // No code consists of ones alone (C.2): they fill the last byte.
    if (code >= 1 << length) throw new DamagedJpeg('a Huffman table of too many codes')
    ends[length] = code << (16 - length)
    code <<= 1
  }
  return { quick, ends, offsets, symbols }
}

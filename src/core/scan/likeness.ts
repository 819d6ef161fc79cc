import { printedText, type Box, type FormLayout } from '../formShape.ts'
import type { Pixels } from './colour.ts'
import { rectify } from './form/rectify.ts'
import type { FormReading } from './reading.ts'

/** Bytes of a likeness: 256 bits, each of which says little and all of which together name a picture. */
export const likenessBytes = 32

/** Samples of a patch along each side, and how many of its waves are told by their sign along each side. */
const samples = 64
interface Waves {
  readonly across: number
  readonly down: number
}

/**
 * A picture's likeness: the signs of its coarse waves (discrete cosine transform, the flat and the purely upright and
 * level ones left out, which are light rather than content). Of a card, too, the whole picture is taken, not its place:
 * that is found a little elsewhere in each copy, which would change many of the bits. So two cards that lay at the very
 * same spot of one scanner may be taken for alike.
 */
export const pictureLikeness = (pixels: Pixels): Uint8Array =>
  packed(signs(sampled(pixels), { across: 16, down: 16 }))

/**
 * A form's likeness: of what a hand put on it, the seal and the signature, since all the rest is alike on every form
 * or is typed. Undefined without both: two forms with empty boxes are alike and say nothing by it.
 */
export const formLikeness = (
  pixels: Pixels,
  { page, seal, signature }: FormReading,
  layout: FormLayout,
): Uint8Array | undefined => {
  if (page === undefined || seal === undefined || signature === undefined) return undefined
  const patch = (box: Box): Float64Array => {
    const inner = inset(box, frameRoom)
    const flat = rectify(pixels, page, { width: 2 * samples, height: 2 * samples }, inner)
    return sampled(withoutPrint(flat, inner, layout))
  }
  return packed([
    ...signs(patch(layout.seal), { across: 12, down: 12 }),
    ...signs(patch(layout.signature), { across: 16, down: 7 }),
  ])
}

/** By how many of their bits two likenesses differ. */
export const unlikeBits = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, byte, index) => sum + bitsSet(byte ^ (b[index] ?? 0)), 0)

const bitsSet = (byte: number): number => {
  let count = 0
  for (let rest = byte; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Millimetres inside a box's frame, so that the frame is not taken for content where the page lies a little off. */
const frameRoom = 2

const inset = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x + by,
  y: y + by,
  width: width - 2 * by,
  height: height - 2 * by,
})

/** The words that every form prints in a box, painted over in the colour of the paper around them. */
const withoutPrint = (pixels: Pixels, box: Box, layout: FormLayout): Pixels => {
  const { width, height } = pixels
  const data = pixels.data.slice()
  const paper = paperOf(pixels)
  for (const words of layout.words) {
    if (printedText(layout, words) === '') continue
    const left = Math.max(0, Math.floor(((words.box.x - box.x) / box.width) * width))
    const right = Math.min(width, Math.ceil(((words.box.x + words.box.width - box.x) / box.width) * width))
    const top = Math.max(0, Math.floor(((words.box.y - box.y) / box.height) * height))
    const bottom = Math.min(
      height,
      Math.ceil(((words.box.y + words.box.height - box.y) / box.height) * height),
    )
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) data[(y * width + x) * 4 + green] = paper
  }
  return { width, height, data }
}

/** The channel in which red, blue and black ink are all dark. */
const green = 1

/** The middle value, which is paper's where most of it is empty. */
const paperOf = ({ data }: Pixels): number => {
  const values = new Uint8Array(data.length / 4)
  for (let at = 0; at < values.length; at++) values[at] = data[at * 4 + green] ?? 0
  return values.toSorted()[values.length >> 1] ?? 0
}

/** The mean of each cell of the picture, in as many cells along each side. */
const sampled = ({ width, height, data }: Pixels): Float64Array => {
  const sums = new Float64Array(samples * samples)
  const counts = new Float64Array(samples * samples)
  for (let y = 0, at = green; y < height; y++) {
    const row = Math.floor((y * samples) / height) * samples
    for (let x = 0; x < width; x++, at += 4) {
      const cell = row + Math.floor((x * samples) / width)
      sums[cell] = (sums[cell] ?? 0) + (data[at] ?? 0)
      counts[cell] = (counts[cell] ?? 0) + 1
    }
  }
  return sums.map((sum, cell) => sum / Math.max(1, counts[cell] ?? 1))
}

/** What of a wave may be left of flat paper by rounding. */
const rounding = 1e-6

/** Whether each wave, from one half-wave over the patch up, is positive; down by down. */
const signs = (patch: Float64Array, { across, down }: Waves): readonly boolean[] => {
  const rows = new Float64Array(samples * across)
  for (let y = 0; y < samples; y++)
    for (let u = 0; u < across; u++) {
      let sum = 0
      for (let x = 0; x < samples; x++) sum += (patch[y * samples + x] ?? 0) * wave(x, u + 1)
      rows[y * across + u] = sum
    }
  return Array.from({ length: across * down }, (_, index) => {
    const [u, v] = [index % across, Math.floor(index / across)]
    let sum = 0
    for (let y = 0; y < samples; y++) sum += (rows[y * across + u] ?? 0) * wave(y, v + 1)
    return sum > rounding
  })
}

const cosines = Float64Array.from({ length: 4 * samples }, (_, step) =>
  Math.cos((Math.PI * step) / (2 * samples)),
)
const wave = (at: number, halves: number): number => cosines[((2 * at + 1) * halves) % (4 * samples)] ?? 0

const packed = (bits: readonly boolean[]): Uint8Array => {
  const bytes = new Uint8Array(likenessBytes)
  for (const [index, bit] of bits.entries()) {
    const at = index >> 3
    if (bit) bytes[at] = (bytes[at] ?? 0) | (1 << (index & 7))
  }
  return bytes
}

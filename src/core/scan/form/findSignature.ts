import { printedText, type Box, type FormLayout } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { PagePlace, Region } from '../reading.ts'
import { boxSums, quantile } from './blurring.ts'
import type { InkRing } from './findSeal.ts'
import { againstPaper, rednessOf, type Inked } from './paperWhite.ts'
import { placeBox } from './place.ts'
import { rectify } from './rectify.ts'
import { blobsOf, narrowDark, type Blob } from './strokes.ts'

/** Pixels to a millimetre: a fine pen's line is one and a half wide. */
const scale = 5

/** Millimetres inside its frame that are not looked at: the frame, and how far off a bent page may be seen. */
const inset = 1.2

/** Millimetres of half the widest stroke, a felt pen's. */
const widestStroke = 1.4

/** Millimetres around a seal that its blurred ink and its camera's coarse colours reach. */
const sealEdge = 1.5

/** How dark a stroke is against the paper beside it: a pencil's; noise stays below. */
const leastInk = 0.13

/** Millimetres around a place within which its ink's colour is judged: compression keeps no more of it than the mean. */
const tintReach = 1

/**
 * How far from a seal's ink to black the mean there is at least where a pen's stroke lies under it, and by how much. Of
 * dark red and of purple ink at its strongest compression leaves up to a quarter in the mean; under black nothing is told.
 */
const penShare = 0.35
const penTint = 0.12

/** Seal ink over itself and over print is lighter than this share of the paper in red light; a pen's stroke over it is not. */
const darkOverSeal = 0.5

/** What there has to be for a signature: square millimetres of ink, 12 mm of a fine pen, and how far it reaches. */
const least = { ink: 2.5, width: 5, height: 2.5 } as const

/** The handwriting in the box for it; `place` is exact around there. */
export const findSignature = (
  pixels: Pixels,
  place: PagePlace,
  layout: FormLayout,
  rings: readonly InkRing[],
): { readonly region: Region } | undefined => {
  const frame = layout.signature
  const area: Box = {
    x: frame.x + inset,
    y: frame.y + inset,
    width: frame.width - 2 * inset,
    height: frame.height - 2 * inset,
  }
  const size = { width: Math.round(area.width * scale), height: Math.round(area.height * scale) }
  const inked = againstPaper(rectify(pixels, place, size, area), 8 * scale)
  const redness = rednessOf(inked)
  const radius = Math.round(widestStroke * scale)
  const dark = narrowDark(inked.red, size.width, size.height, radius)
  const light = narrowDark(inked.green, size.width, size.height, radius)
  const threshold = Math.max(leastInk, 6 * quantile(dark, 0.5, 3))
  const redFrom = Math.max(0.2, 6 * quantile(redness, 0.5, 3))

  const pen = new Uint8Array(size.width * size.height)
  const redPen = new Uint8Array(pen.length)
  const covered = coveredBy(rings, area, size)
  const tint = covered.some((takesRed) => takesRed > 0) ? tintOf(inked) : covered
  for (let at = 0; at < pen.length; at++) {
    const isRed = (redness[at] ?? 0) > redFrom
    const sealTint = covered[at] ?? 0
    const isUnderSeal = sealTint > 0
    const isDark = (dark[at] ?? 0) > threshold
    if (isRed || isUnderSeal) {
      const isPen = !isUnderSeal || (tint[at] ?? 0) > sealTint + Math.max(penTint, penShare * (1 - sealTint))
      pen[at] = isDark && isPen && (inked.red[at] ?? 1) < darkOverSeal ? 1 : 0
    } else if (isDark) pen[at] = 1
    if (isRed && !isUnderSeal && (light[at] ?? 0) > threshold) redPen[at] = 1
  }
  for (const words of labelsIn(layout)) for (const marks of [pen, redPen]) erase(marks, size, area, words)
  const strokes = [
    ...blobsOf(pen, size.width, size.height),
    ...blobsOf(redPen, size.width, size.height).filter((blob) => !isAtEdge(blob, size)),
  ].filter((blob) => isStroke(blob, size))
  const ink = strokes.reduce((sum, { pixels }) => sum + pixels, 0) / (scale * scale)
  if (ink < least.ink) return undefined
  const [left, top] = [
    Math.min(...strokes.map(({ left }) => left)),
    Math.min(...strokes.map(({ top }) => top)),
  ]
  const width = (Math.max(...strokes.map(({ right }) => right)) + 1 - left) / scale
  const height = (Math.max(...strokes.map(({ bottom }) => bottom)) + 1 - top) / scale
  if (width < least.width || height < least.height) return undefined
  return {
    region: placeBox(place, { x: area.x + left / scale, y: area.y + top / scale, width, height }),
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** For each pixel of the box that lies under a ring's ink or within it, what that takes of red light; else 0. */
const coveredBy = (rings: readonly InkRing[], area: Box, { width, height }: Size): Float32Array => {
  const covered = new Float32Array(width * height)
  for (const { x, y, radius, takesRed } of rings.toSorted((a, b) => a.takesRed - b.takesRed))
    for (let row = 0; row < height; row++) {
      const down = area.y + (row + 0.5) / scale - y
      const half = Math.sqrt(Math.max(0, (radius + sealEdge) ** 2 - down * down))
      if (half === 0) continue
      const first = Math.max(0, Math.round((x - half - area.x) * scale))
      const last = Math.min(width, Math.round((x + half - area.x) * scale))
      if (last > first) covered.fill(Math.max(0.01, takesRed), row * width + first, row * width + last)
    }
  return covered
}

/** What the ink around each pixel takes of red light, by what it takes of green light. */
const tintOf = ({ width, height, red, green }: Inked): Float32Array => {
  const takenAround = (channel: Float32Array): Float32Array => {
    const taken = channel.map((value) => Math.max(0, 1 - value))
    return boxSums(taken, width, height, Math.round(tintReach * scale))
  }
  const greenTaken = takenAround(green)
  return takenAround(red).map((taken, at) => taken / Math.max(1e-6, greenTaken[at] ?? 0))
}

/** What is red and goes on beyond the box is rather a seal that was not taken for one. */
const isAtEdge = ({ left, top, right, bottom }: Blob, { width, height }: Size): boolean =>
  top === 0 || bottom === height - 1 || left === 0 || right === width - 1

/** What is longer than a speck and not one straight line: a crease, a shadow's edge or a rule is no handwriting. */
const isStroke = (blob: Blob, size: Size): boolean => {
  const { pixels, left, top, right, bottom, across } = blob
  const extent = Math.hypot(right + 1 - left, bottom + 1 - top)
  if (extent < 1.5 * scale || pixels < 0.25 * scale * scale) return false
  const isLine = extent > 12 * scale && across < 0.6 * scale
  return !isLine && !(isAtEdge(blob, size) && across < 0.35 * scale)
}

/** A point of type in millimetres. */
const point = 25.4 / 72

/** The printed words that stand in the box, as large as they are printed. */
const labelsIn = (layout: FormLayout): readonly Box[] => {
  const { signature } = layout
  return layout.words
    .filter(
      ({ box }) =>
        box.x < signature.x + signature.width &&
        box.x + box.width > signature.x &&
        box.y < signature.y + signature.height &&
        box.y + box.height > signature.y,
    )
    .map((words) => {
      const { box, style } = words
      const { length } = Array.from(printedText(layout, words))
      const width = Math.min(box.width, length * style.size * point)
      const margin = 0.8
      return {
        x: box.x - margin,
        y: box.y - margin,
        width: width + 2 * margin,
        height: Math.min(box.height, style.size * style.leading * point) + 2 * margin,
      }
    })
}

const erase = (marked: Uint8Array, { width, height }: Size, area: Box, words: Box): void => {
  const share = (from: number, most: number): number => Math.min(most, Math.max(0, Math.round(from * scale)))
  const [left, right] = [share(words.x - area.x, width), share(words.x + words.width - area.x, width)]
  const bottom = share(words.y + words.height - area.y, height)
  for (let y = share(words.y - area.y, height); y < bottom; y++)
    marked.fill(0, y * width + left, y * width + right)
}

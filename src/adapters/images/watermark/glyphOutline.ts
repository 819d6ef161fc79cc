import type { TrueType } from '../../pdf/trueType.ts'

/** In font units; y upward from the baseline. */
export interface OutlinePoint {
  readonly x: number
  readonly y: number
  readonly onCurve: boolean
}

type Contour = readonly OutlinePoint[]

/** A glyph's outline as closed chains of straight pieces: what a filled shape is drawn from (ISO/IEC 14496-22, `glyf`). */
export const glyphOutline = (font: TrueType, glyph: number): readonly Contour[] =>
  contoursOf(font, glyph).map(flattened)

const contoursOf = (font: TrueType, glyph: number): readonly Contour[] => {
  const bytes = font.outlineOf(glyph)
  if (bytes.length === 0) return []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = view.getInt16(0)
  return count >= 0 ? simple(view, count) : composite(font, view)
}

const flag = { onCurve: 1, shortX: 2, shortY: 4, repeated: 8, sameX: 16, sameY: 32 } as const

const simple = (view: DataView, count: number): readonly Contour[] => {
  const ends = Array.from({ length: count }, (_, contour) => view.getUint16(10 + 2 * contour))
  const length = (ends.at(-1) ?? -1) + 1
  let at = 10 + 2 * count
  at += 2 + view.getUint16(at)
  const flags: number[] = []
  while (flags.length < length) {
    const bits = view.getUint8(at++)
    flags.push(bits)
    if (bits & flag.repeated) for (let more = view.getUint8(at++); more > 0; more--) flags.push(bits)
  }
  const coordinates = (short: number, same: number): readonly number[] => {
    let value = 0
    return flags.map((bits) => {
      if (bits & short) value += bits & same ? view.getUint8(at++) : -view.getUint8(at++)
      else if (!(bits & same)) {
        value += view.getInt16(at)
        at += 2
      }
      return value
    })
  }
  const xs = coordinates(flag.shortX, flag.sameX)
  const ys = coordinates(flag.shortY, flag.sameY)
  const points = flags.map((bits, i) => ({
    x: xs[i] ?? 0,
    y: ys[i] ?? 0,
    onCurve: (bits & flag.onCurve) !== 0,
  }))
  return ends.map((end, i) => points.slice((ends[i - 1] ?? -1) + 1, end + 1))
}

const part = { words: 1, offsets: 2, scale: 8, more: 0x20, twoScales: 0x40, matrix: 0x80 } as const

const composite = (font: TrueType, view: DataView): readonly Contour[] => {
  const contours: Contour[] = []
  let at = 10
  for (let bits: number = part.more; bits & part.more;) {
    bits = view.getUint16(at)
    const glyph = view.getUint16(at + 2)
    const isOffset = (bits & part.offsets) !== 0
    const step = bits & part.words ? 2 : 1
    const read = (place: number): number => (step === 2 ? view.getInt16(place) : view.getInt8(place))
    // One placed by points of the two outlines stays where it is: the fonts here have none.
    const [dx, dy] = isOffset ? [read(at + 4), read(at + 4 + step)] : [0, 0]
    at += 4 + 2 * step
    const next = (): number => view.getInt16((at += 2) - 2) / 16384
    let [a, b, c, d] = [1, 0, 0, 1]
    if (bits & part.scale) a = d = next()
    else if (bits & part.twoScales) [a, d] = [next(), next()]
    else if (bits & part.matrix) [a, b, c, d] = [next(), next(), next(), next()]
    for (const contour of contoursOf(font, glyph))
      contours.push(
        contour.map(({ x, y, onCurve }) => ({ x: a * x + c * y + dx, y: b * x + d * y + dy, onCurve })),
      )
  }
  return contours
}

const between = (one: OutlinePoint, other: OutlinePoint): OutlinePoint => ({
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
  onCurve: true,
})

/** Straight pieces that a curve becomes: enough for letters a few dozen pixels high. */
const pieces = 4

const flattened = (contour: Contour): Contour => {
  const [first, last] = [contour[0], contour.at(-1)]
  if (first === undefined || last === undefined) return []
  const start = first.onCurve ? first : last.onCurve ? last : between(first, last)
  const chain: OutlinePoint[] = [start]
  let from = start
  let control: OutlinePoint | undefined
  const curveTo = (by: OutlinePoint, to: OutlinePoint): void => {
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces
      const s = 1 - t
      chain.push({
        x: s * s * from.x + 2 * s * t * by.x + t * t * to.x,
        y: s * s * from.y + 2 * s * t * by.y + t * t * to.y,
        onCurve: true,
      })
    }
    from = to
  }
  for (const point of [...contour, start]) {
    if (!point.onCurve) {
      if (control) curveTo(control, between(control, point))
      control = point
    } else if (control) {
      curveTo(control, point)
      control = undefined
    } else {
      chain.push(point)
      from = point
    }
  }
  if (control) curveTo(control, start)
  return chain
}

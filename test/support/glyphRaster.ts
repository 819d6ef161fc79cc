import type { TrueType } from '../../src/adapters/pdf/trueType.ts'

/**
 * Draws glyphs from a font's outlines by itself, with nothing of what composes the form or of any renderer: what a
 * page is compared with. Reads `glyf` as ISO/IEC 14496-22 has it; fills by nonzero winding.
 */

export interface Point {
  readonly x: number
  readonly y: number
  readonly onCurve: boolean
}
export type Contour = readonly Point[]

export interface Edge {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export const contoursOf = (font: TrueType, glyph: number): readonly Contour[] => {
  const outline = font.outlineOf(glyph)
  if (outline.length === 0) return []
  const view = viewOf(outline)
  const contours = view.getInt16(0)
  return contours >= 0 ? simpleContours(view, contours) : compositeContours(font, view)
}

const simpleContours = (view: DataView, count: number): readonly Contour[] => {
  const ends = Array.from({ length: count }, (_, i) => view.getUint16(10 + i * 2))
  const points = (ends.at(-1) ?? -1) + 1
  let at = 10 + count * 2
  at += 2 + view.getUint16(at)
  const flags: number[] = []
  while (flags.length < points) {
    const flag = view.getUint8(at++)
    flags.push(flag)
    if (flag & 8) for (let again = view.getUint8(at++); again > 0; again--) flags.push(flag)
  }
  const coordinates = (short: number, same: number): readonly number[] => {
    let value = 0
    return flags.map((flag) => {
      if (flag & short) value += flag & same ? view.getUint8(at++) : -view.getUint8(at++)
      else if (!(flag & same)) {
        value += view.getInt16(at)
        at += 2
      }
      return value
    })
  }
  const xs = coordinates(2, 16)
  const ys = coordinates(4, 32)
  const all = flags.map((flag, i) => ({ x: xs[i] ?? 0, y: ys[i] ?? 0, onCurve: (flag & 1) === 1 }))
  return ends.map((end, i) => all.slice((ends[i - 1] ?? -1) + 1, end + 1))
}

const compositeContours = (font: TrueType, view: DataView): readonly Contour[] => {
  const contours: Contour[] = []
  for (let at = 10, more = true; more;) {
    const flags = view.getUint16(at)
    const component = view.getUint16(at + 2)
    const words = (flags & 1) !== 0
    if ((flags & 2) === 0) throw new Error('a component placed by points')
    const dx = words ? view.getInt16(at + 4) : view.getInt8(at + 4)
    const dy = words ? view.getInt16(at + 6) : view.getInt8(at + 5)
    at += words ? 8 : 6
    const fixed = () => {
      at += 2
      return view.getInt16(at - 2) / 16384
    }
    let [a, b, c, d] = [1, 0, 0, 1]
    if (flags & 8) a = d = fixed()
    else if (flags & 0x40) [a, d] = [fixed(), fixed()]
    else if (flags & 0x80) [a, b, c, d] = [fixed(), fixed(), fixed(), fixed()]
    for (const contour of contoursOf(font, component))
      contours.push(
        contour.map(({ x, y, onCurve }) => ({ x: a * x + c * y + dx, y: b * x + d * y + dy, onCurve })),
      )
    more = (flags & 0x20) !== 0
  }
  return contours
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, onCurve: true })

/** Closed outlines as straight pieces, in font units. */
export const straightened = (contour: Contour): readonly Edge[] => {
  const [first, last] = [contour[0], contour.at(-1)]
  if (first === undefined || last === undefined) return []
  const start = first.onCurve ? first : last.onCurve ? last : middle(first, last)
  const edges: Edge[] = []
  let from = start
  let control: Point | undefined
  const lineTo = (to: Point) => {
    edges.push({ x0: from.x, y0: from.y, x1: to.x, y1: to.y })
    from = to
  }
  const curveTo = (by: Point, to: Point) => {
    const begin = from
    for (let step = 1; step <= 4; step++) {
      const t = step / 4
      const s = 1 - t
      const along = (key: 'x' | 'y') => s * s * begin[key] + 2 * s * t * by[key] + t * t * to[key]
      lineTo({ x: along('x'), y: along('y'), onCurve: true })
    }
  }
  for (const point of [...contour, start]) {
    if (point.onCurve) {
      if (control === undefined) lineTo(point)
      else curveTo(control, point)
      control = undefined
    } else {
      if (control !== undefined) curveTo(control, middle(control, point))
      control = point
    }
  }
  if (control !== undefined) curveTo(control, start)
  return edges
}

/** Scan lines in a pixel. */
const fine = 4

/**
 * Ink from 0 to 1 in each pixel of a cell, row by row: the glyph at `size` pixels to the em, its origin at the cell's
 * left edge and `baseline` pixels under its top.
 */
export const rasterise = (
  font: TrueType,
  glyph: number,
  cell: { readonly width: number; readonly height: number; readonly size: number; readonly baseline: number },
): Float32Array => {
  const ink = new Float32Array(cell.width * cell.height)
  const scale = cell.size / font.unitsPerEm
  const edges = contoursOf(font, glyph).flatMap(straightened)
  const crossings: { x: number; winding: number }[][] = Array.from({ length: cell.height * fine }, () => [])
  for (const { x0, y0, x1, y1 } of edges) {
    const [top, bottom] = [cell.baseline - y0 * scale, cell.baseline - y1 * scale]
    if (top === bottom) continue
    const begin = Math.max(0, Math.ceil(Math.min(top, bottom) * fine - 0.5))
    const end = Math.min(crossings.length, Math.ceil(Math.max(top, bottom) * fine - 0.5))
    for (let line = begin; line < end; line++) {
      const y = (line + 0.5) / fine
      const x = (x0 + ((x1 - x0) * (y - top)) / (bottom - top)) * scale
      crossings[line]?.push({ x, winding: top < bottom ? 1 : -1 })
    }
  }
  for (const [line, found] of crossings.entries()) {
    found.sort((a, b) => a.x - b.x)
    const row = Math.floor(line / fine) * cell.width
    let winding = 0
    for (const [i, { x, winding: turn }] of found.entries()) {
      winding += turn
      if (winding !== 0) cover(ink, row, cell.width, x, found[i + 1]?.x ?? x)
    }
  }
  return ink
}

const cover = (ink: Float32Array, row: number, width: number, from: number, to: number): void => {
  for (let column = Math.max(0, Math.floor(from)); column < Math.min(width, to); column++) {
    const share = Math.min(to, column + 1) - Math.max(from, column)
    if (share > 0) ink[row + column] = (ink[row + column] ?? 0) + share / fine
  }
}

import { straightened, contoursOf, type Edge } from '../../test/support/glyphRaster.ts'
import type { TrueType } from '../../src/adapters/pdf/trueType.ts'
import type { Random } from '../../test/support/random.ts'
import type { FlatPage } from './sheet.ts'
import type { Place } from './lens.ts'

/** How much ink lies where, 0 to 1: a rectangle around a centre that is put somewhere on a page later. */
export interface Ink {
  /** Millimetres from its centre to its edges. */
  readonly reach: { readonly x: number; readonly y: number }
  readonly perMm: number
  readonly width: number
  readonly height: number
  readonly amount: Float32Array
}

export const emptyInk = (reach: { readonly x: number; readonly y: number }, perMm: number): Ink => {
  const [width, height] = [Math.ceil(2 * reach.x * perMm), Math.ceil(2 * reach.y * perMm)]
  return { reach, perMm, width, height, amount: new Float32Array(width * height) }
}

/** Adds a shape, its outline in millimetres from the centre; where it winds to nothing, as in a ring, is no ink. */
export const fillEdges = (ink: Ink, edges: readonly Edge[]): void => {
  const { perMm, reach, width, height, amount } = ink
  const xOf = (x: number): number => Math.min(width, Math.max(0, (x + reach.x) * perMm))
  const yOf = (y: number): number => Math.min(height, Math.max(0, (y + reach.y) * perMm))
  const xs = edges.map(({ x0 }) => xOf(x0))
  const ys = edges.map(({ y0 }) => yOf(y0))
  const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))]
  const columns = Math.ceil(Math.max(...xs)) - left + 2
  const rows = Math.ceil(Math.max(...ys)) - top
  if (!(rows > 0)) return
  const covers = new Float32Array(columns * rows)
  for (const { x0, y0, x1, y1 } of edges) {
    const [fromX, fromY, toX, toY] = [xOf(x0) - left, yOf(y0) - top, xOf(x1) - left, yOf(y1) - top]
    if (fromY < toY) coverEdge(covers, columns, fromX, fromY, toX, toY, 1)
    else if (fromY > toY) coverEdge(covers, columns, toX, toY, fromX, fromY, -1)
  }
  for (let y = 0; y < rows; y++)
    for (let x = 0, sum = 0; x < Math.min(columns, width - left); x++) {
      sum += covers[y * columns + x] ?? 0
      const cover = Math.min(1, Math.abs(sum))
      const at = (y + top) * width + x + left
      if (cover > (amount[at] ?? 0)) amount[at] = cover
    }
}

/** What lies to the right of an edge that runs down, as differences along each row: their sums are the shares covered. */
const coverEdge = (
  covers: Float32Array,
  columns: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  sign: number,
): void => {
  const slope = (x1 - x0) / (y1 - y0)
  let x = x0
  for (let y = Math.floor(y0); y < y1; y++) {
    const depth = Math.min(y + 1, y1) - Math.max(y, y0)
    const next = x + slope * depth
    const [left, right] = x < next ? [x, next] : [next, x]
    /** The mean length to the left of a column's side that lies to the right of the edge. */
    const lengthTo = (side: number): number => {
      if (side <= left) return 0
      return side >= right ? side - (left + right) / 2 : (side - left) ** 2 / (2 * (right - left))
    }
    let before = 0
    for (let column = Math.floor(left); column <= Math.ceil(right); column++) {
      const covered = depth * sign * (lengthTo(column + 1) - lengthTo(column))
      const at = y * columns + column
      covers[at] = (covers[at] ?? 0) + covered - before
      before = covered
    }
    x = next
  }
}

/** A closed line through these points. */
export const outline = (points: readonly Place[]): readonly Edge[] =>
  points.map(([x0, y0], index) => {
    const [x1, y1] = points[(index + 1) % points.length] ?? [x0, y0]
    return { x0, y0, x1, y1 }
  })

export const ellipse = (rx: number, ry: number, [x, y]: Place = [0, 0]): readonly Place[] =>
  Array.from({ length: 96 }, (_, step) => {
    const angle = (step * Math.PI) / 48
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)] as const
  })

/** A line of a pen whose width changes from point to point. */
export const fillStroke = (ink: Ink, points: readonly { readonly at: Place; readonly width: number }[]) => {
  for (const [index, { at, width }] of points.entries()) {
    const next = points[index + 1]
    if (next === undefined) continue
    const [dx, dy] = [next.at[0] - at[0], next.at[1] - at[1]]
    const angle = Math.atan2(dy, dx)
    const half = (centre: Place, radius: number, from: number): readonly Place[] =>
      Array.from({ length: 7 }, (_, step) => {
        const turn = from + (step * Math.PI) / 6
        return [centre[0] + radius * Math.cos(turn), centre[1] + radius * Math.sin(turn)] as const
      })
    const capsule = [
      ...half(at, width / 2, angle + Math.PI / 2),
      ...half(next.at, next.width / 2, angle - Math.PI / 2),
    ]
    fillEdges(ink, outline(capsule))
  }
}

/** A smooth pen line through the knots (Catmull and Rom). */
export const throughKnots = (knots: readonly Place[], pen: number, random: Random) => {
  const phase = random() * 6
  return knots.slice(1).flatMap((to, index) => {
    const from = knots[index] ?? to
    const before = knots[index - 1] ?? from
    const after = knots[index + 2] ?? to
    return Array.from({ length: 9 }, (_, step) => {
      const t = step / 8
      const along = (axis: 0 | 1): number => {
        const [a, b, c, d] = [before[axis], from[axis], to[axis], after[axis]]
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
      }
      const width = pen * (0.75 + 0.35 * Math.sin(index * 2 + t * 3 + phase))
      return { at: [along(0), along(1)] as Place, width }
    })
  })
}

/** Where a character stands: its baseline's middle in millimetres, its size to the em, its turn in radians. */
export interface Standing {
  readonly at: Place
  readonly size: number
  /** Its width by what the font has. */
  readonly condensed: number
  readonly turn: number
  readonly slant?: number
}

export const fillCharacter = (
  ink: Ink,
  font: TrueType,
  character: string,
  { at, size, condensed, turn, slant = 0 }: Standing,
): void => {
  const glyph = font.glyphOf(character.codePointAt(0) ?? 0)
  if (glyph === 0) throw new Error(`no glyph for ${character}`)
  const scale = size / font.unitsPerEm
  const middle = font.advanceOf(glyph) / 2
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const placed = (x: number, y: number): Place => {
    const [right, down] = [(x - middle + slant * y) * scale * condensed, -y * scale]
    return [at[0] + right * cos - down * sin, at[1] + right * sin + down * cos]
  }
  const edges = contoursOf(font, glyph)
    .flatMap(straightened)
    .map(({ x0, y0, x1, y1 }) => {
      const [from, to] = [placed(x0, y0), placed(x1, y1)]
      return { x0: from[0], y0: from[1], x1: to[0], y1: to[1] }
    })
  fillEdges(ink, edges)
}

/**
 * As ink takes to paper: faint or full, patches and spots that took less (`uneven`, 0 to 1), ink that runs (`spread`,
 * millimetres), and one side that was pressed less than the other (`lean`, the share of ink that is lost there).
 */
export const printed = (
  ink: Ink,
  {
    strength,
    uneven,
    spread,
    lean = 0,
  }: { readonly strength: number; readonly uneven: number; readonly spread: number; readonly lean?: number },
  random: Random,
): void => {
  const { amount, width, height, perMm } = ink
  if (spread > 0) spreadOut(ink, spread)
  const knots = 9
  const towards = random() * 2 * Math.PI
  const soft = Float32Array.from({ length: (knots + 1) ** 2 }, () => random() * 2 - 1)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (amount[at] === 0) continue
      const [u, v] = [(x / width) * knots, (y / height) * knots]
      const [left, top] = [Math.floor(u), Math.floor(v)]
      const knot = (column: number, row: number): number => soft[row * (knots + 1) + column] ?? 0
      const above = knot(left, top) * (1 - u + left) + knot(left + 1, top) * (u - left)
      const below = knot(left, top + 1) * (1 - u + left) + knot(left + 1, top + 1) * (u - left)
      const patch = above * (1 - v + top) + below * (v - top)
      const spot = random() < (uneven * 2) / perMm ? 0.3 : 1
      const side = (x / width - 0.5) * Math.cos(towards) + (y / height - 0.5) * Math.sin(towards)
      const pressed = 1 - lean * Math.max(0, 0.15 + 1.7 * side)
      const share =
        strength *
        spot *
        Math.max(0, pressed) *
        (1 - uneven * Math.max(0, patch + 0.35 + 0.5 * (random() - 0.5)))
      amount[at] = Math.min(1, Math.max(0, (amount[at] ?? 0) * share))
    }
}

/** Ink that runs, by so many millimetres. */
const spreadOut = ({ amount, width, height, perMm }: Ink, millimetres: number): void => {
  const reach = Math.max(1, Math.round(millimetres * perMm))
  for (const [along, across, step, stride] of [
    [width, height, 1, width],
    [height, width, width, 1],
  ] as const)
    for (let line = 0; line < across; line++) {
      const before = Float32Array.from({ length: along }, (_, at) => amount[line * stride + at * step] ?? 0)
      for (let at = 0; at < along; at++) {
        let most = 0
        for (let near = Math.max(0, at - reach); near <= Math.min(along - 1, at + reach); near++)
          most = Math.max(most, before[near] ?? 0)
        amount[line * stride + at * step] = 0.55 * most + 0.45 * (before[at] ?? 0)
      }
    }
}

export type Colour = readonly [red: number, green: number, blue: number]

/** Puts ink on a page, its centre at these millimetres, turned by so many degrees. */
export const press = (page: FlatPage, ink: Ink, colour: Colour, [x, y]: Place, turn = 0): void => {
  const [across, down] = [page.width / page.mm.width, page.height / page.mm.height]
  const angle = (turn * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const reach = Math.hypot(ink.reach.x, ink.reach.y)
  const top = Math.max(0, Math.floor((y - reach) * down))
  const bottom = Math.min(page.height, Math.ceil((y + reach) * down))
  const left = Math.max(0, Math.floor((x - reach) * across))
  const right = Math.min(page.width, Math.ceil((x + reach) * across))
  const kept = colour.map((channel) => 1 - channel / 255)
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) {
      const [dx, dy] = [(column + 0.5) / across - x, (row + 0.5) / down - y]
      const u = Math.floor((dx * cos + dy * sin + ink.reach.x) * ink.perMm)
      const v = Math.floor((dy * cos - dx * sin + ink.reach.y) * ink.perMm)
      if (u < 0 || v < 0 || u >= ink.width || v >= ink.height) continue
      const amount = ink.amount[v * ink.width + u] ?? 0
      if (amount < 0.004) continue
      const at = (row * page.width + column) * 3
      for (let channel = 0; channel < 3; channel++)
        page.data[at + channel] = (page.data[at + channel] ?? 0) * (1 - amount * (kept[channel] ?? 0))
    }
}

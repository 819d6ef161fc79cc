import { formCells, type Box, type FormLayout } from '../../formShape.ts'

/** A stretch of a printed line, in millimetres on the page; lines run right or down. */
export interface LinePiece {
  readonly x: number
  readonly y: number
  /** Of the whole stretch, whose middle is (x, y). */
  readonly length: number
  readonly upright: boolean
  readonly thickness: number
  /** Millimetres to the nearest other line beside it, at most `farthest`: one searched for farther may be mistaken. */
  readonly clear: number
  /** One of the corner marks, which stand alone in the margin. */
  readonly mark: boolean
}

const farthest = 12

interface Line extends Box {
  readonly thickness: number
  readonly mark: boolean
}

/** Long enough that no written character looks like one, short enough that paper hardly bends along it. */
const pieceLength = 9

/** Everything solid that the form prints in lines, cut into pieces; what is dashed or shares a place is left out. */
export const linePieces = (layout: FormLayout): readonly LinePiece[] => {
  const lines = printedLines(layout)
  return lines.flatMap((line) => {
    const upright = line.width < line.height
    const whole = upright ? line.height : line.width
    const pieces = Math.max(1, Math.round(whole / pieceLength))
    return Array.from({ length: pieces }, (_, number) => {
      const along = ((number + 0.5) * whole) / pieces
      const [x, y] = upright ? [line.x, line.y + along] : [line.x + along, line.y]
      // Ends are left out: there lines cross, and an arm of a mark stops.
      const length = (whole / pieces) * 0.85
      const { thickness, mark } = line
      return { x, y, length, upright, thickness, mark, clear: clearance(lines, { x, y, length, upright }) }
    })
  })
}

const clearance = (
  lines: readonly Line[],
  { x, y, length, upright }: Pick<LinePiece, 'x' | 'y' | 'length' | 'upright'>,
): number => {
  let nearest = farthest
  for (const line of lines) {
    if (line.width < line.height !== upright) continue
    const [from, to, at] = upright ? [line.y, line.y + line.height, y] : [line.x, line.x + line.width, x]
    if (at + length / 2 < from || at - length / 2 > to) continue
    const away = Math.abs(upright ? line.x - x : line.y - y)
    if (away > sameLine) nearest = Math.min(nearest, away)
  }
  return nearest
}

/** Two lines nearer than this are printed as one. */
const sameLine = 0.5

/** Middles of lines, as boxes without a width or without a height; each place once, by its thickest line. */
const printedLines = (layout: FormLayout): readonly Line[] => {
  const { table, frames, rules, corners } = layout
  const rows = formCells(layout)
  const last = rows.at(-1)?.[0]?.valueBox
  const bottom = last === undefined ? table.y : last.y + last.height
  const grid: Box = { x: table.x, y: table.y, width: table.width, height: bottom - table.y }
  const lines = [
    ...markLines(corners),
    ...outline(grid, table.lines.outer),
    ...frames.flatMap(({ box, thickness, dashed }) => (dashed ? [] : outline(box, thickness))),
    ...rows.flatMap(([first]) =>
      first === undefined ? [] : [across({ ...table, y: first.labelBox.y, height: 0 }, table.lines.inner)],
    ),
    ...rows
      .flat()
      .flatMap(({ labelBox, valueBox }) =>
        [labelBox.x, valueBox.x].map((x) => down({ ...labelBox, x }, table.lines.inner)),
      ),
    ...rules.map((rule) =>
      rule.width < rule.height
        ? down({ ...rule, x: rule.x + rule.width / 2 }, rule.width)
        : across({ ...rule, y: rule.y + rule.height / 2 }, rule.height),
    ),
  ]
  return lines.filter((line, index) => !lines.slice(0, index).some((before) => covers(before, line)))
}

const covers = (a: Line, b: Line): boolean =>
  a.width < a.height === b.width < b.height &&
  a.x - sameLine <= b.x &&
  a.y - sameLine <= b.y &&
  a.x + a.width + sameLine >= b.x + b.width &&
  a.y + a.height + sameLine >= b.y + b.height

const across = ({ x, y, width }: Box, thickness: number, mark = false): Line => ({
  x,
  y,
  width,
  height: 0,
  thickness,
  mark,
})

const down = ({ x, y, height }: Box, thickness: number, mark = false): Line => ({
  x,
  y,
  width: 0,
  height,
  thickness,
  mark,
})

const outline = (box: Box, thickness: number): readonly Line[] => [
  across(box, thickness),
  across({ ...box, y: box.y + box.height }, thickness),
  down(box, thickness),
  down({ ...box, x: box.x + box.width }, thickness),
]

const markLines = ({ box, arm, thickness }: FormLayout['corners']): readonly Line[] => {
  const inset = thickness / 2
  const [right, bottom] = [box.x + box.width, box.y + box.height]
  return [box.x, right - arm].flatMap((x, side) =>
    [box.y, bottom - arm].flatMap((y, end) => [
      across({ x, y: end === 0 ? box.y + inset : bottom - inset, width: arm, height: 0 }, thickness, true),
      down({ x: side === 0 ? box.x + inset : right - inset, y, width: 0, height: arm }, thickness, true),
    ]),
  )
}

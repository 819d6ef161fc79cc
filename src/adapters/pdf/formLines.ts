import { formCells, type Box, type FormLayout } from '../../core/formShape.ts'
import { fillBox, fillBoxes, strokeBox } from './operators.ts'
import type { AnnexRow } from './setForm.ts'

/** Corner marks, the table's grid, frames and rules. */
export const drawLines = (layout: FormLayout): string => {
  const { page, table, frames, rules } = layout
  const rows = formCells(layout)
  const cells = rows.flat()
  const last = rows.at(-1)?.[0]?.valueBox ?? page
  const grid: Box = { ...table, height: last.y + last.height - table.y }
  return [
    fillBoxes(page, cornerMarks(layout)),
    ...cells.map(({ labelBox }) => fillBox(page, labelBox, table.labelFill)),
    ...cells.flatMap(({ labelBox, valueBox }) =>
      [labelBox, valueBox].map((box) => strokeBox(page, box, table.lines.inner)),
    ),
    strokeBox(page, grid, table.lines.outer),
    ...rules.map((rule) => fillBox(page, rule, rule.ink)),
    ...frames.map(({ box, thickness, dashed }) => strokeBox(page, box, thickness, dashed)),
  ].join('\n')
}

/** The grid around the rows of the second page. */
export const drawAnnexLines = ({ page, table, annex }: FormLayout, rows: readonly AnnexRow[]): string => {
  const row = (labelBox: Box): Box => ({ ...labelBox, width: annex.box.width })
  const height = rows.reduce((sum, { labelBox }) => sum + labelBox.height, 0)
  return [
    ...rows.map(({ labelBox }) => fillBox(page, labelBox, table.labelFill)),
    ...rows.flatMap(({ labelBox }) =>
      [labelBox, row(labelBox)].map((box) => strokeBox(page, box, table.lines.inner)),
    ),
    strokeBox(page, { ...annex.box, height }, table.lines.outer),
  ].join('\n')
}

const cornerMarks = ({ corners: { box, arm, thickness } }: FormLayout): readonly Box[] =>
  [
    { atRight: false, atBottom: false },
    { atRight: true, atBottom: false },
    { atRight: false, atBottom: true },
    { atRight: true, atBottom: true },
  ].flatMap(({ atRight, atBottom }) => {
    const from = (width: number, height: number): Box => ({
      x: atRight ? box.x + box.width - width : box.x,
      y: atBottom ? box.y + box.height - height : box.y,
      width,
      height,
    })
    return [from(arm, thickness), from(thickness, arm)]
  })

import type { FormContent, TooLong } from '../../core/form.ts'
import { formCells, type Box, type FormCell, type FormField, type FormLayout } from '../../core/formShape.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { FormFonts } from './formFonts.ts'
import { formValues } from './formValues.ts'
import { lettersOf, type Letter } from './letters.ts'
import { perMm } from './operators.ts'
import { breakOff, fit, heightOf, linesWithin, wrap, type SetText, type Space } from './typeset.ts'

/** The values of a form with their places. */
export interface SetForm {
  readonly cells: readonly { readonly field: FormField; readonly box: Box; readonly set: SetText }[]
  /** What its cell has no room for, on the second page. */
  readonly annex: readonly AnnexRow[]
}

export interface AnnexRow {
  readonly label: string
  readonly labelBox: Box
  readonly valueBox: Box
  readonly set: SetText
}

/** Fails with what is too long even for the annex. Throws Fault `alert` on a character that no font has. */
export const setForm = (
  fonts: FormFonts,
  layout: FormLayout,
  content: FormContent,
): Result<SetForm, readonly TooLong[]> => {
  const values = formValues(content, layout)
  const { padding, value } = layout.table
  const overflow: Overflow[] = []
  const cells = formCells(layout)
    .flat()
    .map((cell) => {
      const letters = lettersOf(fonts, values[cell.field])
      const box = within(cell.valueBox, padding)
      const space = spaceOf(box)
      const fitting = fit(letters, space, value)
      if (fitting !== undefined) return { field: cell.field, box, set: fitting }
      const { set, rest } = breakOff(letters, lettersOf(fonts, layout.annex.marker), space, value)
      overflow.push({ cell, rest, kept: letters.length - rest.length })
      return { field: cell.field, box, set }
    })
  const annex = annexRows(layout, overflow)
  return annex.ok ? ok({ cells, annex: annex.value }) : annex
}

interface Overflow {
  readonly cell: FormCell
  readonly rest: readonly Letter[]
  /** How many letters its cell has room for. */
  readonly kept: number
}

const within = (box: Box, padding: { readonly x: number; readonly y: number }): Box => ({
  x: box.x + padding.x,
  y: box.y + padding.y,
  width: box.width - 2 * padding.x,
  height: box.height - 2 * padding.y,
})

const spaceOf = (box: Box): Space => ({ width: box.width * perMm, height: box.height * perMm })

/** Millimetres over and under a text of the annex. */
const annexPadding = 3

const annexRows = (
  { annex, table }: FormLayout,
  overflow: readonly Overflow[],
): Result<readonly AnnexRow[], readonly TooLong[]> => {
  const { size, leading } = annex.value
  const width = annex.box.width - table.labelWidth - 2 * table.padding.x
  const lines = overflow.map(({ rest }) => wrap(rest, (width * perMm) / size))
  let y = annex.box.y
  const rows = overflow.map(({ cell: { label } }, number): AnnexRow => {
    const set = { size, lines: lines[number] ?? [] }
    const text = heightOf(size, set.lines.length, leading) / perMm
    const row = { ...annex.box, y, height: text + 2 * annexPadding }
    y += row.height
    const valueBox = {
      x: row.x + table.labelWidth + table.padding.x,
      y: row.y + annexPadding,
      width,
      height: text,
    }
    return { label, labelBox: { ...row, width: table.labelWidth }, valueBox, set }
  })
  if (y <= annex.box.y + annex.box.height) return ok(rows)
  const share = annex.box.height / overflow.length - 2 * annexPadding
  const most = linesWithin(share * perMm, size, leading)
  return fail(
    overflow.flatMap(({ cell: { field }, kept }, number) => {
      const ofField = lines[number] ?? []
      const max = kept + ofField.slice(0, most).flat().length
      return ofField.length <= most ? [] : [{ field, max }]
    }),
  )
}

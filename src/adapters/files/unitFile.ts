import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { Fault } from '../../core/fault.ts'
import {
  parseUnitRow,
  type RowProblem,
  type UnitColumn,
  unitColumnOf,
  type UnitRow,
} from '../../core/unitImport.ts'

/** A row of the file: its line number (from 1, the head included), and the unit or why the row is refused. */
export type FileRow = { readonly line: number } & (
  { readonly row: UnitRow } | { readonly refused: RowProblem }
)

/**
 * Reads a CSV file of units (UTF-8, with or without a byte order mark; the first line names the columns) as a
 * stream, so that its size does not matter. Throws a Fault 'alert' that says what to do when the file cannot be
 * read, is no CSV, or lacks the column of full names.
 */
export async function* readUnitFile(path: string): AsyncGenerator<FileRow> {
  const file = createReadStream(path)
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, info: true })
  file.once('error', (cause) => parser.destroy(cause))
  file.pipe(parser)
  let columns: (UnitColumn | undefined)[] | undefined
  try {
    for await (const record of parser) {
      const { record: cells, info } = record as { record: string[]; info: { lines: number } }
      if (!columns) {
        columns = readHead(cells)
        continue
      }
      const values: Partial<Record<UnitColumn, string>> = {}
      for (const [index, column] of columns.entries()) {
        const cell = cells[index]
        if (column && cell !== undefined) values[column] = cell
      }
      const parsed = parseUnitRow(values)
      yield parsed.ok
        ? { line: info.lines, row: parsed.value }
        : { line: info.lines, refused: parsed.problem }
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault(
      'alert',
      `The file of units cannot be read as CSV (${codeOf(cause)}). Save it as CSV in UTF-8 and check its path.`,
    )
  } finally {
    file.destroy()
  }
}

const readHead = (cells: readonly string[]): (UnitColumn | undefined)[] => {
  const columns = cells.map(unitColumnOf)
  if (columns.includes('fullName')) return columns
  throw new Fault(
    'alert',
    'The file of units has no column fullName (单位全称). Name the columns in its first line.',
  )
}

/** The library's code alone: its message would quote the row. */
const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown'

import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { Fault } from '../../core/fault.ts'
import {
  parseUnitRow,
  type RowProblem,
  type UnitColumn,
  unitColumnOf,
  type UnitRow,
} from '../../core/unitImport.ts'
import { isCode } from '../postgres/systemError.ts'

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
  const text = Readable.from(textOf(path))
  const parser = parse({ relax_column_count: true, skip_empty_lines: true, info: true })
  text.once('error', (cause) => parser.destroy(cause))
  text.pipe(parser)
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
    if (!columns) throw noColumns()
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('alert', whyUnreadable(cause))
  } finally {
    text.destroy()
  }
}

/**
 * The file's text, piece by piece, without its byte order mark and with one character for each line end: the parser
 * would count a line end inside quotes as two. Bytes that are not UTF-8 end it; decoded as something, they would
 * become names that nobody finds.
 */
async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let held = ''
  for await (const chunk of createReadStream(path)) {
    const text = held + decoder.decode(chunk as Uint8Array, { stream: true })
    held = text.endsWith('\r') ? '\r' : ''
    yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n')
  }
  yield held + decoder.decode()
}

const readHead = (cells: readonly string[]): (UnitColumn | undefined)[] => {
  const columns = cells.map(unitColumnOf)
  if (columns.includes('fullName')) return columns
  throw noColumns()
}

const noColumns = (): Fault =>
  new Fault(
    'alert',
    'The file of units has no column fullName (单位全称). Name the columns in its first line, with commas between them.',
  )

/** From codes alone: what the libraries say would quote the row. */
const whyUnreadable = (cause: unknown): string => {
  if (isCode(cause, 'ERR_ENCODING_INVALID_ENCODED_DATA'))
    return 'The file of units is not in UTF-8 (a spreadsheet’s plain CSV is often GBK). Save it as “CSV UTF-8” and import it again.'
  if (isCode(cause, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES'))
    return `The file of units cannot be read (${cause.code}). Check its path and mode.`
  const line =
    cause instanceof CsvError && typeof cause['lines'] === 'number' ? ` in line ${cause['lines']}` : ''
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  return `The file of units cannot be read as CSV${line} (${code}). Save it as CSV in UTF-8; quotes inside quotes are written twice.`
}

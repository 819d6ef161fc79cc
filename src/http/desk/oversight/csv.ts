/**
 * A table as CSV (RFC 4180), led by the mark by which spreadsheets know UTF-8. A text that a spreadsheet would take
 * for a formula is led by an apostrophe, which spreadsheets do not show.
 */
export const csv = (
  head: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): string => `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`

const cell = (value: string | number | undefined): string => {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

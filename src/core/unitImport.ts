import { cleanText } from './cleanText.ts'
import { lengthOf } from './codeText.ts'
import { parseMobile } from './mobile.ts'
import { fail, ok, type Result } from './result.ts'
import { parseUscc } from './uscc.ts'

/** One row of an operator's file of units (R18): a unit, and one of its accounts if the row names one. */
export interface UnitRow {
  readonly fullName: string
  readonly uscc?: string
  readonly kind?: string
  readonly region?: string
  readonly account?: { readonly name: string; readonly holderName?: string; readonly holderMobile?: string }
}

/** Why a row is refused; carries no value of the row. */
export type RowProblem =
  'nameMissing' | 'nameTooLong' | 'usccWrong' | 'mobileWrong' | 'accountNameMissing' | 'accountNameTooLong'

/** Column heads, in English and in Chinese; case and spaces do not matter. */
export const unitColumns = {
  fullName: ['fullName', '单位全称'],
  uscc: ['uscc', '统一社会信用代码'],
  kind: ['kind', '单位类别'],
  region: ['region', '地区'],
  accountName: ['accountName', '注册用户账号'],
  accountHolderName: ['accountHolderName', '注册用户姓名'],
  accountHolderMobile: ['accountHolderMobile', '手机号码'],
} as const satisfies Record<string, readonly string[]>
export type UnitColumn = keyof typeof unitColumns

/** The column a head names, or undefined for one that is not read. */
export const unitColumnOf = (head: string): UnitColumn | undefined => {
  const wanted = cleanText(head).replaceAll(' ', '').toLowerCase()
  return columnNames.find((column) => unitColumns[column].some((name) => name.toLowerCase() === wanted))
}
const columnNames = Object.keys(unitColumns).filter((name): name is UnitColumn => name in unitColumns)

/** Longest name of a unit the form prints, in characters. */
export const maxUnitName = 120
const maxAccountNameLength = 64

export const parseUnitRow = (cells: Partial<Record<UnitColumn, string>>): Result<UnitRow, RowProblem> => {
  const cell = (column: UnitColumn): string => cleanText(cells[column] ?? '')
  const fullName = cell('fullName')
  if (fullName === '') return fail('nameMissing')
  if (lengthOf(fullName) > maxUnitName) return fail('nameTooLong')

  const uscc = cell('uscc') === '' ? undefined : parseUscc(cell('uscc'))
  if (uscc && !uscc.ok) return fail('usccWrong')
  const mobile = cell('accountHolderMobile') === '' ? undefined : parseMobile(cell('accountHolderMobile'))
  if (mobile && !mobile.ok) return fail('mobileWrong')

  const accountName = cell('accountName')
  if (accountName === '' && (cell('accountHolderName') !== '' || mobile)) return fail('accountNameMissing')
  if (lengthOf(accountName) > maxAccountNameLength) return fail('accountNameTooLong')
  return ok({
    fullName,
    ...(uscc && { uscc: uscc.value }),
    ...(cell('kind') !== '' && { kind: cell('kind') }),
    ...(cell('region') !== '' && { region: cell('region') }),
    ...(accountName !== '' && {
      account: {
        name: accountName,
        ...(cell('accountHolderName') !== '' && { holderName: cell('accountHolderName') }),
        ...(mobile && { holderMobile: mobile.value }),
      },
    }),
  })
}

import type { ApplicationValues } from './application.ts'
import type { FormField } from './formShape.ts'

/** What one printed form (密码查询信息表) says (R5). The same content gives the same bytes, on any host and day. */
export interface FormContent {
  readonly unitName: string
  readonly values: ApplicationValues
  /** 20 digits, printed in five groups of four under the barcode. */
  readonly formNumber: string
  /** What the barcode carries, and what is printed for those who type. */
  readonly link: string
  /** Printed as a day in Asia/Shanghai, and the document's own date. */
  readonly composedAt: Date
}

export interface FormComposer {
  /**
   * The form as a PDF: one A4 page, and a second where a value goes on that its cell has no room for. Throws Fault
   * `alert` on a character that no font has (`MissingCharacters` tells it before) and on a value longer than its field
   * allows, for which two pages may have no room.
   */
  compose(content: FormContent): Promise<Uint8Array>
}

/** A value that two pages have no room for, and how many of its characters they have room for. */
export interface TooLong {
  readonly field: FormField
  readonly max: number
}

/**
 * The characters of a text that no font of the form has, and combining marks that it has no place for, each once, in
 * the order typed; at most ten.
 */
export type MissingCharacters = (text: string) => readonly string[]

import type { ApplicationValues } from './application.ts'

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
   * One A4 page as a PDF. Throws Fault `alert` when a character has no glyph or a value does not fit its cell:
   * both are to be ruled out before composing.
   */
  compose(content: FormContent): Promise<Uint8Array>
}

/** The characters of a text that no font of the form has, each once, in the order typed; at most ten. */
export type MissingCharacters = (text: string) => readonly string[]

import type { ApplicationValues, IdType, Reason } from './application.ts'

/** Millimetres from the page's top left corner. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Sizes in points; `leading` in multiples of the size; `ink` from 0 (black) to 1 (white). */
export interface TextStyle {
  readonly size: number
  readonly leading: number
  readonly ink: number
  readonly align: 'left' | 'centre' | 'right'
}

/**
 * Printed words that are the same on every form: wrapped in their box from its top, and shrunk to `floor` points where
 * that is given; `tag` is their role for a reader. `{title}`, `{issuer}` and `{notice}` in a text stand for the
 * layout's own.
 */
export interface Words {
  readonly tag: 'H1' | 'H2' | 'P'
  readonly box: Box
  readonly style: TextStyle & { readonly floor?: number | undefined }
  readonly text: string
}

/** A value in its box: centred upright, shrunk from `size` to `floor` points until it fits. */
export interface ValueStyle extends TextStyle {
  readonly floor: number
}

export type FormField = 'unitName' | keyof ApplicationValues

export interface FormRow {
  readonly height: number
  /** One cell over the whole width, or two halves. */
  readonly cells: readonly { readonly field: FormField; readonly label: string }[]
}

export interface FormLayout {
  /** Of the words and, unless they say otherwise, of the values (BCP 47). */
  readonly language: string
  readonly title: string
  /** Who runs the platform, printed under the title; may be empty. */
  readonly issuer: string
  /** What happens with the form, printed at its foot; may be empty. */
  readonly notice: string
  readonly page: Box
  /** Four L-shaped marks, by which a scan reader finds the page: their outer corners are those of `box`. */
  readonly corners: { readonly box: Box; readonly arm: number; readonly thickness: number }
  readonly words: readonly Words[]
  readonly rules: readonly (Box & { readonly ink: number })[]
  /** Outlined boxes; `thickness` in millimetres. */
  readonly frames: readonly { readonly box: Box; readonly thickness: number; readonly dashed: boolean }[]
  readonly table: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly labelWidth: number
    /** Kept free between a cell's edge and its text. */
    readonly padding: { readonly x: number; readonly y: number }
    readonly lines: { readonly outer: number; readonly inner: number }
    readonly labelFill: number
    readonly label: TextStyle
    readonly value: ValueStyle
    readonly rows: readonly FormRow[]
  }
  readonly choices: {
    readonly idType: Readonly<Record<IdType, string>>
    readonly reason: Readonly<Record<Reason, string>>
  }
  /** Printed where an optional value was left out, so that nothing is written in by hand. */
  readonly empty: string
  readonly barcode: {
    /** The room for the symbol with its quiet zone. */
    readonly box: Box
    /** Millimetres; the largest that fits is taken. */
    readonly module: { readonly least: number; readonly most: number }
    /** In modules (ISO/IEC 18004). */
    readonly quietZone: number
    readonly description: string
  }
  readonly formNumber: { readonly box: Box; readonly style: ValueStyle }
  readonly link: { readonly box: Box; readonly style: ValueStyle }
  readonly composedAt: { readonly box: Box; readonly style: ValueStyle; readonly label: string }
  /** Where a person writes or stamps; scans are cropped by these. */
  readonly signature: Box
  readonly date: Box
  readonly seal: Box
  /** A second page for what is too long for its cell even at the floor; it takes padding, lines and labels of `table`. */
  readonly annex: {
    /** Printed where a value breaks off. */
    readonly marker: string
    readonly words: readonly Words[]
    readonly formNumber: { readonly box: Box; readonly style: ValueStyle }
    /** The room for the rows, each as high as it needs to be. */
    readonly box: Box
    readonly value: TextStyle
  }
}

/** The text of words as printed. */
export const printedText = (layout: FormLayout, { text }: Words): string =>
  text.replace(/\{(title|issuer|notice)\}/g, (_, name: 'title' | 'issuer' | 'notice') => layout[name])

export interface FormCell {
  readonly field: FormField
  readonly label: string
  readonly labelBox: Box
  readonly valueBox: Box
}

/** The table's cells, row by row. */
export const formCells = ({ table }: FormLayout): readonly (readonly FormCell[])[] => {
  let y = table.y
  return table.rows.map(({ height, cells }) => {
    const top = y
    y += height
    const cellWidth = table.width / cells.length
    return cells.map(({ field, label }, column) => {
      const x = table.x + column * cellWidth
      return {
        field,
        label,
        labelBox: { x, y: top, width: table.labelWidth, height },
        valueBox: { x: x + table.labelWidth, y: top, width: cellWidth - table.labelWidth, height },
      }
    })
  })
}

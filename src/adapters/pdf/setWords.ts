import { printedText, type Box, type FormCell, type FormLayout, type Words } from '../../core/formShape.ts'
import type { FormFonts } from './formFonts.ts'
import { lettersOf } from './letters.ts'
import { perMm } from './operators.ts'
import { fit, heightOf, type SetText } from './typeset.ts'

/** Fixed words in their box; undefined when they do not fit it. */
export const setWords = (fonts: FormFonts, layout: FormLayout, words: Words): SetText | undefined => {
  const { box, style } = words
  const space = { width: box.width * perMm, height: box.height * perMm }
  return fit(lettersOf(fonts, printedText(layout, words)), space, {
    ...style,
    floor: style.floor ?? style.size,
  })
}

/** Millimetres at either side of a label. */
const beside = 0.8

/** A row's label, in two lines if need be; undefined when it does not fit its box. */
export const setLabel = (
  fonts: FormFonts,
  { table }: FormLayout,
  { label, labelBox }: Pick<FormCell, 'label' | 'labelBox'>,
): SetText | undefined => {
  const space = { width: (labelBox.width - 2 * beside) * perMm, height: labelBox.height * perMm }
  return fit(lettersOf(fonts, label), space, { ...table.label, floor: table.label.size })
}

/** Points from a box's top to where text stands that is centred in it. */
export const centred = (
  box: Box,
  { size, lines }: SetText,
  { leading }: { readonly leading: number },
): number => (box.height * perMm - heightOf(size, lines.length, leading)) / 2

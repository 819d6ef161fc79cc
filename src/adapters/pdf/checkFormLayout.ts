import { fields } from '../../core/fields.ts'
import type { FormContent } from '../../core/form.ts'
import { formLayoutFaults } from '../../core/formLayoutFaults.ts'
import { formCells, printedText, type Box, type FormLayout, type ValueStyle } from '../../core/formShape.ts'
import { missingCharacters, type FormFonts } from './formFonts.ts'
import { lettersOf } from './letters.ts'
import { perMm } from './operators.ts'
import { setForm } from './setForm.ts'
import { setLabel, setWords } from './setWords.ts'
import { fit } from './typeset.ts'
import { maxUnitName } from '../../core/unitImport.ts'

/** What of a layout cannot be printed with these fonts, a sentence each; none when a form can be composed by it. */
export const checkFormLayout = (layout: FormLayout, fonts: FormFonts): readonly string[] => {
  const missing = missingCharacters(fonts)
  const { annex } = layout
  const fixed = [
    ...layout.words.map((words, i) => ({ name: `words[${i}]`, words })),
    ...annex.words.map((words, i) => ({ name: `annex.words[${i}]`, words })),
  ]
  const cells = formCells(layout).flat()
  const printed = [
    ...fixed.map(({ name, words }) => ({ name, text: printedText(layout, words) })),
    ...cells.map(({ field, label }) => ({ name: `The label of ${field}`, text: label })),
    ...[...Object.values(layout.choices.idType), ...Object.values(layout.choices.reason)].map((text) => ({
      name: 'choices',
      text,
    })),
    { name: 'empty', text: layout.empty },
    { name: 'annex.marker', text: annex.marker },
    { name: 'composedAt.label', text: layout.composedAt.label },
  ]
  const unprintable = printed.flatMap(({ name, text }) => {
    const characters = missing(text)
    return characters.length === 0 ? [] : [`${name} has characters that no font has: ${characters.join(' ')}`]
  })
  const faults = [...formLayoutFaults(layout), ...unprintable]
  // What cannot be set cannot be measured.
  if (unprintable.length > 0) return faults

  const fits = (box: Box, style: ValueStyle, text: string): boolean =>
    fit(lettersOf(fonts, text), { width: box.width * perMm, height: box.height * perMm }, style) !== undefined
  const number = '0000 0000 0000 0000 0000'
  const longest = setForm(fonts, layout, longestContent)
  return [
    ...faults,
    ...fixed
      .filter(({ words }) => setWords(fonts, layout, words) === undefined)
      .map(({ name, words }) => `${name} (${printedText(layout, words)}) does not fit its box`),
    ...cells
      .filter((cell) => setLabel(fonts, layout, cell) === undefined)
      .map(({ field, label }) => `The label of ${field} (${label}) does not fit its box`),
    ...[
      { name: 'formNumber', ...layout.formNumber, text: number },
      { name: 'annex.formNumber', ...annex.formNumber, text: number },
      { name: 'composedAt', ...layout.composedAt, text: `${layout.composedAt.label}2026 年 12 月 31 日` },
    ]
      .filter(({ box, style, text }) => !fits(box, style, text))
      .map(({ name }) => `${name}.box has no room for what it shows`),
    ...(longest.ok ? [] : longest.problem).map(
      ({ field, max }) => `The annex has no room for the longest ${field}: for ${max} characters alone`,
    ),
  ]
}

const wide = (count: number): string => '龘'.repeat(count)

/** Every value as long as its field allows, in characters as wide as there are. */
const longestContent: FormContent = {
  unitName: wide(maxUnitName),
  formNumber: '',
  link: '',
  composedAt: new Date(0),
  values: {
    accountName: wide(fields.accountName.max),
    accountHolderName: wide(fields.accountHolderName.max),
    applicantName: wide(fields.applicantName.max),
    department: wide(fields.department.max),
    idType: 'passport',
    idNumber: 'W'.repeat(fields.idNumber.max),
    mobile: '+000000000000000',
    officePhone: wide(fields.officePhone.max),
    email: 'W'.repeat(fields.email.max),
    reason: 'other',
    reasonText: wide(fields.reasonText.max),
  },
}

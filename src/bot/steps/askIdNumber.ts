import { codeText } from '../../core/codeText.ts'
import { exampleIdNumber, maskIdNumber, parseIdNumber } from '../../core/idNumber.ts'
import { examplePassportNumber, parsePassportNumber } from '../../core/passportNumber.ts'
import { maskExceptEnds } from '../maskTyped.ts'
import type { Sight } from '../step.ts'
import { askField } from './askField.ts'

const isPassport = ({ answers }: Sight): boolean => answers.idType === 'passport'
const parse = (text: string, sight: Sight) =>
  isPassport(sight) ? parsePassportNumber(text) : parseIdNumber(text, sight.fresh.now)

export const askIdNumber = askField({
  field: 'idNumber',
  mode: 'text',
  ask: (sight) => {
    const { texts } = sight
    return `${isPassport(sight) ? texts.askPassportNumber : texts.askIdCardNumber}\n${texts.forgetsNumber}`
  },
  example: (sight) => (isPassport(sight) ? examplePassportNumber : exampleIdNumber),
  check: parse,
  shown: maskIdNumber,
  echo: (text) => {
    const code = codeText(text)
    return /^[0-9A-Z]{5,18}$/.test(code) ? maskIdNumber(code) : maskExceptEnds(text)
  },
  forgets: (text, sight) => parse(text, sight).ok,
  next: () => 'askMobile',
})

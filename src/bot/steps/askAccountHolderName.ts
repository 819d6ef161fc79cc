import { parsePersonName } from '../../core/personName.ts'
import { askField } from './askField.ts'

export const askAccountHolderName = askField({
  field: 'accountHolderName',
  mode: 'text',
  check: (text) => parsePersonName(text),
  next: () => 'askApplicantName',
})

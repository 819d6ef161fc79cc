import { parsePersonName } from '../../core/personName.ts'
import { askField } from './askField.ts'

export const askApplicantName = askField({
  field: 'applicantName',
  mode: 'text',
  check: (text) => parsePersonName(text),
  next: () => 'askDepartment',
})

import { parseOfficePhone } from '../../core/officePhone.ts'
import { askField } from './askField.ts'

export const askOfficePhone = askField({
  field: 'officePhone',
  mode: 'tel',
  check: (text) => parseOfficePhone(text),
  next: () => 'askEmail',
})

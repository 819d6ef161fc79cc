import { parseEmail } from '../../core/email.ts'
import { askField } from './askField.ts'

export const askEmail = askField({
  field: 'email',
  mode: 'email',
  check: (text) => parseEmail(text),
  next: () => 'askReason',
})

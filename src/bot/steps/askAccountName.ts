import { askField } from './askField.ts'

export const askAccountName = askField({
  field: 'accountName',
  mode: 'text',
  next: () => 'askAccountHolderName',
})

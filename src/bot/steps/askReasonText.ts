import { askField } from './askField.ts'

export const askReasonText = askField({ field: 'reasonText', mode: 'text', next: () => 'checkValues' })

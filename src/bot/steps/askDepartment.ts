import { askField } from './askField.ts'

export const askDepartment = askField({ field: 'department', mode: 'text', next: () => 'askIdType' })

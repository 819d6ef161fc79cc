import { idTypes } from '../../core/application.ts'
import { chooseField } from './chooseField.ts'

export const askIdType = chooseField({
  field: 'idType',
  values: idTypes,
  label: (idType, texts) => texts.idTypes[idType],
  // A number belongs to one kind of document.
  forgets: (idType, answers) => (idType === answers.idType ? {} : { idNumber: undefined }),
  next: () => 'askIdNumber',
})

import { reasons } from '../../core/application.ts'
import { chooseField } from './chooseField.ts'

export const askReason = chooseField({
  field: 'reason',
  values: reasons,
  label: (reason, texts) => texts.reasons[reason],
  forgets: (reason) => (reason === 'other' ? {} : { reasonText: undefined }),
  next: ({ reason }) => (reason === 'other' ? 'askReasonText' : 'checkValues'),
})

import { withoutFilling } from '../answers.ts'
import { menu, say } from '../step.ts'

export const confirmCancel = menu({
  prompt: ({ texts }) => [
    {
      type: 'text',
      text: texts.confirmCancel,
      options: [[{ option: 'yes', label: texts.yesCancel }], [{ option: 'no', label: texts.noGoOn }]],
    },
  ],
  next: (option, { texts }) =>
    option === 'yes'
      ? {
          to: 'start',
          answers: { ...withoutFilling, formUnitName: undefined, formNumber: undefined },
          say: [say(texts.cancelled)],
        }
      : { to: 'back' },
})

import { advance } from '../../core/application.ts'
import { withoutScans } from '../answers.ts'
import { homeOf } from '../scans.ts'
import { menu, say } from '../step.ts'

export const confirmWithdraw = menu({
  prompt: ({ texts }) => [
    {
      type: 'text',
      text: texts.confirmWithdraw,
      options: [[{ option: 'yes', label: texts.yesWithdraw }], [{ option: 'no', label: texts.noGoOn }]],
    },
  ],
  next: (option, { texts, application }) => {
    if (option !== 'yes') return { to: 'back' }
    // The desk may have decided since the question was asked.
    if (application === undefined || !advance(application.state, 'withdraw').ok)
      return { to: homeOf(application), problem: { kind: 'notNow' } }
    return {
      to: 'start',
      answers: withoutScans,
      effects: [{ type: 'advance', event: 'withdraw' }],
      say: [say(texts.withdrawn)],
    }
  },
})

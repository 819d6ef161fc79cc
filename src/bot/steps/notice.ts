import { withoutFilling } from '../answers.ts'
import { leaveCorrection } from '../correction.ts'
import { menu, say } from '../step.ts'

/** What is kept, why and how long, before the first field (R20). */
export const notice = menu({
  prompt: ({ texts, answers, config, language }) => {
    const { name, contact, retentionDays } = config.operator
    const unit = `${answers.unit?.fullName ?? ''}${answers.unit?.isSample ? texts.sampleUnit : ''}`
    return [
      {
        type: 'text',
        text: texts.notice(unit, name, retentionDays, contact[language]),
        options: [[{ option: 'agree', label: texts.agree }], [{ option: 'disagree', label: texts.disagree }]],
      },
    ]
  },
  next: (option, sight) => {
    if (option === 'agree') return { to: 'askAccountName', answers: { agreed: true } }
    if (sight.answers.correcting !== undefined) return leaveCorrection(sight)
    return { to: 'start', answers: withoutFilling, say: [say(sight.texts.disagreed)] }
  },
  passed: ({ agreed }) => (agreed ? 'askAccountName' : undefined),
})

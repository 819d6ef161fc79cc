import type { Problem } from '../../core/problem.ts'
import { ok, type Result } from '../../core/result.ts'
import { hasFilling, withoutFilling } from '../answers.ts'
import { broughtNumber } from '../brought.ts'
import { awaitsScans, homeOf, takePicture } from '../scans.ts'
import { wordStatus } from '../status.ts'
import { optionOrPicture, say, step, type Move, type Option } from '../step.ts'

export const start = step({
  prompt: ({ texts, answers, application, config }) => {
    const filling = hasFilling(answers)
    const options: readonly Option[] = [
      ...(awaitsScans(application) ? [{ option: 'upload', label: texts.goOnUploading }] : []),
      ...(filling ? [{ option: 'resume', label: texts.resume }] : []),
      { option: 'new', label: filling ? texts.startOver : texts.startNew },
      { option: 'haveForm', label: texts.haveForm },
      { option: 'status', label: texts.seeStatus },
      { option: 'language', label: texts.changeLanguage },
    ]
    return [
      {
        type: 'text',
        text: texts.start(config.operator.name),
        options: options.map((option) => [option]),
        takesPictures: true,
      },
    ]
  },
  parse: optionOrPicture,
  check: (sent, sight): Result<string | Move, Problem> =>
    typeof sent === 'string' ? ok(sent) : takePicture(sent.picture, 'start', sight),
  next: (chosen, sight): Move => {
    if (typeof chosen !== 'string') return chosen
    switch (chosen) {
      case 'upload':
        return { to: homeOf(sight.application) }
      case 'resume':
        return { to: 'askUnit' }
      case 'new':
        return { to: 'askUnit', answers: { ...withoutFilling, brought: undefined } }
      case 'haveForm':
        return {
          to: 'askFormUnitName',
          answers: { formUnitName: undefined, formNumber: broughtNumber(sight.answers) },
        }
      case 'status':
        return { to: 'start', say: [say(wordStatus(sight))] }
      default:
        return { to: 'chooseLanguage', aside: true }
    }
  },
})

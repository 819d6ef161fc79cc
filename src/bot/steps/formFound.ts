import { ok } from '../../core/result.ts'
import { homeOf, receivePicture } from '../scans.ts'
import { optionOrPicture, step } from '../step.ts'

/** The application is known by its id alone in the turn that finds it; the next turn sees where it stands. */
export const formFound = step({
  prompt: ({ texts }) => [
    { type: 'text', text: texts.formFound, options: [[{ option: 'goOn', label: texts.goOn }]] },
  ],
  parse: optionOrPicture,
  check: (sent, sight) =>
    typeof sent === 'string' ? ok({ to: homeOf(sight.application) }) : receivePicture(sent.picture, sight),
  next: (move) => move,
})

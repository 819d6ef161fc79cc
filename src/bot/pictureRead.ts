import type { News } from '../core/chat.ts'
import type { LookUps } from '../core/turn.ts'
import { keep, type Brought } from './answers.ts'
import { homeOf, receivePicture } from './scans.ts'
import type { State } from './state.ts'
import { say, type Move, type Sight } from './step.ts'
import { scanSteps, type StepName } from './stepNames.ts'
import { lookUpForm, showMatch } from './steps/matchForm.ts'

/** Steps at which an application is being looked for, or could be. */
const looking: ReadonlySet<StepName> = new Set(['start', 'askFormUnitName', 'askFormNumber'])

/**
 * What was seen in a picture that came while no application was known. The picture is kept, to be filed without being
 * sent again; of a form that was recognised, only the unit's name is asked for (R6).
 */
export const broughtPicture = async (
  news: Extract<News, { type: 'pictureRead' }>,
  state: State,
  sight: Sight,
  lookUps: LookUps,
): Promise<Move> => {
  const { application, answers, texts } = sight
  const { step } = state
  const { type: _, ...seen } = news
  if (homeOf(application) !== 'start') return fileLate(seen, state, sight)
  const brought = keep(answers.brought, seen)
  const { formNumber } = seen
  if (!looking.has(step))
    return {
      to: step,
      answers: { brought },
      say: [say(formNumber === undefined ? texts.noFormSeen : texts.formSeen)],
    }
  if (formNumber === undefined) {
    const isFound = step === 'askFormUnitName' && answers.formNumber !== undefined
    return { to: step, answers: { brought }, say: [say(isFound ? texts.broughtToo : texts.noFormSeen)] }
  }
  const { formUnitName: unitName } = answers
  if (unitName === undefined)
    return { to: 'askFormUnitName', answers: { formNumber, brought }, say: [say(texts.formRecognised)] }
  const matched = await lookUpForm({ unitName, formNumber }, lookUps)
  return showMatch(matched, { formNumber, brought }, { ...sight, answers: { ...answers, brought } })
}

/** Its application was found while it was looked at. */
const fileLate = ({ picture }: Brought, { step }: State, sight: Sight): Move => {
  const received = receivePicture(picture, sight)
  if (!received.ok) return { to: step, quiet: true }
  return {
    to: step,
    effects: received.value.effects ?? [],
    say: scanSteps.has(step) ? [say(sight.texts.alsoInspecting)] : [],
    quiet: true,
  }
}

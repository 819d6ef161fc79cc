import type { FormMatch, LookUps } from '../../core/turn.ts'
import { withoutScans, type AnswersPatch } from '../answers.ts'
import { awaitsScans, homeOf } from '../scans.ts'
import { wordStatus } from '../status.ts'
import { say, type Move, type Sight } from '../step.ts'

/** The two halves that must belong together (R6). */
export interface Pair {
  readonly unitName: string
  readonly formNumber: string
}
export interface Matched extends Pair {
  readonly match: FormMatch
}

export const lookUpForm = async (pair: Pair, lookUps: LookUps): Promise<Matched> => ({
  ...pair,
  match: await lookUps.form(pair.unitName, pair.formNumber),
})

/** The right form, or one that a correction has made void: the new one is a tap away as long as it is awaited. */
const greet = (
  { application, isSuperseded }: Extract<FormMatch, { type: 'match' }>,
  sight: Sight,
): Pick<Move, 'say' | 'problem'> => {
  const { texts } = sight
  if (isSuperseded && awaitsScans(application)) return { problem: { kind: 'supersededForm' } }
  const status = homeOf(application) === 'start' ? [say(wordStatus({ ...sight, application }))] : []
  return { say: [say(isSuperseded ? texts.formReplaced : texts.formFound), ...status] }
}

/**
 * Where a pair leads. One answer for every wrong pair, and both halves are asked again, so that nothing tells which
 * was wrong or whether there is such a form; a number that a barcode brought is kept in `known`.
 */
export const showMatch = ({ match, formNumber }: Matched, known: AnswersPatch, sight: Sight): Move => {
  const answers: AnswersPatch = { formUnitName: undefined, formNumber: undefined }
  switch (match.type) {
    case 'match':
      return {
        to: homeOf(match.application),
        answers: { ...withoutScans, ...answers },
        effects: [{ type: 'follow', applicationId: match.application.id }],
        found: match.application,
        ...greet(match, sight),
      }
    case 'noMatch':
      return {
        to: 'askFormUnitName',
        answers: { ...answers, ...known },
        effects: [{ type: 'countGuess', formNumber }],
        problem: { kind: 'wrongPair' },
      }
    case 'limited':
      return {
        to: 'askFormUnitName',
        answers: { ...answers, ...known },
        problem: { kind: 'tooManyGuesses', retryAt: match.retryAt },
      }
  }
}

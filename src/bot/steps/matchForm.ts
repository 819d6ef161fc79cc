import type { FormMatch, LookUps } from '../../core/turn.ts'
import type { AnswersPatch } from '../answers.ts'
import type { Move } from '../step.ts'

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

/**
 * Where a pair leads. One answer for every wrong pair, and both halves are asked again, so that nothing tells which
 * was wrong or whether there is such a form; a number that a barcode brought is kept in `known`.
 */
export const showMatch = ({ match, formNumber }: Matched, known: AnswersPatch): Move => {
  const answers: AnswersPatch = { formUnitName: undefined, formNumber: undefined }
  switch (match.type) {
    case 'match':
      return {
        to: 'formFound',
        answers,
        effects: [{ type: 'follow', applicationId: match.applicationId }],
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

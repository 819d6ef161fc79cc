import type { FormMatch, LookUps } from '../../core/turn.ts'
import { withoutScans, type AnswersPatch } from '../answers.ts'
import { fileBrought } from '../brought.ts'
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
  const sendsAgain = homeOf(application) === 'waiting' && sight.answers.brought !== undefined
  if (sendsAgain) return { problem: { kind: 'alreadySent' } }
  if (isSuperseded && awaitsScans(application)) return { problem: { kind: 'supersededForm' } }
  const status = homeOf(application) === 'start' ? [say(wordStatus({ ...sight, application }))] : []
  return { say: [say(isSuperseded ? texts.formReplaced : texts.formFound), ...status] }
}

/**
 * Where a pair leads. One answer for every wrong pair, and both halves are asked again, so that nothing tells which
 * was wrong or whether there is such a form; what a barcode or a picture brought is kept in `known`. Pictures that came
 * before are filed with the application.
 */
export const showMatch = ({ match, formNumber }: Matched, known: AnswersPatch, sight: Sight): Move => {
  const answers: AnswersPatch = { formUnitName: undefined, formNumber: undefined }
  switch (match.type) {
    case 'match': {
      const { application, isSuperseded } = match
      const filed = fileBrought(application, sight.answers, isSuperseded)
      return {
        to: filed?.to ?? homeOf(application),
        answers: { ...withoutScans, ...filed?.answers, ...answers, brought: undefined },
        effects: [{ type: 'follow', applicationId: application.id }, ...(filed?.effects ?? [])],
        found: application,
        ...greet(match, sight),
      }
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

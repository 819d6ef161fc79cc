import type { Effect, LookUps } from '../core/turn.ts'
import type { State } from './state.ts'
import type { Move } from './step.ts'

/**
 * Pictures of one chat that are in hand at a time: more than an application asks for, some taken again, and few enough
 * that nobody waits long behind them.
 */
export const mostPictures = 5

const isInspection = ({ type }: Effect): boolean => type === 'inspect' || type === 'recognise'

/**
 * Where a picture leads, unless it is one too many: then it is not taken, which is said once, however many follow. An
 * answer to each would hold up what the chat is waiting for.
 */
export const withoutFlood = async (
  move: Move,
  { step, isFlooded }: State,
  lookUps: LookUps,
): Promise<Move> => {
  const isTaken = !move.effects?.some(isInspection) || (await lookUps.picturesInHand()) < mostPictures
  if (isTaken) return move
  const told: Move = isFlooded
    ? { to: step }
    : { to: step, problem: { kind: 'tooManyPictures', most: mostPictures } }
  return { ...told, quiet: true, isFlood: true }
}

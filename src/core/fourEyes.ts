import { isToken } from './apiToken.ts'
import type { Reason } from './application.ts'

/** When an approval waits for a second reviewer who is not the first. Which of them are on is each deployment's own. */
export const fourEyesRules = [
  /** The reason is personnel change: a new account holder is recorded (R14). */
  'personnelChange',
  /** The credential would go to a mobile number that is not the account holder's on record. */
  'mobileNotOnRecord',
  /** No application of the unit was approved before. */
  'firstRecovery',
  /** One of the scans was sent to another application too. */
  'pictureSeenBefore',
] as const
export type FourEyesRule = (typeof fourEyesRules)[number]

/** What the rules ask about an approval. */
export interface FourEyesFacts {
  readonly reason: Reason
  /** E.164, of the form. */
  readonly mobile: string
  /** The account holder's, E.164; undefined when none is on record. */
  readonly mobileOnRecord: string | undefined
  readonly hasRecoveredBefore: boolean
  readonly isPictureSeenBefore: boolean
}

const applies: Readonly<Record<FourEyesRule, (facts: FourEyesFacts) => boolean>> = {
  personnelChange: ({ reason }) => reason === 'personnelChange',
  // None on record is not the one on record.
  mobileNotOnRecord: ({ mobile, mobileOnRecord }) => mobile !== mobileOnRecord,
  firstRecovery: ({ hasRecoveredBefore }) => !hasRecoveredBefore,
  pictureSeenBefore: ({ isPictureSeenBefore }) => isPictureSeenBefore,
}

/** Those of the rules that are on by which the approval waits for a second reviewer; none: it holds by itself. */
export const fourEyesNeeded = (
  facts: FourEyesFacts,
  isOn: Readonly<Record<FourEyesRule, boolean>>,
): readonly FourEyesRule[] => fourEyesRules.filter((rule) => isOn[rule] && applies[rule](facts))

/** Two who approved are four eyes when they are not the same, and not both programs: one of them has seen the paper. */
export const areFourEyes = (first: string, second: string): boolean =>
  first !== second && !(isToken(first) && isToken(second))

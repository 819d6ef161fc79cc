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

/** What a reviewer ticks before approving: each is something a person has to have looked at. */
export const checklistItems = [
  /** The seal's name can be read. */
  'sealLegible',
  /** That name is the unit's. */
  'sealIsUnits',
  /** The applicant has signed. */
  'signature',
  /** The identity document is the applicant's: name and number are those of the form. */
  'idCardMatches',
  /** The account is the one that the password is asked for. */
  'accountRight',
] as const
export type ChecklistItem = (typeof checklistItems)[number]

export const isComplete = (ticked: readonly ChecklistItem[]): boolean =>
  checklistItems.every((item) => ticked.includes(item))

/**
 * Every step, top to bottom as an applicant meets them. Stored conversations and buttons carry these names: one that
 * goes away needs an upgrade in `state.ts`.
 */
export const stepNames = [
  'start',

  'askUnit',
  'pickUnit',
  'notice',
  'askAccountName',
  'askAccountHolderName',
  'askApplicantName',
  'askDepartment',
  'askIdType',
  'askIdNumber',
  'askMobile',
  'askOfficePhone',
  'askEmail',
  'askReason',
  'askReasonText',
  'checkValues',

  'askFormUnitName',
  'askFormNumber',

  'chooseScan',
  'chooseKind',
  'awaitScan',
  'inspecting',
  'confirmScan',
  'waiting',

  'paused',
  'chooseLanguage',
  'confirmCancel',
  'confirmWithdraw',
] as const
export type StepName = (typeof stepNames)[number]

/** Steps that fill in a form, or correct one. */
export const fillingSteps: ReadonlySet<StepName> = new Set(
  stepNames.slice(stepNames.indexOf('askUnit'), stepNames.indexOf('checkValues') + 1),
)

/** Entered from anywhere by a command, and left to where the conversation stood. */
export const interludes: ReadonlySet<StepName> = new Set([
  'paused',
  'chooseLanguage',
  'confirmCancel',
  'confirmWithdraw',
])

/** Steps about the scans of an application; without one they have nothing to ask. */
export const scanSteps: ReadonlySet<StepName> = new Set([
  'chooseScan',
  'chooseKind',
  'awaitScan',
  'inspecting',
  'confirmScan',
])

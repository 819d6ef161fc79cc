import type { FieldName } from '../core/fields.ts'
import type { StepName } from './stepNames.ts'

/** The step that asks for each field. */
export const fieldSteps = {
  accountName: 'askAccountName',
  accountHolderName: 'askAccountHolderName',
  applicantName: 'askApplicantName',
  department: 'askDepartment',
  idType: 'askIdType',
  idNumber: 'askIdNumber',
  mobile: 'askMobile',
  officePhone: 'askOfficePhone',
  email: 'askEmail',
  reason: 'askReason',
  reasonText: 'askReasonText',
} as const satisfies Record<FieldName, StepName>

import type { ApplicationValues } from './application.ts'

/** The fields an applicant fills in, in the order they are asked and printed (R2). The unit comes before them. */
export const fieldNames = [
  'accountName',
  'accountHolderName',
  'applicantName',
  'department',
  'idType',
  'idNumber',
  'mobile',
  'officePhone',
  'email',
  'reason',
  'reasonText',
] as const satisfies readonly (keyof ApplicationValues)[]
export type FieldName = (typeof fieldNames)[number]

export interface FieldRule {
  /** `whenOther`: required if the reason is 其他, and else not asked. */
  readonly required: boolean | 'whenOther'
  /** In characters (code points) of the value as it is kept; what the form has room for. */
  readonly max: number
}

export const fields: Readonly<Record<FieldName, FieldRule>> = {
  accountName: { required: false, max: 64 },
  accountHolderName: { required: false, max: 40 },
  applicantName: { required: true, max: 40 },
  department: { required: false, max: 60 },
  idType: { required: true, max: 20 },
  idNumber: { required: true, max: 18 },
  mobile: { required: true, max: 16 },
  officePhone: { required: false, max: 40 },
  email: { required: true, max: 100 },
  reason: { required: true, max: 20 },
  reasonText: { required: 'whenOther', max: 200 },
}

/** Longest unit name that is searched for, in characters. */
export const maxUnitQuery = 120

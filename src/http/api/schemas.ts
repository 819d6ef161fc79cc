import { z } from '@hono/zod-openapi'
import { applicationStates, idTypes, languages, reasons, scanKinds } from '../../core/application.ts'
import { queueParts } from '../../core/desk.ts'
import { checklistItems } from '../../core/deskChecklist.ts'
import { maxInternalNoteLength, undoSeconds } from '../../core/deskDecision.ts'
import { sensitiveFields } from '../../core/deskMask.ts'
import { maxNoteLength, rejectReasons, scanReasons } from '../../core/deskReasons.ts'
import { fourEyesRules } from '../../core/fourEyes.ts'

/** A catalogue's ids, as an enumeration takes them. */
const idsOf = <Id extends string>(catalogue: Readonly<Record<Id, unknown>>) =>
  Object.keys(catalogue) as [Id, ...Id[]]

const moment = z.iso.datetime().openapi({ example: '2026-11-24T01:30:00.000Z' })
const id = z.uuid()

export const applicationPath = z.object({ id })
export const scanPath = z.object({ id, scanId: z.uuid() })
export const scanQuery = z.object({
  as: z.enum(['original', 'upright']).default('original').openapi({
    description:
      'The picture as it was sent, or the copy that is turned and straightened, where there is one.',
  }),
})
export const valuePath = z.object({ id, field: z.enum(sensitiveFields) })

const keyDescription =
  'A key of the caller’s own for this request, such as a UUID. The same request with the same key is answered what it was answered first, for 7 days, and happens once.'
const key = z
  .string()
  .regex(/^[\u0021-\u007e]{1,255}$/u)
  .openapi({ description: keyDescription, example: '8e03978e-40d5-43e8-bc93-6894a57f9324' })
export const withKey = z.object({ 'Idempotency-Key': key })
export const withOptionalKey = z.object({ 'Idempotency-Key': key.optional() })

export const queueQuery = z.object({
  part: z.enum(queueParts).default('overdue').openapi({
    description:
      'Promised for a time that is over, for today, for later; held by this token; waiting for scans of the applicant; approved, with a credential that could not be delivered.',
  }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'Where the page before ended: its `next`. Nothing in it is to be relied on.' }),
})

export const queueSchema = z
  .object({
    entries: z.array(
      z.object({
        applicationId: id,
        unitName: z.string(),
        state: z.enum(applicationStates),
        promisedAt: moment,
        held: z
          .object({ until: moment, byThisToken: z.boolean() })
          .optional()
          .openapi({ description: 'While a reviewer holds it; in the past once the lease has lapsed.' }),
      }),
    ),
    next: z
      .string()
      .nullable()
      .openapi({ description: 'The cursor of the page that follows; null after the last.' }),
  })
  .openapi('Queue')

export const countsSchema = z
  .object(
    Object.fromEntries(queueParts.map((part) => [part, z.int()])) as Record<
      (typeof queueParts)[number],
      z.ZodInt
    >,
  )
  .openapi('QueueCounts')

export const takenSchema = z.object({ applicationId: id }).openapi('Taken')
export const leaseSchema = z.object({ leaseUntil: moment }).openapi('Lease', {
  description: 'Nobody else takes the application before, and no decision is heard after.',
})

const valuesSchema = z
  .object({
    accountName: z.string().optional(),
    accountHolderName: z.string().optional(),
    applicantName: z.string(),
    department: z.string().optional(),
    idType: z.enum(idTypes),
    idNumber: z.string().openapi({ description: 'Masked; see `values/{field}`.' }),
    mobile: z.string().openapi({ description: 'Masked.' }),
    officePhone: z.string().optional(),
    email: z.string().openapi({ description: 'Masked.' }),
    reason: z.enum(reasons),
    reasonText: z.string().optional(),
  })
  .openapi('Values')

export const applicationSchema = z
  .object({
    applicationId: id,
    version: z.int().openapi({ description: 'A decision names the version it is about.' }),
    state: z.enum(applicationStates),
    language: z.enum(languages).openapi({ description: 'The applicant’s.' }),
    unit: z.object({ id: z.string(), fullName: z.string() }),
    submittedAt: moment,
    promisedAt: moment,
    leaseUntil: moment,
    scans: z.array(
      z.object({
        id,
        kind: z.enum(scanKinds),
        width: z.int().openapi({ description: 'Pixels.' }),
        height: z.int().openapi({ description: 'Pixels.' }),
        isStraightened: z.boolean(),
        warnings: z.array(z.string()).openapi({
          description: 'What a machine found doubtful: help for a person, and no verdict.',
        }),
        elsewhere: z
          .array(z.object({ applicationId: id, isExact: z.boolean() }))
          .openapi({ description: 'Other applications that the same picture, or one like it, was sent to.' }),
      }),
    ),
    accounts: z
      .array(
        z.object({
          id: z.string(),
          isNamed: z.boolean().openapi({ description: 'The applicant named it.' }),
          fourEyes: z
            .array(z.enum(fourEyesRules))
            .openapi({ description: 'Why approving for it takes two reviewers; empty: it does not.' }),
          name: z.string().optional().openapi({ description: 'With the scope applications:read.' }),
          holderName: z.string().optional().openapi({ description: 'With the scope applications:read.' }),
        }),
      )
      .openapi({ description: 'Accounts of the unit; an approval names one.' }),
    firstApproval: z
      .object({ accountId: z.string() })
      .optional()
      .openapi({ description: 'Where two reviewers are needed and one has approved.' }),
    related: z.array(
      z.object({
        applicationId: id,
        why: z.array(z.enum(['unit', 'idNumber', 'mobile', 'picture'])),
        state: z.enum(applicationStates),
      }),
    ),
    history: z.array(
      z.object({ at: moment, action: z.string(), actor: z.enum(['applicant', 'service', 'reviewer']) }),
    ),
    values: valuesSchema.optional().openapi({ description: 'With the scope applications:read.' }),
    formNumber: z.string().optional().openapi({ description: 'With the scope applications:read.' }),
  })
  .openapi('Application')

export const valueSchema = z.object({ value: z.string() }).openapi('Value')

const version = z.int().min(0).max(999_999_999)
const note = z
  .string()
  .default('')
  .openapi({
    description: `For the applicant, beside the catalogue’s sentences; at most ${maxNoteLength} UTF-16 code units.`,
  })
const common = {
  version,
  checklist: z.array(z.enum(checklistItems)).max(checklistItems.length).default([]),
  internalNote: z
    .string()
    .default('')
    .openapi({ description: `Stays at the desk; at most ${maxInternalNoteLength} UTF-16 code units.` }),
}

export const decisionSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('approve'),
      ...common,
      accountId: z.string().regex(/^\d{1,18}$/u),
    }),
    z.strictObject({
      kind: z.literal('requestScans'),
      ...common,
      scans: z
        .array(
          z.discriminatedUnion('kind', [
            z.strictObject({
              kind: z.literal('form'),
              reasons: z
                .array(z.enum(idsOf(scanReasons.form)))
                .max(20)
                .default([]),
              note,
            }),
            z.strictObject({
              kind: z.literal('idCard'),
              reasons: z
                .array(z.enum(idsOf(scanReasons.idCard)))
                .max(20)
                .default([]),
              note,
            }),
          ]),
        )
        .min(1)
        .max(2),
    }),
    z.strictObject({
      kind: z.literal('reject'),
      ...common,
      reasons: z
        .array(z.enum(idsOf(rejectReasons)))
        .max(20)
        .default([]),
      note,
    }),
  ])
  .openapi('Decision')

export const decidedSchema = z
  .object({
    applicationId: id,
    kind: z.enum(['approve', 'requestScans', 'reject']),
    takesEffectAt: moment.openapi({
      description: `${undoSeconds} seconds later; it can be undone until then.`,
    }),
  })
  .openapi('Decided')

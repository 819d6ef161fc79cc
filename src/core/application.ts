import { fail, ok, type Result } from './result.ts'
import type { ProblemOf } from './problem.ts'

/**
 * The life of an application (密码查询申请), from the composed form to the delivered credential.
 * What the applicant has typed before that lives in the conversation.
 */
export const applicationStates = [
  /** The form exists; its two scans are awaited. */
  'awaitingScans',
  /** Both scans sent; in the queue, the promise running (R12). */
  'submitted',
  /** A reviewer holds it. */
  'inReview',
  /** A reviewer has decided, and can undo it for a moment; to the applicant it is still in review. */
  'decided',
  /** The desk asked for one or both scans again (R13). */
  'scansRequested',
  /** Approved; the credential is on its way (R15). */
  'approved',
  /** The credential was handed to the SMS or mail gateway, and is no longer kept. */
  'delivered',
  /** SMS and mail both failed; the desk is told (R15). */
  'undeliverable',
  'rejected',
  'withdrawn',
] as const
export type ApplicationState = (typeof applicationStates)[number]

export type ApplicationEvent =
  | 'submit'
  /** Another form in the place of the one composed before, with a number of its own. */
  | 'revise'
  | 'claim'
  | 'release'
  | 'decide'
  | 'undo'
  /** A first approval, where four eyes are needed. */
  | 'returnForSecond'
  | 'requestScans'
  | 'approve'
  | 'reject'
  | 'deliver'
  | 'failDelivery'
  | 'retryDelivery'
  | 'withdraw'

/** The one table of what may happen to an application; what is absent is not possible. */
const transitions = {
  awaitingScans: { submit: 'submitted', revise: 'awaitingScans', withdraw: 'withdrawn' },
  submitted: { claim: 'inReview', withdraw: 'withdrawn' },
  inReview: {
    claim: 'inReview',
    release: 'submitted',
    decide: 'decided',
    withdraw: 'withdrawn',
  },
  decided: {
    undo: 'inReview',
    returnForSecond: 'submitted',
    requestScans: 'scansRequested',
    approve: 'approved',
    reject: 'rejected',
    withdraw: 'withdrawn',
  },
  scansRequested: { submit: 'submitted', revise: 'scansRequested', withdraw: 'withdrawn' },
  approved: { deliver: 'delivered', failDelivery: 'undeliverable' },
  delivered: {},
  undeliverable: { retryDelivery: 'approved' },
  rejected: {},
  withdrawn: {},
} as const satisfies Record<ApplicationState, Partial<Record<ApplicationEvent, ApplicationState>>>

export const advance = (
  state: ApplicationState,
  event: ApplicationEvent,
): Result<ApplicationState, ProblemOf<'notNow'>> => {
  const reachable: Partial<Record<ApplicationEvent, ApplicationState>> = transitions[state]
  const next = Object.hasOwn(reachable, event) ? reachable[event] : undefined
  return next === undefined ? fail({ kind: 'notNow' }) : ok(next)
}

/** Nothing more happens to an application in such a state. */
export const isEnded = (state: ApplicationState): boolean => Object.keys(transitions[state]).length === 0

/** The two scans of R7, in the order they are asked for. */
export const scanKinds = ['form', 'idCard'] as const
export type ScanKind = (typeof scanKinds)[number]

export const idTypes = ['idCard', 'passport'] as const
export type IdType = (typeof idTypes)[number]

export const reasons = ['forgotten', 'personnelChange', 'other'] as const
export type Reason = (typeof reasons)[number]

/** The values of R2 as the form carries them: checked, normalised (NFC, trimmed), complete. */
export interface ApplicationValues {
  readonly accountName?: string
  readonly accountHolderName?: string
  readonly applicantName: string
  readonly department?: string
  readonly idType: IdType
  readonly idNumber: string
  /** E.164. */
  readonly mobile: string
  readonly officePhone?: string
  readonly email: string
  readonly reason: Reason
  readonly reasonText?: string
}

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

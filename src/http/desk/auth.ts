import type { Role } from '../../core/role.ts'
import { openBetterAuth, type ReviewerAuthOptions } from './accounts/betterAuth.ts'
import { type OwnAccount, ownAccount } from './accounts/ownAccount.ts'
import { signingIn, type SigningIn } from './accounts/signingIn.ts'

export type { ReviewerAuthOptions } from './accounts/betterAuth.ts'

/** Who is at the desk. Nothing but enrolment is open to one who is not `enrolled` with a second factor. */
export interface Reviewer {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly enrolled: boolean
  readonly role: Role
  /** Of this browser; what is bound to it ends with it. */
  readonly sessionId: string
  /** Single keys act for them (WCAG 2.1.4 asks that they can be switched off). */
  readonly hasShortcuts: boolean
}

/** What to put into the answer beside the outcome: values of Set-Cookie headers. */
export interface Signing<Outcome extends string> {
  readonly outcome: Outcome
  readonly cookies: readonly string[]
}

/**
 * The reviewers' passwords, codes and sessions, on better-auth. Its own HTTP routes are not served: all goes through
 * the desk's pages, so nobody can sign up, and nothing skips the second factor. `headers` are the request's.
 */
export interface ReviewerAuth extends SigningIn, OwnAccount {}

export const createReviewerAuth = (options: ReviewerAuthOptions): ReviewerAuth => {
  const auth = openBetterAuth(options)
  return { ...signingIn(auth, options), ...ownAccount(auth, options) }
}

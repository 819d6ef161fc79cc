import type { FourEyesRule } from './fourEyes.ts'
import type { Role } from './role.ts'

/** What the audit log says of accounts; details name the reviewer meant by id, never by address or name. */
export type AccountAction =
  | 'signedIn'
  | 'signInFailed'
  | 'lockedOut'
  | 'signedOutEverywhere'
  | 'sessionEnded'
  | 'passwordChanged'
  | 'secondFactorSet'
  | 'backupCodesMade'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'reviewerAdded'
  | 'reviewerInvited'
  | 'resetLinkMade'
  | 'invitationWithdrawn'
  | 'reviewerJoined'
  | 'reviewerReset'
  | 'roleChanged'
  | 'reviewerDisabled'
  | 'reviewerEnabled'
  | 'fourEyesRuleSet'

/** Who acts where nobody is signed in: the operator at the command line. */
export const operator = 'operator'

/** How long an invitation can be taken up. */
export const invitationHours = 48

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  /** Has a second factor: until then nothing but setting one up is open to them. */
  readonly isEnrolled: boolean
  readonly isDisabled: boolean
  readonly lastSignInAt: Date | undefined
}

export interface Invitation {
  readonly purpose: 'join' | 'reset'
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly expiresAt: Date
}

/** `last`: it would leave the desk without an administrator. `unknown`: there is no such reviewer. */
export type Administered = 'done' | 'last' | 'unknown'

/** Who works at the desk. `by` is the id of the administrator, or `operator`; every change is audited. */
export interface People {
  list(): Promise<readonly Person[]>
  findByEmail(email: string): Promise<Person | undefined>
  /** Those not taken up yet. */
  invitations(now: Date): Promise<readonly Invitation[]>
  /**
   * Makes a one-time code to join with; one made before for the same address is void. Undefined when the address is
   * a reviewer's.
   */
  invite(
    person: { readonly email: string; readonly name: string; readonly role: Role },
    by: string,
    now: Date,
  ): Promise<string | undefined>
  /** Makes a one-time code to set password and second factor anew. Undefined for an unknown or disabled one. */
  inviteToReset(reviewerId: string, by: string, now: Date): Promise<string | undefined>
  withdrawInvitation(email: string, by: string, now: Date): Promise<void>
  findInvitation(code: string, now: Date): Promise<Invitation | undefined>
  /**
   * Takes an invitation up, once: makes the reviewer, or takes password, second factor, passkeys and sessions from
   * the one it resets. Undefined when the code is no longer good.
   */
  accept(
    code: string,
    passwordHash: string,
    now: Date,
  ): Promise<{ readonly reviewerId: string; readonly email: string } | undefined>
  /** What they hold goes back into the queue when the new role may not review. */
  changeRole(reviewerId: string, role: Role, by: string, now: Date): Promise<Administered>
  /** Ends their sessions and releases what they hold. */
  disable(reviewerId: string, by: string, now: Date): Promise<Administered>
  enable(reviewerId: string, by: string, now: Date): Promise<Administered>
}

/** A public key that a reviewer's authenticator signs with. */
export interface Passkey {
  /** base64url, as the authenticator gave it. */
  readonly credentialId: string
  readonly reviewerId: string
  readonly name: string
  /** COSE. */
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly transports: readonly string[]
  readonly createdAt: Date
  readonly lastUsedAt: Date | undefined
}

/** How long a browser has to have a challenge signed. */
export const challengeMinutes = 5

export interface Passkeys {
  /** Notes what a browser was asked to sign; without a reviewer when who it is will show by the answer. */
  keepChallenge(challenge: string, reviewerId: string | undefined, now: Date): Promise<void>
  /** True for a challenge kept for the same, not older than `challengeMinutes`, and not taken before. */
  takeChallenge(challenge: string, reviewerId: string | undefined, now: Date): Promise<boolean>
  list(reviewerId: string): Promise<readonly Passkey[]>
  find(credentialId: string): Promise<Passkey | undefined>
  /** False when the same credential is known already. */
  add(passkey: Omit<Passkey, 'createdAt' | 'lastUsedAt'>, now: Date): Promise<boolean>
  noteUse(credentialId: string, counter: number, now: Date): Promise<void>
  rename(reviewerId: string, credentialId: string, name: string): Promise<void>
  /** `last`: it is the only second factor they have. */
  remove(reviewerId: string, credentialId: string, now: Date): Promise<'done' | 'last' | 'unknown'>
}

/** One try at something guessable, as the limit answers it. */
export interface Attempt {
  /** Whether the try may be looked at; one that may not does not count. */
  readonly isHeard: boolean
  /** From when the next is heard; undefined for at once. */
  readonly nextAt: Date | undefined
}

/** Wrong tries in a row that are heard without a wait. */
export const freeTries = 5
const longestWaitMinutes = 24 * 60

/** Milliseconds to wait after so many wrong tries in a row: none, then 1 minute, 2, 4, and so on up to a day. */
export const waitAfter = (failures: number): number =>
  failures < freeTries ? 0 : Math.min(2 ** (failures - freeTries), longestWaitMinutes) * 60_000

/** By what the limit knows tries at somebody's codes; those at a password go by the e-mail address. */
export const codeKey = (reviewerId: string): string => `code:${reviewerId}`

/** Slows guessing, by keys that may be personal and are stored as keyed hashes. */
export interface SignInLimit {
  /** Counts one try before it is looked at, so that tries at the same instant cannot outrun the count. */
  attempt(key: string, now: Date): Promise<Attempt>
  /** Forgets the tries, after a right one. */
  clear(key: string): Promise<void>
}

export interface FourEyesRules {
  list(): Promise<Readonly<Record<FourEyesRule, boolean>>>
  /** Audited. */
  set(rule: FourEyesRule, isOn: boolean, by: string, now: Date): Promise<void>
}

/** Everything the desk knows of accounts but passwords, sessions and codes, which are the library's. */
export interface Accounts {
  readonly people: People
  readonly passkeys: Passkeys
  readonly limit: SignInLimit
  readonly fourEyes: FourEyesRules
  /** Writes a line to the audit log. `actor` is a reviewer's id. */
  note(
    actor: string,
    action: AccountAction,
    now: Date,
    detail?: Readonly<Record<string, unknown>>,
  ): Promise<void>
}

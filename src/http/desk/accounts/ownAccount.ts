import { symmetricDecrypt } from 'better-auth/crypto'
import type { Reviewer, Signing } from '../auth.ts'
import { base32 } from '../base32.ts'
import { refusalCode, sendingBack, succeeded } from './answers.ts'
import type { DeskAuth } from './betterAuth.ts'
import { twoFactorOf, verifyTimeCode } from './timeCodes.ts'

/** What a reviewer takes home; shown until a first code proves that they have. */
export interface Enrolment {
  /** `otpauth://totp/…`, as authenticator apps scan it. */
  readonly uri: string
  /** Base32, for typing. */
  readonly secret: string
  readonly backupCodes: readonly string[]
}

export interface OwnSession {
  readonly id: string
  readonly beganAt: Date
  /** `Chrome · Windows`; empty when unknown. */
  readonly browser: string
  readonly isThis: boolean
}

/** What a reviewer does about their own account. */
export interface OwnAccount {
  /** An authenticator app that no code has proved yet; undefined when there is none. */
  enrolment(reviewer: Reviewer): Promise<Enrolment | undefined>
  /**
   * Begins one beside the passkeys of one who is enrolled already. `known`: there is an app. Undefined when the password
   * is wrong.
   */
  beginEnrolment(headers: Headers, password: string): Promise<'begun' | 'known' | undefined>
  /** Ends the enrolment with a first code from the app. Every other session ends. */
  enrol(headers: Headers, reviewerId: string, code: string): Promise<Signing<'in' | 'wrong'>>
  /**
   * From now on the password alone does not do: the second factor is a passkey, or the organisation's. Every other
   * session ends.
   */
  requireMoreThanPassword(headers: Headers, reviewerId: string): Promise<void>
  /** Backup codes left; undefined without an authenticator app. */
  backupCodesLeft(reviewerId: string): Promise<number | undefined>
  /** New ones in the place of those before; undefined when the password is wrong. */
  newBackupCodes(headers: Headers, password: string): Promise<readonly string[] | undefined>
  isPassword(reviewerId: string, password: string): Promise<boolean>
  /**
   * Every other session ends. Gives values of Set-Cookie headers; undefined when the current one is wrong.
   * @param next of a length that `lengthProblem` finds nothing wrong with: the library looks at it before the current one
   */
  changePassword(headers: Headers, current: string, next: string): Promise<readonly string[] | undefined>
  /** As the library stores it. */
  hashPassword(password: string): Promise<string>
  sessions(headers: Headers, reviewerId: string): Promise<readonly OwnSession[]>
  /** False for a session that is not theirs. */
  endSession(reviewerId: string, sessionId: string): Promise<boolean>
  endSessions(reviewerId: string): Promise<void>
  /** Whether single keys act for them. */
  setShortcuts(reviewerId: string, hasShortcuts: boolean): Promise<void>
}

export const ownAccount = (auth: DeskAuth, options: { readonly issuer: string }): OwnAccount => {
  const tokenOf = async (headers: Headers): Promise<string | undefined> =>
    (await auth.api.getSession({ headers }))?.session.token

  /** A session begun with the password alone, before there was a second factor, must not gain by it. */
  const endOtherSessions = async (reviewerId: string, token: string | undefined): Promise<void> => {
    const { internalAdapter } = await auth.$context
    for (const session of await internalAdapter.listSessions(reviewerId))
      if (session.token !== token) await internalAdapter.deleteSession(session.token)
  }

  return {
    async enrolment(reviewer) {
      const stored = await twoFactorOf(auth, reviewer.id)
      if (!stored || (reviewer.enrolled && stored.verified !== false)) return undefined
      const { secretConfig } = await auth.$context
      const open = (data: string): Promise<string> => symmetricDecrypt({ key: secretConfig, data })
      const secret = base32(new TextEncoder().encode(await open(stored.secret)))
      const issuer = encodeURIComponent(options.issuer)
      const label = `${issuer}:${encodeURIComponent(reviewer.email)}`
      return {
        uri: `otpauth://totp/${label}?secret=${secret}&issuer=${issuer}&digits=6&period=30`,
        secret,
        backupCodes: JSON.parse(await open(stored.backupCodes)) as string[],
      }
    },

    async beginEnrolment(headers, password) {
      const answer = await auth.api.enableTwoFactor({ body: { password }, headers, asResponse: true })
      if (succeeded(answer)) return 'begun'
      return (await refusalCode(answer)) === 'INVALID_PASSWORD' ? undefined : 'known'
    },

    async enrol(headers, reviewerId, code) {
      const { answer } = await verifyTimeCode(auth, headers, reviewerId, code.replaceAll(/\s/gu, ''))
      const cookies = answer.headers.getSetCookie()
      if (!succeeded(answer)) return { outcome: 'wrong', cookies }
      // a first enrolment has made a session of its own; a second factor beside a passkey goes on in this one
      const found = await auth.api.getSession({
        headers: cookies.length > 0 ? sendingBack(cookies) : headers,
      })
      if (found) await endOtherSessions(found.user.id, found.session.token)
      return { outcome: 'in', cookies }
    },

    async requireMoreThanPassword(headers, reviewerId) {
      const { internalAdapter } = await auth.$context
      await internalAdapter.updateUser(reviewerId, { twoFactorEnabled: true })
      await endOtherSessions(reviewerId, await tokenOf(headers))
    },

    async backupCodesLeft(reviewerId) {
      const stored = await twoFactorOf(auth, reviewerId)
      if (!stored || stored.verified === false) return undefined
      const { backupCodes } = await auth.api.viewBackupCodes({ body: { userId: reviewerId } })
      return backupCodes.length
    },

    async newBackupCodes(headers, password) {
      const answer = await auth.api.generateBackupCodes({ body: { password }, headers, asResponse: true })
      if (!succeeded(answer)) return undefined
      return ((await answer.json()) as { readonly backupCodes: readonly string[] }).backupCodes
    },

    async isPassword(reviewerId, password) {
      const { internalAdapter, password: hashing } = await auth.$context
      const logins = await internalAdapter.findAccounts(reviewerId)
      const hash = logins.find(({ providerId }) => providerId === 'credential')?.password
      return typeof hash === 'string' && hashing.verify({ hash, password })
    },

    async changePassword(headers, currentPassword, newPassword) {
      const answer = await auth.api.changePassword({
        body: { currentPassword, newPassword, revokeOtherSessions: true },
        headers,
        asResponse: true,
      })
      return succeeded(answer) ? answer.headers.getSetCookie() : undefined
    },

    async hashPassword(password) {
      return (await auth.$context).password.hash(password)
    },

    async sessions(headers, reviewerId) {
      const { internalAdapter } = await auth.$context
      const token = await tokenOf(headers)
      const sessions = await internalAdapter.listSessions(reviewerId, { onlyActiveSessions: true })
      return sessions
        .map((session) => ({
          id: session.id,
          beganAt: session.createdAt,
          browser: session.userAgent ?? '',
          isThis: session.token === token,
        }))
        .toSorted((one, other) => other.beganAt.getTime() - one.beganAt.getTime())
    },

    async endSession(reviewerId, sessionId) {
      const { internalAdapter } = await auth.$context
      const sessions = await internalAdapter.listSessions(reviewerId)
      const session = sessions.find(({ id }) => id === sessionId)
      if (session) await internalAdapter.deleteSession(session.token)
      return session !== undefined
    },

    async endSessions(reviewerId) {
      const { internalAdapter } = await auth.$context
      await internalAdapter.deleteUserSessions(reviewerId)
    },

    async setShortcuts(reviewerId, hasShortcuts) {
      const { internalAdapter } = await auth.$context
      await internalAdapter.updateUser(reviewerId, { hasShortcuts })
    },
  }
}

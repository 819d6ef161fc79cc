import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { symmetricDecrypt } from 'better-auth/crypto'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { Fault } from '../../core/fault.ts'
import type { Host } from '../../core/ports.ts'
import { type Role, roles } from '../../core/role.ts'
import { base32 } from './base32.ts'

/** Who is at the desk. Nothing but enrolment is open to one who is not `enrolled` with a second factor. */
export interface Reviewer {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly enrolled: boolean
  readonly role: Role
}

/** What to put into the answer beside the outcome: values of Set-Cookie headers. */
export interface Signing<Outcome extends string> {
  readonly outcome: Outcome
  readonly cookies: readonly string[]
}

/** What a new reviewer takes home; shown until a first code proves that they have. */
export interface Enrolment {
  /** `otpauth://totp/…`, as authenticator apps scan it. */
  readonly uri: string
  /** Base32, for typing. */
  readonly secret: string
  readonly backupCodes: readonly string[]
}

/**
 * The reviewers' accounts and sessions, on better-auth. Its own HTTP routes are not served: all goes through the
 * desk's pages, so nobody can sign up, and nothing skips the second factor. `headers` are the request's.
 */
export interface ReviewerAuth {
  find(headers: Headers): Promise<Reviewer | undefined>
  /** The password. `code`: a second factor is asked next; `enrol`: in, but only to set one up. */
  signIn(email: string, password: string): Promise<Signing<'wrong' | 'code' | 'enrol'>>
  /** The second factor: six digits from the app, or a backup code. `over`: back to the password. */
  enterCode(headers: Headers, code: string): Promise<Signing<'in' | 'wrong' | 'over' | 'locked'>>
  /** Undefined once enrolled. */
  enrolment(reviewer: Reviewer): Promise<Enrolment | undefined>
  /** Ends the enrolment with a first code from the app. */
  enrol(headers: Headers, code: string): Promise<Signing<'in' | 'wrong'>>
  signOut(headers: Headers): Promise<readonly string[]>
  hasReviewers(): Promise<boolean>
  /** Makes a reviewer, with a random password unless one is given; undefined when the e-mail address is taken. */
  createReviewer(reviewer: {
    readonly email: string
    readonly name: string
    readonly role?: Role
    readonly password?: string
  }): Promise<{ readonly password: string } | undefined>
}

export interface ReviewerAuthOptions {
  /** A Kysely handle on the database that holds the reviewers' tables. */
  readonly database: Extract<BetterAuthOptions['database'], { db: unknown }>['db']
  /** Signs cookies and encrypts TOTP secrets; at least 32 characters, and the same after a restart. */
  readonly secret: string
  /** Where the service is reached, `https://desk.example.org`; cookies are Secure when it is https. */
  readonly publicUrl: string
  /** Named in the authenticator app. */
  readonly issuer: string
  readonly randomBytes: Host['randomBytes']
}

const sessionHours = 12

export const createReviewerAuth = (options: ReviewerAuthOptions): ReviewerAuth => {
  if (options.secret.length < 32) throw new Fault('alert', 'The secret of the desk’s sessions is too short.')
  const auth = betterAuth({
    appName: options.issuer,
    baseURL: options.publicUrl,
    basePath: '/desk/auth',
    secret: options.secret,
    database: { db: options.database, type: 'postgres', transaction: true },
    user: {
      modelName: 'reviewer',
      additionalFields: { role: { type: [...roles], input: false, defaultValue: 'reviewer' } },
    },
    account: { modelName: 'reviewer_login' },
    verification: { modelName: 'reviewer_verification' },
    session: {
      modelName: 'reviewer_session',
      expiresIn: sessionHours * 60 * 60,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    plugins: [
      twoFactor({
        issuer: options.issuer,
        schema: { twoFactor: { modelName: 'reviewer_two_factor' } },
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 15 * 60 },
      }),
    ],
    advanced: {
      cookiePrefix: 'sealpass-desk',
      useSecureCookies: options.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/desk' },
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })

  return {
    async find(headers) {
      const found = await auth.api.getSession({ headers })
      return found
        ? {
            id: found.user.id,
            name: found.user.name,
            email: found.user.email,
            enrolled: found.user.twoFactorEnabled === true,
            role: found.user.role,
          }
        : undefined
    },

    async signIn(email, password) {
      const answer = await auth.api.signInEmail({
        // false: the cookie ends with the browser
        body: { email, password, rememberMe: false },
        headers: new Headers(),
        asResponse: true,
      })
      if (!succeeded(answer)) return { outcome: 'wrong', cookies: [] }
      const cookies = answer.headers.getSetCookie()
      const body: unknown = await answer.json()
      if (typeof body === 'object' && body !== null && 'twoFactorRedirect' in body)
        return { outcome: 'code', cookies }
      // the secret has to be made now: it takes the password
      await auth.api.enableTwoFactor({ body: { password }, headers: sendingBack(cookies) })
      return { outcome: 'enrol', cookies }
    },

    async enterCode(headers, code) {
      const plain = code.replaceAll(/\s/gu, '')
      const answer = /^\d{6}$/u.test(plain)
        ? await auth.api.verifyTOTP({ body: { code: plain }, headers, asResponse: true })
        : await auth.api.verifyBackupCode({ body: { code: plain }, headers, asResponse: true })
      const cookies = answer.headers.getSetCookie()
      if (succeeded(answer)) return { outcome: 'in', cookies }
      return { outcome: await refusalOf(answer), cookies }
    },

    async enrolment(reviewer) {
      if (reviewer.enrolled) return undefined
      const context = await auth.$context
      const stored = await context.adapter.findOne<{ secret: string; backupCodes: string }>({
        model: 'twoFactor',
        where: [{ field: 'userId', value: reviewer.id }],
      })
      if (!stored) return undefined
      const open = (data: string): Promise<string> => symmetricDecrypt({ key: context.secretConfig, data })
      const secret = base32(new TextEncoder().encode(await open(stored.secret)))
      const issuer = encodeURIComponent(options.issuer)
      const label = `${issuer}:${encodeURIComponent(reviewer.email)}`
      return {
        uri: `otpauth://totp/${label}?secret=${secret}&issuer=${issuer}&digits=6&period=30`,
        secret,
        backupCodes: JSON.parse(await open(stored.backupCodes)) as string[],
      }
    },

    async enrol(headers, code) {
      const answer = await auth.api.verifyTOTP({
        body: { code: code.replaceAll(/\s/gu, '') },
        headers,
        asResponse: true,
      })
      return { outcome: succeeded(answer) ? 'in' : 'wrong', cookies: answer.headers.getSetCookie() }
    },

    async signOut(headers) {
      const answer = await auth.api.signOut({ headers, asResponse: true })
      return answer.headers.getSetCookie()
    },

    async hasReviewers() {
      const context = await auth.$context
      return (await context.adapter.count({ model: 'user' })) > 0
    },

    async createReviewer({ email, name, role = 'reviewer', password = randomPassword(options.randomBytes) }) {
      const context = await auth.$context
      const address = email.toLowerCase()
      if (await context.internalAdapter.findUserByEmail(address)) return undefined
      const user = await context.internalAdapter.createUser(
        { email: address, name, role, emailVerified: true },
        { method: 'email-password' },
      )
      await context.internalAdapter.linkAccount({
        userId: user.id,
        accountId: user.id,
        providerId: 'credential',
        password: await context.password.hash(password),
      })
      return { password }
    },
  }
}

/** A refusal is an outcome; anything else that goes wrong is not the person's to mend. */
const succeeded = (answer: Response): boolean => {
  if (answer.status >= 500) throw new Fault('retry', `Signing in failed with status ${answer.status}.`)
  return answer.ok
}

const refusals: Readonly<Record<string, 'over' | 'locked'>> = {
  INVALID_TWO_FACTOR_COOKIE: 'over',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'over',
  ACCOUNT_TEMPORARILY_LOCKED: 'locked',
}

const refusalOf = async (answer: Response): Promise<'wrong' | 'over' | 'locked'> => {
  const body: unknown = await answer.json()
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : ''
  return refusals[code] ?? 'wrong'
}

/** The headers of the request that a browser would make next. */
const sendingBack = (cookies: readonly string[]): Headers =>
  new Headers({ cookie: cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ') })

/** 32 characters that are not mistaken for each other: 5 bits each, so 100 bits in all. */
const passwordAlphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
const randomPassword = (randomBytes: Host['randomBytes']): string =>
  Array.from(randomBytes(20), (byte) => passwordAlphabet.charAt(byte % 32))
    .join('')
    .replace(/(.{5})(?=.)/gu, '$1-')

import type { Host } from '../../../core/ports.ts'
import type { Role } from '../../../core/role.ts'
import type { Reviewer, Signing } from '../auth.ts'
import { browserOnly, refusalCode, sendingBack, succeeded, withoutCookie } from './answers.ts'
import { type DeskAuth, isDisabled } from './betterAuth.ts'
import { verifyTimeCode } from './timeCodes.ts'

/** The ways in and out. */
export interface SigningIn {
  find(headers: Headers): Promise<Reviewer | undefined>
  /** Undefined for an unknown address. */
  whoHas(email: string): Promise<{ readonly id: string; readonly enrolled: boolean } | undefined>
  /**
   * The password. `code`: a second factor is asked next; `passkey`: theirs is a passkey, which is no code; `enrol`: in,
   * but only to set one up.
   */
  signIn(
    headers: Headers,
    email: string,
    password: string,
  ): Promise<Signing<'wrong' | 'code' | 'passkey' | 'enrol'>>
  /** The id of who has given the password and is asked for a code; undefined when that is over. */
  whoIsAsked(headers: Headers): Promise<string | undefined>
  /**
   * The second factor of who is asked: six digits from the app, or a backup code. `used`: the app's were accepted
   * before, and its next ones will do. `over`: back to the password.
   */
  enterCode(
    headers: Headers,
    reviewerId: string,
    code: string,
  ): Promise<Signing<'in' | 'wrong' | 'used' | 'over'>>
  /** Lets one in who has shown two factors another way; undefined for one who is disabled or not there. */
  open(headers: Headers, reviewerId: string): Promise<readonly string[] | undefined>
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

export const signingIn = (
  auth: DeskAuth,
  options: { readonly randomBytes: Host['randomBytes'] },
): SigningIn => ({
  async find(headers) {
    const found = await auth.api.getSession({ headers })
    if (!found || isDisabled(found.user)) return undefined
    const { id, name, email, twoFactorEnabled, role, hasShortcuts } = found.user
    const enrolled = twoFactorEnabled === true
    return { id, name, email, enrolled, role, hasShortcuts, sessionId: found.session.id }
  },

  async whoHas(email) {
    const { internalAdapter } = await auth.$context
    const user: { id: string; twoFactorEnabled?: unknown } | undefined = (
      await internalAdapter.findUserByEmail(email)
    )?.user
    return user && { id: user.id, enrolled: user.twoFactorEnabled === true }
  },

  async signIn(headers, email, password) {
    const answer = await auth.api.signInEmail({
      // false: the cookie ends with the browser
      body: { email, password, rememberMe: false },
      headers: browserOnly(headers),
      asResponse: true,
    })
    if (!succeeded(answer)) return { outcome: 'wrong', cookies: [] }
    const cookies = answer.headers.getSetCookie()
    const body: unknown = await answer.json()
    if (typeof body === 'object' && body !== null && 'twoFactorRedirect' in body) {
      const asksCode = 'twoFactorMethods' in body && String(body.twoFactorMethods).includes('totp')
      return asksCode ? { outcome: 'code', cookies } : { outcome: 'passkey', cookies: [] }
    }
    // the secret has to be made now: it takes the password
    await auth.api.enableTwoFactor({ body: { password }, headers: sendingBack(cookies) })
    return { outcome: 'enrol', cookies }
  },

  async whoIsAsked(headers) {
    const { userId } = await auth.api.whoIsAsked({ headers })
    if (userId === undefined || userId === '') return undefined
    const { internalAdapter } = await auth.$context
    return isDisabled(await internalAdapter.findUserById(userId)) ? undefined : userId
  },

  async enterCode(browser, reviewerId, code) {
    const plain = code.replaceAll(/\s/gu, '')
    const { authCookies } = await auth.$context
    // whoever is signed in in this browser already would be asked in the place of who has given the password
    const headers = withoutCookie(browser, authCookies.sessionToken.name)
    const { answer, isUsed } = /^\d{6}$/u.test(plain)
      ? await verifyTimeCode(auth, headers, reviewerId, plain)
      : {
          answer: await auth.api.verifyBackupCode({ body: { code: plain }, headers, asResponse: true }),
          isUsed: false,
        }
    const cookies = answer.headers.getSetCookie()
    if (succeeded(answer)) return { outcome: 'in', cookies }
    if (over.has(await refusalCode(answer))) return { outcome: 'over', cookies }
    return { outcome: isUsed ? 'used' : 'wrong', cookies }
  },

  async open(headers, reviewerId) {
    const answer = await auth.api.openSession({
      body: { userId: reviewerId },
      headers: browserOnly(headers),
      asResponse: true,
    })
    const cookies = answer.headers.getSetCookie()
    return succeeded(answer) && cookies.length > 0 ? cookies : undefined
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
})

/** Refusals after which the password is asked again. */
const over: ReadonlySet<string> = new Set(['INVALID_TWO_FACTOR_COOKIE', 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE'])

/** 32 characters that are not mistaken for each other: 5 bits each, so 100 bits in all. */
const passwordAlphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
const randomPassword = (randomBytes: Host['randomBytes']): string =>
  Array.from(randomBytes(20), (byte) => passwordAlphabet.charAt(byte % 32))
    .join('')
    .replace(/(.{5})(?=.)/gu, '$1-')

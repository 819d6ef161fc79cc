import { betterAuth, type BetterAuthOptions, type BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { twoFactor } from 'better-auth/plugins/two-factor'
import * as z from 'zod'
import { Fault } from '../../../core/fault.ts'
import type { Host } from '../../../core/ports.ts'
import { roles } from '../../../core/role.ts'
import { browserName } from './browserName.ts'
import { maxPasswordLength, minPasswordLength } from './passwordLength.ts'

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
const twoFactorTable = 'reviewer_two_factor'

/**
 * The library as the desk uses it. Whichever way a session is begun, it ends after `sessionHours`, keeps nothing of
 * its browser but the kind, and is not begun at all for one who is disabled: better-auth asks here before each.
 */
export const openBetterAuth = (options: ReviewerAuthOptions) => {
  if (options.secret.length < 32) throw new Fault('alert', 'The secret of the desk’s sessions is too short.')
  const auth = betterAuth({
    appName: options.issuer,
    baseURL: options.publicUrl,
    basePath: '/desk/auth',
    secret: options.secret,
    database: { db: options.database, type: 'postgres', transaction: true },
    user: {
      modelName: 'reviewer',
      additionalFields: {
        role: { type: [...roles], input: false, defaultValue: 'reviewer' },
        hasShortcuts: { type: 'boolean', input: false, defaultValue: true, fieldName: 'has_shortcuts' },
        disabledAt: { type: 'date', input: false, required: false, fieldName: 'disabled_at' },
      },
    },
    account: { modelName: 'reviewer_login' },
    verification: { modelName: 'reviewer_verification' },
    session: {
      modelName: 'reviewer_session',
      expiresIn: sessionHours * 60 * 60,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const { internalAdapter } = await auth.$context
            const reviewer: unknown = await internalAdapter.findUserById(session.userId)
            if (isDisabled(reviewer)) return false
            const expiresAt = new Date(Date.now() + sessionHours * 60 * 60_000)
            return { data: { expiresAt, userAgent: browserName(session.userAgent ?? '') } }
          },
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: options.issuer,
        schema: { twoFactor: { modelName: twoFactorTable } },
        // the desk has a limit of its own, for every way in
        accountLockout: { enabled: false },
      }),
      ofTheDesk(),
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
  return auth
}

export type DeskAuth = ReturnType<typeof openBetterAuth>

/** What was found may lack what only our table has; who cannot be looked at is let in nowhere. */
export const isDisabled = (reviewer: unknown): boolean =>
  typeof reviewer !== 'object' ||
  reviewer === null ||
  !('disabledAt' in reviewer) ||
  reviewer.disabledAt !== null

/** What the desk adds to the library. Its endpoints are called by the desk itself, never by a request. */
const ofTheDesk = () =>
  ({
    id: 'sealpass-desk',
    schema: {
      twoFactor: {
        modelName: twoFactorTable,
        fields: { lastStep: { type: 'number', input: false, returned: false, fieldName: 'last_step' } },
      },
    },
    endpoints: {
      /** A session for one who has shown two factors another way: a passkey, or their organisation's sign-in. */
      openSession: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ userId: z.string() }) },
        async (ctx) => {
          const { internalAdapter } = ctx.context
          const user = await internalAdapter.findUserById(ctx.body.userId)
          // null for one who is disabled
          const session = user && (await internalAdapter.createSession(user.id, true))
          if (!user || !session) return ctx.json({ isOpen: false })
          // true: the cookie ends with the browser
          await setSessionCookie(ctx, { session, user }, true)
          return ctx.json({ isOpen: true })
        },
      ),
      /** The id of who has given the password and not the code yet. */
      whoIsAsked: createAuthEndpoint.serverOnly({ method: 'POST' }, async (ctx) => {
        const { name } = ctx.context.createAuthCookie('two_factor')
        const identifier = await ctx.getSignedCookie(name, ctx.context.secret)
        const found = identifier && (await ctx.context.internalAdapter.findVerificationValue(identifier))
        return ctx.json({ userId: found && found.expiresAt > new Date() ? found.value : undefined })
      }),
    },
  }) satisfies BetterAuthPlugin

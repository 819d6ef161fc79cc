import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import * as z from 'zod'
import type { Passkeys } from '../../../core/accounts.ts'
import type { Reviewer } from '../auth.ts'

/** Registering passkeys and signing in with them (WebAuthn Level 3): discoverable, and only with user verification. */
export interface PasskeyCeremony {
  /** What a browser needs to make one for this reviewer; good for once. */
  beginRegistration(reviewer: Reviewer, now: Date): Promise<PublicKeyCredentialCreationOptionsJSON>
  /** `answer` is the browser's, as JSON text. False when it is not an answer to a question of ours. */
  register(reviewer: Reviewer, answer: string, name: string, now: Date): Promise<boolean>
  beginSignIn(now: Date): Promise<PublicKeyCredentialRequestOptionsJSON>
  /** The reviewer's id. A passkey shows two factors: that it is there, and who holds it. */
  signIn(answer: string, now: Date): Promise<string | undefined>
}

/** COSE's EdDSA, ES256 and RS256, which every host here can verify; what Node still calls an experiment is not asked for. */
const algorithms = [-8, -7, -257]

/** A passkey belongs to a domain name; undefined where the desk is reached by a bare IP address, which has none. */
export const relyingParty = (publicUrl: string): string | undefined => {
  const { hostname } = new URL(publicUrl)
  return /^[\d.]+$|:/u.test(hostname) ? undefined : hostname
}

export const passkeyCeremony = (options: {
  readonly passkeys: Passkeys
  readonly publicUrl: string
  /** The domain name, from `relyingParty`. */
  readonly domain: string
  /** Shown by the authenticator. */
  readonly serviceName: string
}): PasskeyCeremony => {
  const { passkeys, domain } = options
  const expected = {
    expectedOrigin: new URL(options.publicUrl).origin,
    expectedRPID: domain,
    requireUserVerification: true,
  }

  return {
    async beginRegistration(reviewer, now) {
      const { generateRegistrationOptions } = await library()
      const known = await passkeys.list(reviewer.id)
      const made = await generateRegistrationOptions({
        rpName: options.serviceName,
        rpID: domain,
        userName: reviewer.email,
        userDisplayName: reviewer.name,
        userID: new TextEncoder().encode(reviewer.id),
        attestationType: 'none',
        supportedAlgorithmIDs: algorithms,
        excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      await passkeys.keepChallenge(made.challenge, reviewer.id, now)
      return made
    },

    async register(reviewer, answer, name, now) {
      const response = parse(registration, answer)
      if (!response) return false
      const expectedChallenge = challengeIn(response.response.clientDataJSON)
      if (!(await passkeys.takeChallenge(expectedChallenge, reviewer.id, now))) return false
      const { verifyRegistrationResponse } = await library()
      const verified = await verifiedOrNot(
        verifyRegistrationResponse({
          ...expected,
          response,
          expectedChallenge,
          supportedAlgorithmIDs: algorithms,
        }),
      )
      if (verified?.verified !== true) return false
      const { credential } = verified.registrationInfo
      return passkeys.add(
        {
          credentialId: credential.id,
          reviewerId: reviewer.id,
          name,
          publicKey: credential.publicKey,
          counter: credential.counter,
          transports: response.response.transports ?? [],
        },
        now,
      )
    },

    async beginSignIn(now) {
      const { generateAuthenticationOptions } = await library()
      const made = await generateAuthenticationOptions({ rpID: domain, userVerification: 'required' })
      await passkeys.keepChallenge(made.challenge, undefined, now)
      return made
    },

    async signIn(answer, now) {
      const response = parse(authentication, answer)
      if (!response) return undefined
      const expectedChallenge = challengeIn(response.response.clientDataJSON)
      if (!(await passkeys.takeChallenge(expectedChallenge, undefined, now))) return undefined
      const passkey = await passkeys.find(response.id)
      if (!passkey) return undefined
      const { verifyAuthenticationResponse } = await library()
      const verified = await verifiedOrNot(
        verifyAuthenticationResponse({
          ...expected,
          response,
          expectedChallenge,
          credential: {
            id: passkey.credentialId,
            publicKey: new Uint8Array(passkey.publicKey),
            counter: passkey.counter,
          },
        }),
      )
      if (verified?.verified !== true) return undefined
      await passkeys.noteUse(passkey.credentialId, verified.authenticationInfo.newCounter, now)
      return passkey.reviewerId
    },
  }
}

/** Loaded when the first passkey is used: it brings parsers of certificates along. */
const library = async () => import('@simplewebauthn/server')

/** The library throws for whatever is wrong with an answer, and does nothing else that could fail. */
const verifiedOrNot = async <Verified>(verifying: Promise<Verified>): Promise<Verified | undefined> => {
  try {
    return await verifying
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

/** What the browser says it was asked to sign; the library compares it with what was signed. */
const challengeIn = (clientDataJSON: string): string =>
  parse(clientData, new TextDecoder().decode(base64UrlBytes(clientDataJSON)))?.challenge ?? ''

const base64UrlBytes = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0))

const parse = <Answer>(schema: z.ZodType<Answer>, text: string): Answer | undefined => {
  const parsed = jsonText.safeParse(text)
  return parsed.success ? schema.safeParse(parsed.data).data : undefined
}

const jsonText = z
  .string()
  .max(32_000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      context.addIssue('no JSON')
      return z.NEVER
    }
  })

const credential = z.object({
  id: z.string(),
  rawId: z.string(),
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
})
const base64url = z
  .string()
  .regex(/^[\w-]+$/u)
  .refine((text) => text.length % 4 !== 1)
const clientData = z.object({ challenge: z.string() })
const registration: z.ZodType<RegistrationResponseJSON> = credential.extend({
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
      .default([]),
  }),
})
const authentication: z.ZodType<AuthenticationResponseJSON> = credential.extend({
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
  }),
})

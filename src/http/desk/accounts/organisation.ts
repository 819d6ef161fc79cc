import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { createAuthorizationURL, validateAuthorizationCode, validateToken } from 'better-auth/oauth2'
import * as z from 'zod'
import { Fault } from '../../../core/fault.ts'

/**
 * Signing in with the organisation's own OpenID provider: authorization code with PKCE, state and nonce (OpenID Connect
 * Core 1.0, RFC 7636, RFC 9207). It only tells who comes; nothing of the provider's is kept, and nobody becomes a
 * reviewer by it.
 */
export interface OrganisationSignIn {
  /** Where the browser is sent, and what it has to bring back in a cookie; undefined when the provider is down. */
  begin(): Promise<{ readonly url: string; readonly sealed: string } | undefined>
  /** `query` is what the provider sent the browser back with. The address is one that the provider has verified. */
  finish(query: URLSearchParams, sealed: string): Promise<{ readonly email: string } | 'refused' | 'down'>
}

export const organisationPath = '/desk/sign-in/organisation'
/** How long signing in there may take. */
export const organisationMinutes = 10

export interface OrganisationOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly publicUrl: string
  /** Seals what the browser carries meanwhile. */
  readonly secret: string
  /** Told why a sign-in failed that is the operator's or the provider's to mend. */
  readonly report: (error: unknown) => void
}

const discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
  id_token_signing_alg_values_supported: z.array(z.string()).default(['RS256']),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
})
const carried = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), until: z.number() })
const claims = z.object({
  nonce: z.string(),
  email: z.string().min(3),
  email_verified: z.union([z.literal(true), z.literal('true')]),
  azp: z.string().optional(),
})

const timeoutMs = 10_000
/** Seconds that the provider's clock may differ by. */
const clockTolerance = 60

export const organisationSignIn = (options: OrganisationOptions): OrganisationSignIn => {
  const { issuer, clientId, clientSecret } = options
  const redirectURI = `${options.publicUrl}${organisationPath}/back`
  const client = { clientId, clientSecret }

  const provider = async (): Promise<z.infer<typeof discovery>> => {
    const answer = await fetch(`${issuer.replace(/\/$/u, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(timeoutMs),
      // not 'error', which workerd does not know: what is answered is refused below
      redirect: 'manual',
    })
    if (!answer.ok) throw new Fault('retry', `The OpenID provider answered ${answer.status}.`)
    const found = discovery.parse(await answer.json())
    if (found.issuer !== issuer)
      throw new Fault('alert', 'The OpenID provider names itself otherwise than DESK_OIDC_ISSUER.')
    return found
  }

  /** Gives up on what fails for reasons that are not the person's, and tells the operator which. */
  const orDown = async <Value>(step: string, work: Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work
    } catch (cause) {
      options.report(
        new Fault('alert', `The OpenID provider’s ${step} failed${oauthCode(cause)}.`, { cause }),
      )
      return undefined
    }
  }

  const open = async (sealed: string): Promise<z.infer<typeof carried> | undefined> => {
    try {
      const text = await symmetricDecrypt({ key: options.secret, data: sealed })
      return carried.parse(JSON.parse(text))
    } catch (error) {
      // a cookie that is not ours, or of another secret
      if (error instanceof Error) return undefined
      throw error
    }
  }

  return {
    async begin() {
      const found = await orDown('configuration', provider())
      if (!found) return undefined
      const sent = {
        state: generateRandomString(32),
        nonce: generateRandomString(32),
        verifier: generateRandomString(64),
      }
      const url = await createAuthorizationURL({
        id: 'organisation',
        options: client,
        authorizationEndpoint: found.authorization_endpoint,
        redirectURI,
        scopes: ['openid', 'email'],
        state: sent.state,
        nonce: sent.nonce,
        codeVerifier: sent.verifier,
      })
      const until = Date.now() + organisationMinutes * 60_000
      const sealed = await symmetricEncrypt({ key: options.secret, data: JSON.stringify({ ...sent, until }) })
      return { url: url.href, sealed }
    },

    async finish(query, sealed) {
      const sent = await open(sealed)
      const code = query.get('code')
      if (!sent || sent.until < Date.now() || query.get('state') !== sent.state || code === null)
        return 'refused'
      const found = await orDown('configuration', provider())
      if (!found) return 'down'
      const from = query.get('iss')
      if (from === null ? found.authorization_response_iss_parameter_supported : from !== issuer)
        return 'refused'
      const tokens = await orDown(
        'exchange of the code',
        validateAuthorizationCode({
          code,
          codeVerifier: sent.verifier,
          redirectURI,
          options: client,
          tokenEndpoint: found.token_endpoint,
          authentication: found.token_endpoint_auth_methods_supported.includes('client_secret_basic')
            ? 'basic'
            : 'post',
        }),
      )
      if (tokens?.idToken === undefined) return 'down'
      const verified = await orDown(
        'identity token',
        validateToken(tokens.idToken, found.jwks_uri, {
          issuer,
          audience: clientId,
          // never what a client secret could have signed, nor what nobody did
          algorithms: found.id_token_signing_alg_values_supported.filter((name) =>
            /^(?:RS|PS|ES|EdDSA)/u.test(name),
          ),
          requiredClaims: ['sub', 'exp', 'iat'],
          clockTolerance,
        }),
      )
      if (!verified) return 'down'
      const told = claims.safeParse(verified.payload)
      if (!told.success || told.data.nonce !== sent.nonce || (told.data.azp ?? clientId) !== clientId)
        return 'refused'
      return { email: told.data.email.toLowerCase() }
    },
  }
}

/** `: invalid_client`, as RFC 6749 names what is wrong. */
const oauthCode = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'error' in error ? error.error : undefined
  return typeof code === 'string' && /^[a-z_]{1,40}$/u.test(code) ? `: ${code}` : ''
}

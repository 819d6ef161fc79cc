import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface OpenIdProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Whom the next sign-in is of, and what the token says otherwise than it should. */
  claims: Record<string, unknown>
  /** Signs with a key that is not among the published ones. */
  signsWithForeignKey: boolean
  /** Answers every request with 503. */
  isDown: boolean
  /** Why it refused, oldest first. */
  readonly refusals: string[]
  close(): Promise<void>
}

interface Grant {
  readonly redirectUri: string
  readonly challenge: string
  readonly nonce: string
  isUsed: boolean
}

/**
 * An OpenID provider on this machine that is as strict as those in use: the redirect address is the registered one to
 * the letter, PKCE by S256 is asked for, the client shows its secret by HTTP Basic, and a code is good once.
 */
export const openIdProvider = async (registered: { redirectUri: string }): Promise<OpenIdProvider> => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const grants = new Map<string, Grant>()
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: OpenIdProvider = {
    issuer,
    clientId: 'sealpass-desk',
    clientSecret: 'a secret/with: signs+that=need%encoding',
    claims: {},
    signsWithForeignKey: false,
    isDown: false,
    refusals: [],
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  const json = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const refuse = (response: ServerResponse, status: number, error: string, why: string): void => {
    provider.refusals.push(why)
    json(response, status, { error })
  }

  const authorize = (query: URLSearchParams, response: ServerResponse): void => {
    const redirectUri = query.get('redirect_uri')
    // never back to an address that is not registered
    if (query.get('client_id') !== provider.clientId || redirectUri !== registered.redirectUri)
      return refuse(response, 400, 'invalid_request', 'redirect_uri')
    const scopes = query.get('scope')?.split(' ') ?? []
    if (
      query.get('response_type') !== 'code' ||
      query.get('code_challenge_method') !== 'S256' ||
      !scopes.includes('openid')
    )
      return refuse(response, 400, 'invalid_request', 'request')
    const code = randomBytes(16).toString('base64url')
    grants.set(code, {
      redirectUri,
      challenge: query.get('code_challenge') ?? '',
      nonce: query.get('nonce') ?? '',
      isUsed: false,
    })
    const back = new URL(redirectUri)
    back.search = new URLSearchParams({ code, state: query.get('state') ?? '', iss: issuer }).toString()
    response.writeHead(302, { location: back.href }).end()
  }

  const token = (form: URLSearchParams, authorization: string, response: ServerResponse): void => {
    // RFC 6749, 2.3.1: both halves are form-encoded before they become base64
    const basic = [provider.clientId, provider.clientSecret].map((half) => formEncoded(half)).join(':')
    if (authorization !== `Basic ${Buffer.from(basic).toString('base64')}`)
      return refuse(response, 401, 'invalid_client', 'client')
    const grant = grants.get(form.get('code') ?? '')
    if (!grant || grant.isUsed || form.get('grant_type') !== 'authorization_code')
      return refuse(response, 400, 'invalid_grant', grant ? 'used code' : 'code')
    grant.isUsed = true
    if (form.get('redirect_uri') !== grant.redirectUri)
      return refuse(response, 400, 'invalid_grant', 'redirect_uri')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (challenge !== grant.challenge) return refuse(response, 400, 'invalid_grant', 'verifier')
    const seconds = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer,
      aud: provider.clientId,
      sub: 'subject-1',
      iat: seconds,
      exp: seconds + 300,
      nonce: grant.nonce,
      ...provider.claims,
    }
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`
    const signer = provider.signsWithForeignKey ? foreign : key
    const signature = createSign('RSA-SHA256').update(signed).sign(signer.privateKey, 'base64url')
    json(response, 200, {
      access_token: 'opaque',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: `${signed}.${signature}`,
    })
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', issuer)
    if (provider.isDown) return json(response, 503, {})
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /.well-known/openid-configuration':
        return json(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
          token_endpoint_auth_methods_supported: ['client_secret_basic'],
          authorization_response_iss_parameter_supported: true,
        })
      case 'GET /keys':
        return json(response, 200, {
          keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }],
        })
      case 'GET /authorize':
        return authorize(url.searchParams, response)
      case 'POST /token':
        return token(new URLSearchParams(await text(request)), request.headers.authorization ?? '', response)
      default:
        return json(response, 404, {})
    }
  }
  return provider
}

const formEncoded = (value: string): string => new URLSearchParams([['', value]]).toString().slice(1)

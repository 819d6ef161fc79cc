import { createMiddleware } from 'hono/factory'
import type { ApiScope } from '../../core/apiToken.ts'
import type { ApiDeps, ApiEnv } from './apiEnv.ts'
import { refuse } from './problems.ts'

const realm = 'Bearer realm="Sealpass"'

/** Lets by who comes with a valid token (RFC 6750), and not too often. */
export const bearersOnly = ({ tokens, host }: Pick<ApiDeps, 'tokens' | 'host'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const now = host.now()
    const given = /^Bearer +([\w.~+/-]+=*)$/iu.exec(c.req.header('authorization') ?? '')?.[1]
    const bearer = given === undefined ? undefined : await tokens.find(given, now)
    if (!bearer)
      return refuse(
        c,
        'unauthenticated',
        {},
        { 'www-authenticate': given === undefined ? realm : `${realm}, error="invalid_token"` },
      )
    const retryAt = await tokens.limit(bearer.tokenId, now)
    if (retryAt) {
      const seconds = Math.max(1, Math.ceil((retryAt.getTime() - now.getTime()) / 1000))
      return refuse(c, 'tooManyRequests', {}, { 'retry-after': String(seconds) })
    }
    c.set('bearer', bearer)
    return next()
  })

/** What a route says of itself when it takes a scope, and the guard that sees to it. */
export const takes = (scope: ApiScope) => ({
  security: [{ token: [scope] }],
  middleware: [
    createMiddleware<ApiEnv>(async (c, next) => {
      if (c.get('bearer').scopes.includes(scope)) return next()
      const challenge = `${realm}, error="insufficient_scope", scope="${scope}"`
      return refuse(c, 'scopeMissing', {}, { 'www-authenticate': challenge })
    }),
  ],
})

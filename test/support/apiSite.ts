import { apiAnswers } from '../../src/adapters/postgres/apiAnswers.ts'
import { createDesk } from '../../src/adapters/postgres/desk.ts'
import { type ApiScope, apiScopes, type ApiTokens } from '../../src/core/apiToken.ts'
import type { ApiDeps } from '../../src/http/api/apiEnv.ts'
import { apiRoutes } from '../../src/http/api/apiRoutes.tsx'
import { deskOrigin } from './deskBrowser.ts'
import { type DeskFixture, tuesday } from './deskFixture.ts'
import { openIntegrations } from './integrations.ts'

export interface ApiClient {
  readonly token: string
  /** As the desk and the audit log name it. */
  readonly actor: string
  get(path: string): Promise<Response>
  /** `body` is sent as JSON; text as it is. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  delete(path: string): Promise<Response>
}

export interface ApiSite {
  readonly app: ReturnType<typeof apiRoutes>
  readonly tokens: ApiTokens
  /** What was logged as a failure. */
  readonly logged: object[]
  now: Date
  /** Another program, with a token of its own; of all scopes unless some are named. */
  client(scopes?: readonly ApiScope[]): Promise<ApiClient>
}

/** The API on a desk's database, asked without a port. */
export const openApiSite = ({ db, vault, objects }: DeskFixture, instead: Partial<ApiDeps> = {}): ApiSite => {
  const { tokens } = openIntegrations({ db, vault })
  const openDesk = (within: typeof db) => createDesk({ db: within, vault, objects })
  const logged: object[] = []
  const site: ApiSite = {
    tokens,
    logged,
    now: tuesday,
    app: apiRoutes({
      desk: openDesk(db),
      tokens,
      answers: apiAnswers(db, vault, openDesk),
      host: { now: () => site.now, uuid: () => 'reference' },
      log: { error: (fields) => void logged.push(fields) },
      publicUrl: deskOrigin,
      ...instead,
    }),
    async client(scopes = apiScopes) {
      const expiresAt = new Date(site.now.getTime() + 86_400_000)
      const token = await tokens.make({ name: 'console', scopes, expiresAt }, 'admin', site.now)
      const bearer = await tokens.find(token, site.now)
      const ask = async (path: string, method: string, init: RequestInit = {}) =>
        site.app.request(`${deskOrigin}/api${path}`, {
          method,
          ...init,
          headers: { authorization: `Bearer ${token}`, ...init.headers },
        })
      return {
        token,
        actor: `token:${bearer?.tokenId}`,
        get: (path) => ask(path, 'GET'),
        post: (path, body, headers = {}) =>
          ask(path, 'POST', {
            ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
            headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
          }),
        delete: (path) => ask(path, 'DELETE'),
      }
    },
  }
  return site
}

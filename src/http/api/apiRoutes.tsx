import { OpenAPIHono } from '@hono/zod-openapi'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { apiScopes, scopeNames } from '../../core/apiToken.ts'
import { type Language, languages } from '../../core/application.ts'
import { Fault } from '../../core/fault.ts'
import type { ApiDeps, ApiEnv } from './apiEnv.ts'
import { applicationRoutes } from './applicationRoutes.ts'
import { bearersOnly } from './bearers.ts'
import { type Description, docsPage } from './docsPage.tsx'
import { type ProblemKind, problemKinds, refuse } from './problems.ts'
import { queueRoutes } from './queueRoutes.ts'
import { webhookMessages } from './webhookSchemas.ts'

const maxBodyBytes = 32 * 1024

/**
 * The API below `/api`, with its description at `/api/openapi.json` and, to read, `/api/docs`. Whatever it refuses, an
 * unknown address too, is a problem of RFC 9457; no answer repeats what was sent. Nothing is cached.
 */
export const apiRoutes = (deps: ApiDeps): Hono => {
  const app = new OpenAPIHono<ApiEnv>().basePath('/api')

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
      xFrameOptions: 'DENY',
      ...(deps.publicUrl.startsWith('https:') ? {} : { strictTransportSecurity: false }),
    }),
  )
  app.use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  app.use('/v1/*', bodyLimit({ maxSize: maxBodyBytes, onError: (c) => refuse(c, 'tooLarge') }))
  app.use('/v1/*', bearersOnly(deps))

  const v1 = new OpenAPIHono<ApiEnv>()
  v1.route('/', queueRoutes(deps))
  v1.route('/', applicationRoutes(deps))
  app.route('/v1', v1)
  for (const [path, methods] of methodsByPath(v1))
    app.all(`/v1${path}`, (c) => refuse(c, 'methodNotAllowed', {}, { allow: methods.join(', ') }))

  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: `A token of the desk’s page Integrations (\`spk_…\`), with scopes: ${apiScopes
      .map((scope) => `\`${scope}\` (${scopeNames[scope].en.toLowerCase()})`)
      .join(', ')}.`,
  })
  for (const message of webhookMessages) app.openAPIRegistry.registerWebhook(message)
  let described: Description | undefined
  const describe = (): Description =>
    (described ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Sealpass',
        version: '1',
        description:
          'The review desk for other programs. Times are ISO 8601 in UTC. Every refusal is a problem of RFC 9457 (`application/problem+json`); besides those that an operation names, any may be answered with 401, 403, 405, 429, 500 or 503.',
      },
      servers: [{ url: deps.publicUrl }],
      tags: [{ name: 'Queue' }, { name: 'Review' }],
    }))
  app.get('/openapi.json', (c) => c.json(describe()))
  app.get('/docs', (c) => c.html(docsPage({ description: describe(), language: languageOf(c) })))
  app.get('/problems/:kind', (c) => {
    const kind = problemKinds.find((each) => each === c.req.param('kind'))
    return kind === undefined ? refuse(c, 'notFound') : c.redirect(`/api/docs#problem-${kind}`)
  })

  // on a door of its own, because an app below a path is asked about no other
  const door = new Hono()
  door.route('/', app)
  door.notFound((c) => refuse(c, 'notFound'))
  door.onError((error, c) => answerFault(deps, error, c))
  return door
}

/** What the library refuses by itself, by status. */
const thrownProblems: Readonly<Record<number, ProblemKind>> = {
  400: 'invalidRequest',
  413: 'tooLarge',
  415: 'unsupportedMediaType',
}

const answerFault = ({ host, log }: Pick<ApiDeps, 'host' | 'log'>, err: unknown, c: Context): Response => {
  const known = err instanceof HTTPException ? thrownProblems[err.status] : undefined
  if (known) return refuse(c, known)
  const id = host.uuid()
  log.error({ id, err }, 'a request to the API failed')
  return err instanceof Fault && err.kind === 'retry'
    ? refuse(c, 'unavailable', {}, { 'retry-after': '5' })
    : refuse(c, 'fault', { reference: id })
}

const methodsByPath = (app: Pick<OpenAPIHono<ApiEnv>, 'routes'>): ReadonlyMap<string, readonly string[]> => {
  const byPath = new Map<string, string[]>()
  for (const { path, method } of app.routes) {
    const methods = byPath.get(path) ?? []
    if (!methods.includes(method)) byPath.set(path, [...methods, method])
  }
  return byPath
}

const languageOf = (c: Context): Language => {
  const chosen = languages.find((each) => each === c.req.query('language'))
  if (chosen) return chosen
  return /^\s*zh\b/iu.test(c.req.header('accept-language') ?? '') ? 'zh-CN' : 'en'
}

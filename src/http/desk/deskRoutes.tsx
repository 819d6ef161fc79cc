import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { type Language, languages } from '../../core/application.ts'
import type { ApiTokens } from '../../core/apiToken.ts'
import type { Accounts } from '../../core/accounts.ts'
import type { Desk } from '../../core/desk.ts'
import type { Oversight } from '../../core/oversight.ts'
import type { FormLayout } from '../../core/formShape.ts'
import type { Host, Vault } from '../../core/ports.ts'
import type { Watermark } from '../../core/scan/watermark.ts'
import type { Webhooks } from '../../core/webhook.ts'
import { fieldOf, postedForm } from '../postedForm.ts'
import { accountRoutes } from './accounts/accountRoutes.tsx'
import { joinRoutes } from './accounts/joinRoutes.tsx'
import type { OrganisationSignIn } from './accounts/organisation.ts'
import type { PasskeyCeremony } from './accounts/passkeyCeremony.ts'
import { peopleRoutes } from './accounts/peopleRoutes.tsx'
import { policyRoutes } from './accounts/policyRoutes.tsx'
import type { Reviewer, ReviewerAuth } from './auth.ts'
import { integrationRoutes } from './integrations/integrationRoutes.tsx'
import { enrolmentPaths, openPaths } from './doors.ts'
import { refuseUnguarded } from './refuseUnguarded.ts'
import { auditRoutes } from './oversight/auditRoutes.tsx'
import { figuresRoutes } from './oversight/figuresRoutes.tsx'
import { liveRoutes } from './oversight/liveRoutes.ts'
import { recordRoutes } from './oversight/recordRoutes.tsx'
import { queueRoutes } from './queue/queueRoutes.tsx'
import { reviewRoutes } from './review/reviewRoutes.tsx'
import { scanRoutes } from './review/scanRoutes.ts'
import type { ScansAhead } from './review/shownScans.ts'
import { shortcutRoutes } from './shortcuts/shortcutRoutes.ts'
import { signInRoutes } from './signInRoutes.tsx'
import { wayBack } from './wayBack.ts'

export interface DeskDeps {
  readonly desk: Desk
  readonly oversight: Oversight
  readonly auth: ReviewerAuth
  readonly accounts: Accounts
  /** None where the desk has no domain name. */
  readonly ceremony?: PasskeyCeremony | undefined
  /** None unless one is configured. */
  readonly organisation?: OrganisationSignIn | undefined
  readonly tokens: ApiTokens
  readonly webhooks: Webhooks
  readonly host: Pick<Host, 'now' | 'uuid'>
  /** Signs the addresses of scans, and what a known browser keeps. */
  readonly vault: Pick<Vault, 'hash'>
  readonly watermark: Watermark
  /** None where no memory outlasts a request. */
  readonly scansAhead?: ScansAhead | undefined
  /** Of the forms that are printed: where on a scan each value stands. */
  readonly layout: FormLayout
  /** Where browsers reach the service; forms from there and from the request's own origin are taken. */
  readonly publicUrl: string
  /** Takes work that goes on after an answer, such as the rest of a stream; it never rejects. */
  readonly background: (work: Promise<void>) => void
}

/** What the routes behind the door find in the context. */
export interface DeskEnv {
  Variables: { language: Language; reviewer: Reviewer }
}

const maxBodyBytes = 64 * 1024
const languageCookie = 'sealpass_desk_language'
/**
 * The desk, below `/desk`. Without a session every path leads to the sign-in (303); with a session that has no
 * second factor yet, to its enrolment. Nothing is cached, framed, or scripted inline.
 */
export const deskRoutes = (deps: DeskDeps): Hono<DeskEnv> => {
  const isHttps = deps.publicUrl.startsWith('https:')
  const publicOrigin = new URL(deps.publicUrl).origin
  const app = new Hono<DeskEnv>().basePath('/desk')

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // with `no-referrer` browsers hide the origin of our own forms too, and those would be refused as foreign
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      ...(isHttps ? {} : { strictTransportSecurity: false }),
    }),
  )
  app.use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  app.use(csrf({ origin: (origin, c) => origin === publicOrigin || origin === new URL(c.req.url).origin }))
  app.use(bodyLimit({ maxSize: maxBodyBytes }))
  app.use(async (c, next) => {
    c.set('language', languageOf(c))
    if (openPaths.has(c.req.path)) return next()
    const reviewer = await deps.auth.find(c.req.raw.headers)
    if (!reviewer) return c.redirect('/desk/sign-in', 303)
    if (!reviewer.enrolled && !enrolmentPaths.has(c.req.path)) return c.redirect('/desk/enrol', 303)
    c.set('reviewer', reviewer)
    return next()
  })

  app.post('/language', async (c) => {
    const form = await postedForm(c)
    const known = languages.find((each) => each === fieldOf(form, 'language'))
    const path = fieldOf(form, 'path')
    if (known !== undefined)
      setCookie(c, languageCookie, known, {
        path: '/desk',
        httpOnly: true,
        sameSite: 'Strict',
        secure: isHttps,
        maxAge: 400 * 24 * 60 * 60,
      })
    return c.redirect(wayBack(path), 303)
  })
  app.route('/', signInRoutes(deps))
  app.route('/', queueRoutes(deps))
  app.route('/', reviewRoutes(deps))
  app.route('/', scanRoutes(deps))
  app.route('/', shortcutRoutes(deps))
  app.route('/', figuresRoutes(deps))
  app.route('/', auditRoutes(deps))
  app.route('/', recordRoutes(deps))
  app.route('/', liveRoutes(deps))
  app.route('/', integrationRoutes(deps))
  app.route('/', accountRoutes(deps))
  app.route('/', joinRoutes(deps))
  app.route('/', peopleRoutes(deps))
  app.route('/', policyRoutes(deps))
  refuseUnguarded(app.routes)
  return app
}

const languageOf = (c: Context): Language => {
  const chosen = languages.find((each) => each === getCookie(c, languageCookie))
  if (chosen !== undefined) return chosen
  const first = /[a-z]+/iu.exec(c.req.header('accept-language') ?? '')?.[0]
  return first === undefined || first.toLowerCase() === 'zh' ? 'zh-CN' : 'en'
}

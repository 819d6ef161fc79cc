import { type Context, Hono } from 'hono'
import { codeKey } from '../../core/accounts.ts'
import { enrolByPasskey, offerRegistration } from './accounts/enrolPasskey.ts'
import { rememberBrowser, triesKey } from './accounts/knownBrowser.ts'
import { organisationRoutes } from './accounts/organisationRoutes.tsx'
import { fields, pageOf, redirectWith, refused, withWait } from './accounts/requests.ts'
import { accountTexts } from './accounts/texts.ts'
import type { DeskDeps, DeskEnv } from './deskRoutes.tsx'
import { codePage, enrolPage, signInPage, type WaysIn } from './signInPages.tsx'
import { deskTexts } from './texts.ts'

/**
 * Password, then second factor; or a passkey, or the organisation's sign-in, which are both at once. The enrolment
 * of a second factor at the first sign-in.
 */
export const signInRoutes = (deps: DeskDeps): Hono<DeskEnv> => {
  const { auth, accounts, ceremony, organisation, host } = deps
  const { limit, note } = accounts
  const ways: WaysIn = { passkey: ceremony !== undefined, organisation: organisation !== undefined }
  const app = new Hono<DeskEnv>()

  const signInAgain = (
    c: Context<DeskEnv>,
    text: string,
    status: 401 | 429,
    email = '',
  ): Response | Promise<Response> =>
    c.html(signInPage({ ...pageOf(c), path: '/desk/sign-in', ways, email, notice: refused(text) }), status)

  /** Only of accounts that exist, whose tries are limited: nobody fills the log from outside. */
  const noteFailure = async (reviewerId: string, at: 'password' | 'code', nextAt: Date | undefined) => {
    await note(reviewerId, 'signInFailed', host.now(), { at })
    if (nextAt) await note(reviewerId, 'lockedOut', host.now(), { until: nextAt.toISOString() })
  }

  app.get('/sign-in', (c) => c.html(signInPage({ ...pageOf(c), ways })))

  app.post('/sign-in', async (c) => {
    const { email, password } = await fields(c, 'email', 'password')
    const t = deskTexts[c.get('language')]
    const address = email.trim().toLowerCase()
    const key = await triesKey(c, deps, address)
    const { isHeard, nextAt } = await limit.attempt(key, host.now())
    if (!isHeard) return signInAgain(c, withWait(c, t.tooManyTries, nextAt), 429, email)
    const { outcome, cookies } = await auth.signIn(c.req.raw.headers, address, password)
    switch (outcome) {
      case 'wrong': {
        const reviewer = await auth.whoHas(address)
        if (reviewer) await noteFailure(reviewer.id, 'password', nextAt)
        return signInAgain(c, withWait(c, t.wrongPassword, nextAt), 401, email)
      }
      case 'passkey':
        await limit.clear(key)
        return signInAgain(c, accountTexts[c.get('language')].passkeyOnly, 401, email)
      case 'code':
      case 'enrol':
        await limit.clear(key)
        await rememberBrowser(c, deps, address)
        return redirectWith(c, cookies, outcome === 'code' ? '/desk/sign-in/code' : '/desk/enrol')
    }
  })

  app.get('/sign-in/code', (c) => c.html(codePage(pageOf(c))))

  app.post('/sign-in/code', async (c) => {
    const { code } = await fields(c, 'code')
    const { headers } = c.req.raw
    const t = deskTexts[c.get('language')]
    const reviewerId = await auth.whoIsAsked(headers)
    if (reviewerId === undefined) return signInAgain(c, t.codeOver, 401)
    const key = codeKey(reviewerId)
    const { isHeard, nextAt } = await limit.attempt(key, host.now())
    const codeAgain = (text: string, status: 401 | 429) =>
      c.html(codePage({ ...pageOf(c), notice: refused(text) }), status)
    if (!isHeard) return codeAgain(withWait(c, t.tooManyTries, nextAt), 429)
    const { outcome, cookies } = await auth.enterCode(headers, reviewerId, code)
    switch (outcome) {
      case 'in':
        await limit.clear(key)
        await note(reviewerId, 'signedIn', host.now(), { by: 'code' })
        return redirectWith(c, cookies, '/desk')
      case 'wrong':
      case 'used': {
        await noteFailure(reviewerId, 'code', nextAt)
        const why = outcome === 'used' ? accountTexts[c.get('language')].usedCode : t.wrongCode
        return codeAgain(withWait(c, why, nextAt), 401)
      }
      case 'over':
        return signInAgain(c, t.codeOver, 401)
    }
  })

  if (ceremony) {
    app.post('/sign-in/passkey/options', async (c) =>
      c.json({ options: await ceremony.beginSignIn(host.now()) }),
    )

    app.post('/sign-in/passkey', async (c) => {
      const { answer } = await fields(c, 'answer')
      const reviewerId = await ceremony.signIn(answer, host.now())
      const cookies = reviewerId === undefined ? undefined : await auth.open(c.req.raw.headers, reviewerId)
      if (reviewerId === undefined || !cookies)
        return signInAgain(c, accountTexts[c.get('language')].passkeyRefused, 401)
      await note(reviewerId, 'signedIn', host.now(), { by: 'passkey' })
      return redirectWith(c, cookies, '/desk')
    })
  }

  if (organisation) app.route('/', organisationRoutes(deps, organisation, signInAgain))

  app.get('/enrol', async (c) => {
    const reviewer = c.get('reviewer')
    if (reviewer.enrolled) return c.redirect('/desk', 303)
    const enrolment = await auth.enrolment(reviewer)
    // interrupted between password and secret: the password makes a new one
    if (!enrolment) return redirectWith(c, await auth.signOut(c.req.raw.headers), '/desk/sign-in')
    return c.html(enrolPage({ ...pageOf(c), reviewer, enrolment, offersPasskey: ways.passkey }))
  })

  app.post('/enrol', async (c) => {
    const reviewer = c.get('reviewer')
    const { code } = await fields(c, 'code')
    const enrolment = await auth.enrolment(reviewer)
    if (reviewer.enrolled || !enrolment) return c.redirect('/desk/enrol', 303)
    const { outcome, cookies } = await auth.enrol(c.req.raw.headers, reviewer.id, code)
    if (outcome === 'in') {
      await note(reviewer.id, 'secondFactorSet', host.now())
      await note(reviewer.id, 'signedIn', host.now(), { by: 'code' })
      return redirectWith(c, cookies, '/desk')
    }
    const notice = refused(deskTexts[c.get('language')].wrongCode)
    return c.html(enrolPage({ ...pageOf(c), reviewer, enrolment, offersPasskey: ways.passkey, notice }), 401)
  })

  if (ceremony) {
    app.post('/enrol/passkey/options', async (c) =>
      c.get('reviewer').enrolled ? c.body(null, 409) : offerRegistration(c, deps, ceremony),
    )
    app.post('/enrol/passkey', async (c) => {
      const reviewer = c.get('reviewer')
      if (reviewer.enrolled) return c.redirect('/desk', 303)
      if (await enrolByPasskey(c, deps, ceremony)) return c.redirect('/desk', 303)
      return c.redirect('/desk/enrol', 303)
    })
  }

  app.post('/sign-out', async (c) => redirectWith(c, await auth.signOut(c.req.raw.headers), '/desk/sign-in'))

  return app
}

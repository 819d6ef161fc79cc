import { type Context, Hono } from 'hono'
import { cleanText } from '../../../core/cleanText.ts'
import { fail, ok, type Result } from '../../../core/result.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { needs } from '../needs.ts'
import { enrolPage } from '../signInPages.tsx'
import { deskTexts } from '../texts.ts'
import { accountPage, backupCodesPage } from './accountPage.tsx'
import { keepPasskey, maxPasskeyName, offerRegistration } from './enrolPasskey.ts'
import { triesKey } from './knownBrowser.ts'
import { refusedTexts } from './noticeTexts.ts'
import { lengthProblem } from './passwordLength.ts'
import {
  accountNotice,
  type Done,
  fields,
  pageOf,
  redirectWith,
  type Refused,
  refused,
  withWait,
} from './requests.ts'

/** One's own account: sessions, password, second factors. */
export const accountRoutes = (deps: DeskDeps): Hono<DeskEnv> => {
  const { auth, accounts, ceremony, host } = deps
  const { limit, note, passkeys } = accounts
  const app = new Hono<DeskEnv>()
  const own = needs('ownAccount')
  const done = (c: Context<DeskEnv>, what: Done) => c.redirect(`/desk/account?done=${what}`, 303)
  const not = (c: Context<DeskEnv>, why: Refused) => c.redirect(`/desk/account?problem=${why}`, 303)

  const page = async (c: Context<DeskEnv>, notice = accountNotice(c)) => {
    const reviewer = c.get('reviewer')
    return accountPage({
      ...pageOf(c),
      path: '/desk/account',
      reviewer,
      sessions: await auth.sessions(c.req.raw.headers, reviewer.id),
      passkeys: await passkeys.list(reviewer.id),
      backupCodesLeft: await auth.backupCodesLeft(reviewer.id),
      offersPasskeys: ceremony !== undefined,
      ...(notice && { notice }),
    })
  }

  /**
   * Does what the password is asked again for: all that would outlive a session left open. `act` gives undefined for a
   * wrong password, which counts as it does at the sign-in. The problem is what to tell the person.
   */
  const withPassword = async <Value,>(
    c: Context<DeskEnv>,
    act: () => Promise<Value | undefined>,
  ): Promise<Result<Value, string>> => {
    const { id, email } = c.get('reviewer')
    const language = c.get('language')
    const key = await triesKey(c, deps, email)
    const { isHeard, nextAt } = await limit.attempt(key, host.now())
    if (!isHeard) return fail(withWait(c, deskTexts[language].tooManyTries, nextAt))
    const value = await act()
    if (value !== undefined) {
      await limit.clear(key)
      return ok(value)
    }
    await note(id, 'signInFailed', host.now(), { at: 'account' })
    return fail(withWait(c, refusedTexts.wrongPassword[language], nextAt))
  }

  const again = async (c: Context<DeskEnv>, problem: string) => c.html(await page(c, refused(problem)), 401)

  app.get('/account', own, async (c) => c.html(await page(c)))

  app.post('/account/password', own, async (c) => {
    const { current, next } = await fields(c, 'current', 'next')
    const problem = lengthProblem(next)
    if (problem) return not(c, problem)
    const changed = await withPassword(c, async () => auth.changePassword(c.req.raw.headers, current, next))
    if (!changed.ok) return again(c, changed.problem)
    await note(c.get('reviewer').id, 'passwordChanged', host.now())
    return redirectWith(c, changed.value, '/desk/account?done=passwordChanged')
  })

  app.post('/account/backup-codes', own, async (c) => {
    const { current } = await fields(c, 'current')
    const made = await withPassword(c, async () => auth.newBackupCodes(c.req.raw.headers, current))
    if (!made.ok) return again(c, made.problem)
    const reviewer = c.get('reviewer')
    await note(reviewer.id, 'backupCodesMade', host.now())
    return c.html(backupCodesPage({ ...pageOf(c), path: '/desk/account', reviewer, codes: made.value }))
  })

  app.post('/account/app', own, async (c) => {
    const { current } = await fields(c, 'current')
    const begun = await withPassword(c, async () => auth.beginEnrolment(c.req.raw.headers, current))
    return begun.ok ? c.redirect('/desk/account/app', 303) : again(c, begun.problem)
  })

  const appPage = async (c: Context<DeskEnv>, notice?: ReturnType<typeof refused>) => {
    const reviewer = c.get('reviewer')
    const enrolment = await auth.enrolment(reviewer)
    return (
      enrolment &&
      enrolPage({
        ...pageOf(c),
        reviewer,
        enrolment,
        action: '/desk/account/app/code',
        path: '/desk/account/app',
        offersPasskey: false,
        ...(notice && { notice }),
      })
    )
  }

  app.get('/account/app', own, async (c) => {
    const found = await appPage(c)
    return found ? c.html(found) : c.redirect('/desk/account', 303)
  })

  app.post('/account/app/code', own, async (c) => {
    const { code } = await fields(c, 'code')
    if (!(await auth.enrolment(c.get('reviewer')))) return c.redirect('/desk/account', 303)
    const { outcome, cookies } = await auth.enrol(c.req.raw.headers, c.get('reviewer').id, code)
    if (outcome === 'in') {
      await note(c.get('reviewer').id, 'secondFactorSet', host.now())
      return redirectWith(c, cookies, '/desk/account?done=appAdded')
    }
    const found = await appPage(c, refused(deskTexts[c.get('language')].wrongCode))
    return found ? c.html(found, 401) : c.redirect('/desk/account', 303)
  })

  app.post('/account/sessions/end', own, async (c) => {
    const { session } = await fields(c, 'session')
    const { id } = c.get('reviewer')
    if (!(await auth.endSession(id, session))) return not(c, 'notFound')
    await note(id, 'sessionEnded', host.now())
    return done(c, 'sessionEnded')
  })

  app.post('/account/sessions/end-all', own, async (c) => {
    const { id } = c.get('reviewer')
    const cookies = await auth.signOut(c.req.raw.headers)
    await auth.endSessions(id)
    await note(id, 'signedOutEverywhere', host.now())
    return redirectWith(c, cookies, '/desk/sign-in')
  })

  app.post('/account/passkeys/rename', own, async (c) => {
    const { passkey, name } = await fields(c, 'passkey', 'name')
    const called = cleanText(name).slice(0, maxPasskeyName)
    if (called === '') return not(c, 'nameMissing')
    await passkeys.rename(c.get('reviewer').id, passkey, called)
    return done(c, 'passkeyRenamed')
  })

  app.post('/account/passkeys/remove', own, async (c) => {
    const { passkey } = await fields(c, 'passkey')
    const outcome = await passkeys.remove(c.get('reviewer').id, passkey, host.now())
    if (outcome === 'done') return done(c, 'passkeyRemoved')
    return not(c, outcome === 'last' ? 'lastFactor' : 'notFound')
  })

  if (ceremony) {
    // the password is asked here, before the authenticator makes anything; the challenge then stands for it
    app.post('/account/passkeys/options', own, async (c) => {
      const { current } = await fields(c, 'current')
      const { id } = c.get('reviewer')
      const known = await withPassword(c, async () => (await auth.isPassword(id, current)) || undefined)
      return known.ok ? offerRegistration(c, deps, ceremony) : c.json({ problem: known.problem }, 401)
    })

    app.post('/account/passkeys', own, async (c) =>
      (await keepPasskey(c, deps, ceremony)) ? done(c, 'passkeyAdded') : not(c, 'passkeyRefused'),
    )
  }

  return app
}

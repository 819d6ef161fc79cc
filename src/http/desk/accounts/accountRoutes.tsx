import { type Context, Hono } from 'hono'
import { cleanText } from '../../../core/cleanText.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { needs } from '../needs.ts'
import { enrolPage } from '../signInPages.tsx'
import { deskTexts } from '../texts.ts'
import { accountPage, backupCodesPage } from './accountPage.tsx'
import { keepPasskey, maxPasskeyName, offerRegistration } from './enrolPasskey.ts'
import {
  accountNotice,
  type Done,
  fields,
  pageOf,
  redirectWith,
  type Refused,
  refused,
  waitText,
} from './requests.ts'
import { refusedTexts } from './texts.ts'

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
   * Asks for the password again before anything that would outlive a session left open. Wrong ones count as they do
   * at the sign-in. Gives what to tell the person, or nothing for the right one.
   */
  const passwordRefusal = async (
    c: Context<DeskEnv>,
    isRight: () => Promise<boolean>,
  ): Promise<string | undefined> => {
    const { id, email } = c.get('reviewer')
    const { isHeard, nextAt } = await limit.attempt(email, host.now())
    if (!isHeard) return `${deskTexts[c.get('language')].tooManyTries} ${waitText(c, nextAt ?? host.now())}`
    if (await isRight()) {
      await limit.clear(email)
      return undefined
    }
    await note(id, 'signInFailed', host.now(), { at: 'account' })
    const wrong = refusedTexts.wrongPassword[c.get('language')]
    return nextAt ? `${wrong} ${waitText(c, nextAt)}` : wrong
  }

  app.get('/account', own, async (c) => c.html(await page(c)))

  app.post('/account/password', own, async (c) => {
    const { current, next } = await fields(c, 'current', 'next')
    let changed: Awaited<ReturnType<typeof auth.changePassword>> = { outcome: 'wrong', cookies: [] }
    const refusal = await passwordRefusal(c, async () => {
      changed = await auth.changePassword(c.req.raw.headers, current, next)
      return changed.outcome !== 'wrong'
    })
    if (refusal !== undefined) return c.html(await page(c, refused(refusal)), 401)
    if (changed.outcome === 'tooShort' || changed.outcome === 'tooLong') return not(c, changed.outcome)
    await note(c.get('reviewer').id, 'passwordChanged', host.now())
    return redirectWith(c, changed.cookies, '/desk/account?done=passwordChanged')
  })

  app.post('/account/backup-codes', own, async (c) => {
    const { current } = await fields(c, 'current')
    let codes: readonly string[] | undefined
    const refusal = await passwordRefusal(c, async () => {
      codes = await auth.newBackupCodes(c.req.raw.headers, current)
      return codes !== undefined
    })
    if (refusal !== undefined || !codes) return c.html(await page(c, refused(refusal ?? '')), 401)
    const reviewer = c.get('reviewer')
    await note(reviewer.id, 'backupCodesMade', host.now())
    return c.html(backupCodesPage({ ...pageOf(c), path: '/desk/account', reviewer, codes }))
  })

  app.post('/account/app', own, async (c) => {
    const { current } = await fields(c, 'current')
    const refusal = await passwordRefusal(
      c,
      async () => (await auth.beginEnrolment(c.req.raw.headers, current)) !== 'wrong',
    )
    return refusal === undefined
      ? c.redirect('/desk/account/app', 303)
      : c.html(await page(c, refused(refusal)), 401)
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
    const again = await appPage(c, refused(deskTexts[c.get('language')].wrongCode))
    return again ? c.html(again, 401) : c.redirect('/desk/account', 303)
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
      const refusal = await passwordRefusal(c, async () => auth.isPassword(c.get('reviewer').id, current))
      if (refusal !== undefined) return c.json({ problem: refusal }, 401)
      return offerRegistration(c, deps, ceremony)
    })

    app.post('/account/passkeys', own, async (c) =>
      (await keepPasskey(c, deps, ceremony)) ? done(c, 'passkeyAdded') : not(c, 'passkeyRefused'),
    )
  }

  return app
}

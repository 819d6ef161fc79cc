import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { document } from '../layout.tsx'
import { sendingBack } from './answers.ts'
import { organisationMinutes, organisationPath, type OrganisationSignIn } from './organisation.ts'
import { pageOf, setCookies } from './requests.ts'
import { accountTexts } from './texts.ts'

const cookieName = 'sealpass_desk_organisation'

/**
 * To the organisation's sign-in and back. It goes by a link and not by a form, as the desk's forms may lead nowhere
 * else.
 */
export const organisationRoutes = (
  { auth, accounts, host, publicUrl }: DeskDeps,
  organisation: OrganisationSignIn,
  signInAgain: (c: Context<DeskEnv>, text: string, status: 401) => Response | Promise<Response>,
): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>()
  // Lax, as the provider sends the browser back here
  const cookie = {
    path: organisationPath,
    httpOnly: true,
    sameSite: 'Lax',
    secure: publicUrl.startsWith('https:'),
    maxAge: organisationMinutes * 60,
  } as const

  app.get('/sign-in/organisation', async (c) => {
    const begun = await organisation.begin()
    if (!begun) return signInAgain(c, accountTexts[c.get('language')].organisationDown, 401)
    setCookie(c, cookieName, begun.sealed, cookie)
    return c.redirect(begun.url, 303)
  })

  app.get('/sign-in/organisation/back', async (c) => {
    const t = accountTexts[c.get('language')]
    const sealed = getCookie(c, cookieName) ?? ''
    deleteCookie(c, cookieName, cookie)
    const told = await organisation.finish(new URL(c.req.url).searchParams, sealed)
    if (told === 'down') return signInAgain(c, t.organisationDown, 401)
    const reviewer = told === 'refused' ? undefined : await auth.whoHas(told.email)
    const { headers } = c.req.raw
    const cookies = reviewer && (await auth.open(headers, reviewer.id))
    if (!reviewer || !cookies) return signInAgain(c, t.organisationRefused, 401)
    // the provider answers for the second factor
    if (!reviewer.enrolled) await auth.requireMoreThanPassword(sendingBack(cookies), reviewer.id)
    await accounts.note(reviewer.id, 'signedIn', host.now(), { by: 'organisation' })
    setCookies(c, cookies)
    // A redirect would still be the provider's: the browser would keep the session's cookie, which is Strict, back.
    return c.html(
      document({
        ...pageOf(c),
        path: '/desk',
        title: t.signedIn,
        goOnTo: '/desk',
        children: (
          <div class="card narrow">
            <h1>{t.signedIn}</h1>
            <a class="button" href="/desk">
              {t.goOn}
            </a>
          </div>
        ),
      }),
    )
  })

  return app
}

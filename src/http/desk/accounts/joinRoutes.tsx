import { type Context, Hono } from 'hono'
import { codeKey } from '../../../core/accounts.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { joinPage } from './joinPage.tsx'
import { rememberBrowser } from './knownBrowser.ts'
import { refusedTexts } from './noticeTexts.ts'
import { lengthProblem } from './passwordLength.ts'
import { fields, pageOf, redirectWith, refused } from './requests.ts'
import { accountTexts } from './texts.ts'

/** Taking an invitation up: a password of one's own, and on to the second factor. Open to whoever has the code. */
export const joinRoutes = (deps: DeskDeps): Hono<DeskEnv> => {
  const { auth, accounts, host } = deps
  const app = new Hono<DeskEnv>()

  const again = (c: Context<DeskEnv>, code: string, text: string) =>
    c.html(joinPage({ ...pageOf(c), code, notice: refused(text) }), 400)

  app.get('/join', (c) => c.html(joinPage({ ...pageOf(c), code: '' })))

  app.post('/join', async (c) => {
    const { code, next } = await fields(c, 'code', 'next')
    const language = c.get('language')
    // whoever copies by hand may bring the whole link
    const bare = code.slice(code.lastIndexOf('#') + 1)
    if (!(await accounts.people.findInvitation(bare, host.now())))
      return again(c, '', accountTexts[language].joinRefused)
    const problem = lengthProblem(next)
    if (problem) return again(c, bare, refusedTexts[problem][language])
    const accepted = await accounts.people.accept(bare, await auth.hashPassword(next), host.now())
    if (!accepted) return again(c, '', accountTexts[language].joinRefused)
    // What one is reset from may have been wrong tries at either.
    for (const key of [accepted.email, codeKey(accepted.reviewerId)]) await accounts.limit.clear(key)
    await rememberBrowser(c, deps, accepted.email)
    const { outcome, cookies } = await auth.signIn(c.req.raw.headers, accepted.email, next)
    return redirectWith(c, cookies, outcome === 'enrol' ? '/desk/enrol' : '/desk/sign-in')
  })

  return app
}

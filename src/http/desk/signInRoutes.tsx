import { type Context, Hono } from 'hono'
import { formatShanghai } from '../../core/shanghaiTime.ts'
import type { DeskDeps, DeskEnv } from './deskRoutes.tsx'
import type { Notice } from './layout.tsx'
import { fieldOf, postedForm } from './postedForm.ts'
import { codePage, enrolPage, signInPage } from './signInPages.tsx'
import { deskTexts } from './texts.ts'

/** Password, then second factor; the enrolment of one at the first sign-in. */
export const signInRoutes = ({ auth, limit, host }: DeskDeps): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>()

  app.get('/sign-in', (c) => c.html(signInPage(pageOf(c))))

  app.post('/sign-in', async (c) => {
    const { email, password } = await fields(c, 'email', 'password')
    const page = { ...pageOf(c), email }
    const t = deskTexts[page.language]
    const key = email.trim().toLowerCase()
    const retryAt = await limit.attempt(key, host.now())
    if (retryAt)
      return c.html(signInPage({ ...page, notice: refused(t.tooManyTries(formatShanghai(retryAt))) }), 429)
    const { outcome, cookies } = await auth.signIn(key, password)
    if (outcome === 'wrong') return c.html(signInPage({ ...page, notice: refused(t.wrongPassword) }), 401)
    await limit.clear(key)
    return redirectWith(c, cookies, outcome === 'code' ? '/desk/sign-in/code' : '/desk/enrol')
  })

  app.get('/sign-in/code', (c) => c.html(codePage(pageOf(c))))

  app.post('/sign-in/code', async (c) => {
    const { code } = await fields(c, 'code')
    const { outcome, cookies } = await auth.enterCode(c.req.raw.headers, code)
    const page = pageOf(c)
    const t = deskTexts[page.language]
    switch (outcome) {
      case 'in':
        return redirectWith(c, cookies, '/desk')
      case 'wrong':
        return c.html(codePage({ ...page, notice: refused(t.wrongCode) }), 401)
      case 'locked':
        return c.html(codePage({ ...page, notice: refused(t.codeLocked) }), 429)
      case 'over':
        return c.html(signInPage({ ...page, path: '/desk/sign-in', notice: refused(t.codeOver) }), 401)
    }
  })

  app.get('/enrol', async (c) => {
    const reviewer = c.get('reviewer')
    if (reviewer.enrolled) return c.redirect('/desk', 303)
    const enrolment = await auth.enrolment(reviewer)
    // interrupted between password and secret: the password makes a new one
    if (!enrolment) return redirectWith(c, await auth.signOut(c.req.raw.headers), '/desk/sign-in')
    return c.html(enrolPage({ ...pageOf(c), reviewer, enrolment }))
  })

  app.post('/enrol', async (c) => {
    const reviewer = c.get('reviewer')
    const { code } = await fields(c, 'code')
    const enrolment = await auth.enrolment(reviewer)
    if (!enrolment) return c.redirect('/desk/enrol', 303)
    const { outcome, cookies } = await auth.enrol(c.req.raw.headers, code)
    if (outcome === 'in') return redirectWith(c, cookies, '/desk')
    const page = pageOf(c)
    return c.html(
      enrolPage({ ...page, reviewer, enrolment, notice: refused(deskTexts[page.language].wrongCode) }),
      401,
    )
  })

  app.post('/sign-out', async (c) => redirectWith(c, await auth.signOut(c.req.raw.headers), '/desk/sign-in'))

  return app
}

const refused = (text: string): Notice => ({ tone: 'refused', text })

const pageOf = (c: Context<DeskEnv>) => ({ language: c.get('language'), path: c.req.path })

const fields = async <Name extends string>(
  c: Context,
  ...names: readonly Name[]
): Promise<Record<Name, string>> => {
  const form = await postedForm(c)
  return Object.fromEntries(names.map((name) => [name, fieldOf(form, name)])) as Record<Name, string>
}

const redirectWith = (c: Context, cookies: readonly string[], path: string): Response => {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
  return c.redirect(path, 303)
}

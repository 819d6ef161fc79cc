import { type Context, Hono } from 'hono'
import type { Administered } from '../../../core/accounts.ts'
import { cleanText } from '../../../core/cleanText.ts'
import { parseEmail } from '../../../core/email.ts'
import { roles } from '../../../core/role.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { needs } from '../needs.ts'
import { joinLink } from './joinLink.ts'
import { linkPage, maxNameLength, peoplePage, type Typed } from './peoplePage.tsx'
import { accountNotice, type Done, fields, pageOf, type Refused, refused } from './requests.ts'
import { refusedTexts } from './noticeTexts.ts'

const isId = /^[\w-]{1,64}$/u

/** Who works at the desk, for administrators. */
export const peopleRoutes = ({ accounts, host, publicUrl }: DeskDeps): Hono<DeskEnv> => {
  const { people } = accounts
  const app = new Hono<DeskEnv>()
  const administer = needs('administer')

  const page = async (c: Context<DeskEnv>, notice = accountNotice(c), typed?: Typed) =>
    peoplePage({
      ...pageOf(c),
      path: '/desk/people',
      reviewer: c.get('reviewer'),
      people: await people.list(),
      invitations: await people.invitations(host.now()),
      ...(notice && { notice }),
      ...(typed && { typed }),
    })

  const answer = (c: Context<DeskEnv>, outcome: Administered, done: Done): Response => {
    const refusals: Readonly<Record<Exclude<Administered, 'done'>, Refused>> = {
      last: 'lastAdministrator',
      unknown: 'notFound',
    }
    const query = outcome === 'done' ? `done=${done}` : `problem=${refusals[outcome]}`
    return c.redirect(`/desk/people?${query}`, 303)
  }

  /** Shown in answer to the post itself, this once; it is in no address and nowhere kept. */
  const showLink = async (c: Context<DeskEnv>, code: string) => {
    const invitation = await people.findInvitation(code, host.now())
    if (!invitation) return c.redirect('/desk/people?problem=notFound', 303)
    const link = joinLink(publicUrl, code)
    return c.html(
      linkPage({ ...pageOf(c), path: '/desk/people', reviewer: c.get('reviewer'), invitation, link }),
    )
  }

  // anything else is nobody's id, and the database would not take all of it
  app.use('/people/:person/*', async (c, next) => (isId.test(c.req.param('person')) ? next() : c.notFound()))

  app.get('/people', administer, async (c) => c.html(await page(c)))

  app.post('/people/invite', administer, async (c) => {
    const typed = await fields(c, 'email', 'name', 'role')
    const email = parseEmail(typed.email)
    const name = cleanText(typed.name).slice(0, maxNameLength)
    const role = roles.find((each) => each === typed.role)
    const again = async (why: Refused) =>
      c.html(await page(c, refused(refusedTexts[why][c.get('language')]), typed), 400)
    if (!email.ok) return again('emailWrong')
    if (name === '') return again('nameMissing')
    if (role === undefined) return c.body(null, 400)
    const code = await people.invite({ email: email.value, name, role }, c.get('reviewer').id, host.now())
    return code === undefined ? again('emailTaken') : showLink(c, code)
  })

  app.post('/people/invitations/withdraw', administer, async (c) => {
    const { email } = await fields(c, 'email')
    await people.withdrawInvitation(email, c.get('reviewer').id, host.now())
    return c.redirect('/desk/people?done=withdrawn', 303)
  })

  app.post('/people/:person/role', administer, async (c) => {
    const { role } = await fields(c, 'role')
    const known = roles.find((each) => each === role)
    if (known === undefined) return c.body(null, 400)
    const outcome = await people.changeRole(c.req.param('person'), known, c.get('reviewer').id, host.now())
    return answer(c, outcome, 'roleChanged')
  })

  app.post('/people/:person/disable', administer, async (c) =>
    answer(c, await people.disable(c.req.param('person'), c.get('reviewer').id, host.now()), 'disabled'),
  )

  app.post('/people/:person/enable', administer, async (c) =>
    answer(c, await people.enable(c.req.param('person'), c.get('reviewer').id, host.now()), 'enabled'),
  )

  app.post('/people/:person/reset', administer, async (c) => {
    const code = await people.inviteToReset(c.req.param('person'), c.get('reviewer').id, host.now())
    return code === undefined ? c.redirect('/desk/people?problem=notFound', 303) : showLink(c, code)
  })

  return app
}

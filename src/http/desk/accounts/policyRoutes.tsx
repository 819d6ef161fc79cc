import { Hono } from 'hono'
import { fourEyesRules } from '../../../core/fourEyes.ts'
import { may } from '../../../core/role.ts'
import { postedForm } from '../../postedForm.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { needs } from '../needs.ts'
import { policyPage } from './policyPage.tsx'
import { accountNotice, pageOf } from './requests.ts'

/** Which approvals of this deployment wait for a second reviewer. */
export const policyRoutes = ({ accounts, host }: DeskDeps): Hono<DeskEnv> => {
  const { fourEyes, people } = accounts
  const app = new Hono<DeskEnv>()

  app.get('/policy', needs('administer'), async (c) => {
    const able = (await people.list()).filter(({ role, isDisabled }) => may(role, 'review') && !isDisabled)
    const notice = accountNotice(c)
    return c.html(
      policyPage({
        ...pageOf(c),
        reviewer: c.get('reviewer'),
        rules: await fourEyes.list(),
        isAlone: able.length < 2,
        ...(notice && { notice }),
      }),
    )
  })

  app.post('/policy', needs('administer'), async (c) => {
    const on = new Set((await postedForm(c)).getAll('rule'))
    for (const rule of fourEyesRules) await fourEyes.set(rule, on.has(rule), c.get('reviewer').id, host.now())
    return c.redirect('/desk/policy?done=rulesSaved', 303)
  })

  return app
}

import { Hono } from 'hono'
import { fieldOf, postedForm } from '../../postedForm.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { needs } from '../needs.ts'
import { wayBack } from '../wayBack.ts'

/** Whether single keys act for a reviewer, as they want it. */
export const shortcutRoutes = ({ auth }: Pick<DeskDeps, 'auth'>): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>()

  app.post('/shortcuts', needs('ownAccount'), async (c) => {
    const form = await postedForm(c)
    await auth.setShortcuts(c.get('reviewer').id, fieldOf(form, 'on') === 'yes')
    return c.redirect(wayBack(fieldOf(form, 'path')), 303)
  })

  return app
}

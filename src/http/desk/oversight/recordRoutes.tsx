import { Hono } from 'hono'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { isUuid } from '../isUuid.ts'
import { needs } from '../needs.ts'
import { recordPage } from './recordPage.tsx'

/** What became of an application, for who reviews none: masked, and without its scans. */
export const recordRoutes = ({ desk, host }: DeskDeps): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>()

  app.get('/applications/:id/record', needs('seeRecords'), async (c) => {
    const id = c.req.param('id')
    const reviewer = c.get('reviewer')
    const record = isUuid(id) ? await desk.record(reviewer.id, id, host.now()) : undefined
    if (!record) return c.notFound()
    return c.html(
      recordPage({ language: c.get('language'), reviewer, path: `/desk/applications/${id}/record`, record }),
    )
  })

  return app
}

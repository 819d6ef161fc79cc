import { Hono } from 'hono'
import type { Decision } from '../../core/deskDecision.ts'
import type { DeskDeps, DeskEnv } from './deskRoutes.tsx'
import { isUuid } from './isUuid.ts'
import { needs } from './needs.ts'
import { type DoneAction, noticeOf, refusal } from './notices.ts'
import { parseDecision } from './parseDecision.ts'
import { postedForm } from './postedForm.ts'
import { notHeldPage, reviewPage } from './reviewPage.tsx'

const doneBy: Readonly<Record<Decision['kind'], DoneAction>> = {
  approve: 'approved',
  requestScans: 'requested',
  reject: 'rejected',
}

/** One application: held, seen and decided. Everything personal is behind the lease. */
export const reviewRoutes = ({ desk, host }: DeskDeps): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>()

  app.use('/applications/:id/*', async (c, next) => (isUuid(c.req.param('id')) ? next() : c.notFound()))

  app.get('/applications/:id', needs('review'), async (c) => {
    const id = c.req.param('id')
    const now = host.now()
    const reviewer = c.get('reviewer')
    const language = c.get('language')
    const opened = await desk.open(reviewer.id, id, now)
    const page = { language, reviewer, path: pathOf(id) }
    const notice = noticeOf(c)
    if (opened.ok)
      return c.html(reviewPage({ ...page, review: opened.value, now, ...(notice && { notice }) }))
    return c.html(
      notHeldPage({
        ...page,
        applicationId: id,
        notice: refusal(opened.problem.kind, language),
        canTake: opened.problem.kind !== 'heldByAnother',
      }),
      409,
    )
  })

  for (const [path, as] of [
    ['/applications/:id/scans/:scan', 'original'],
    ['/applications/:id/scans/:scan/upright', 'upright'],
  ] as const)
    app.get(path, needs('review'), async (c) => {
      const { id, scan } = c.req.param()
      const bytes = isUuid(scan) ? await desk.scan(c.get('reviewer').id, id, scan, host.now(), as) : undefined
      if (!bytes) return c.notFound()
      return c.body(new Uint8Array(bytes), 200, {
        'content-type': 'image/jpeg',
        'content-disposition': 'inline',
      })
    })

  app.post('/applications/:id/take', needs('review'), async (c) => {
    const id = c.req.param('id')
    const taken = await desk.take(c.get('reviewer').id, host.now(), id)
    return c.redirect(taken.ok ? pathOf(id) : `/desk?problem=${taken.problem.kind}`, 303)
  })

  app.post('/applications/:id/renew', needs('review'), async (c) => {
    const id = c.req.param('id')
    const now = host.now()
    const renewed = await desk.renew(c.get('reviewer').id, id, now)
    if (!c.req.header('accept')?.includes('application/json')) return c.redirect(pathOf(id), 303)
    return renewed.ok
      ? c.json({
          until: renewed.value.toISOString(),
          seconds: (renewed.value.getTime() - now.getTime()) / 1000,
        })
      : c.json({ problem: renewed.problem.kind }, 409)
  })

  app.post('/applications/:id/release', needs('review'), async (c) => {
    const id = c.req.param('id')
    const released = await desk.release(c.get('reviewer').id, id, host.now())
    return c.redirect(released.ok ? '/desk?done=released' : `/desk?problem=${released.problem.kind}`, 303)
  })

  app.post('/applications/:id/decision', needs('review'), async (c) => {
    const id = c.req.param('id')
    const posted = parseDecision(await postedForm(c))
    if (!posted) return c.body(null, 400)
    const { version, decision } = posted
    const decided = await desk.decide(c.get('reviewer').id, id, version, decision, host.now())
    return c.redirect(
      decided.ok ? `/desk?done=${doneBy[decision.kind]}` : `${pathOf(id)}?problem=${decided.problem.kind}`,
      303,
    )
  })

  return app
}

const pathOf = (applicationId: string): string => `/desk/applications/${applicationId}`

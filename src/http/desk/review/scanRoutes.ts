import { type Context, Hono } from 'hono'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { isUuid } from '../isUuid.ts'
import { needs } from '../needs.ts'
import { scanAddresses, scanCopies, type ScanView } from './scanAddress.ts'
import { shownScans } from './shownScans.ts'
import { reviewTexts } from './texts.ts'

/**
 * The pictures of applications. One is served to the session its address was made for, for a minute, while its reviewer
 * holds the application, with their name and the time burnt in, and never from a cache: every answer is a view of
 * its own in the audit log, whoever asked for it, a person's eyes or a browser that loads ahead.
 */
export const scanRoutes = (deps: DeskDeps): Hono<DeskEnv> => {
  const { host, vault } = deps
  const app = new Hono<DeskEnv>()
  const addresses = scanAddresses(vault)
  const scans = shownScans(deps)

  app.get('/applications/:id/scans/:scan/:copy', needs('review'), async (c) => {
    const view = viewOf(c)
    if (!view || !(await addresses.isGood(view, c.req.query(), host.now()))) return c.notFound()
    const marked = await scans.show(c.get('reviewer'), view)
    if (!marked) return c.notFound()
    if (marked === 'unmarked') return c.text(reviewTexts[c.get('language')].noWatermark, 503)
    return c.body(new Uint8Array(marked), 200, {
      'content-type': 'image/jpeg',
      'content-disposition': 'inline',
    })
  })

  /** For links, which may be followed long after their page was made: leads to an address that is good now. */
  app.get('/applications/:id/scans/:scan/:copy/open', needs('review'), async (c) => {
    const view = viewOf(c)
    return view ? c.redirect(await addresses.of(view, host.now()), 303) : c.notFound()
  })

  return app
}

const viewOf = (c: Context<DeskEnv>): ScanView | undefined => {
  const { id = '', scan = '', copy: asked } = c.req.param()
  const copy = scanCopies.find((each) => each === asked)
  return copy !== undefined && isUuid(id) && isUuid(scan)
    ? { sessionId: c.get('reviewer').sessionId, applicationId: id, scanId: scan, copy }
    : undefined
}

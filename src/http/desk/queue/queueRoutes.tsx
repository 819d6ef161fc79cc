import { Hono } from 'hono'
import { openParts, type QueuePart, queueParts, type QueuePlace } from '../../../core/desk.ts'
import { fieldOf, postedForm } from '../../postedForm.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { isUuid } from '../isUuid.ts'
import { needs } from '../needs.ts'
import { noticeOf, refusal } from '../notices.ts'
import { shownScans } from '../review/shownScans.ts'
import { queuePage } from './queuePage.tsx'
import { takeAwayPage } from './takeAwayPage.tsx'

const pageLength = 50

/** The queue and what is taken from it. */
export const queueRoutes = (deps: DeskDeps): Hono<DeskEnv> => {
  const { desk, host } = deps
  const scans = shownScans(deps)
  const app = new Hono<DeskEnv>()

  app.get('/', needs('seeQueue'), async (c) => {
    const now = host.now()
    const reviewer = c.get('reviewer')
    const [counts, undoable] = await Promise.all([
      desk.count(reviewer.id, now),
      desk.undoable(reviewer.id, now),
    ])
    const part = queueParts.find((name) => name === c.req.query('part')) ?? mostUrgent(counts)
    const after = parseCursor(c.req.query('after'))
    const found = await desk.list(part, {
      reviewerId: reviewer.id,
      now,
      limit: pageLength + 1,
      ...(after && { after }),
    })
    const entries = found.slice(0, pageLength)
    const last = found.length > pageLength ? entries.at(-1) : undefined
    const notice = noticeOf(c)
    return c.html(
      queuePage({
        language: c.get('language'),
        reviewer,
        path: `/desk?part=${part}`,
        part,
        counts,
        entries,
        nextPath: last && `/desk?part=${part}&after=${formatCursor(last)}`,
        isFirst: after === undefined,
        now,
        undoable,
        ...(notice && { notice }),
      }),
    )
  })

  app.post('/next', needs('review'), async (c) => {
    const reviewer = c.get('reviewer')
    const taken = await desk.takeNext(reviewer.id, host.now())
    if (taken.ok) scans.getReady(reviewer, taken.value)
    return c.redirect(
      taken.ok ? `/desk/applications/${taken.value}` : `/desk?problem=${taken.problem.kind}`,
      303,
    )
  })

  app.post('/applications/:id/delivery', needs('review'), async (c) => {
    const id = c.req.param('id')
    const retried = isUuid(id) && (await desk.retryDelivery(c.get('reviewer').id, id, host.now())).ok
    return c.redirect(`/desk?part=undeliverable&${retried ? 'done=retried' : 'problem=notRetried'}`, 303)
  })

  app.get('/applications/:id/take-away', needs('supervise'), (c) => {
    const applicationId = c.req.param('id')
    if (!isUuid(applicationId)) return c.notFound()
    const path = `/desk/applications/${applicationId}/take-away`
    return c.html(
      takeAwayPage({
        language: c.get('language'),
        reviewer: c.get('reviewer'),
        path,
        applicationId,
        reason: '',
      }),
    )
  })

  app.post('/applications/:id/take-away', needs('supervise'), async (c) => {
    const applicationId = c.req.param('id')
    if (!isUuid(applicationId)) return c.notFound()
    const [language, reviewer] = [c.get('language'), c.get('reviewer')]
    const reason = fieldOf(await postedForm(c), 'reason')
    const released = await desk.releaseOf(reviewer.id, applicationId, reason, host.now())
    if (released.ok) return c.redirect('/desk?done=takenAway', 303)
    if (released.problem.kind === 'notNow') return c.redirect('/desk?problem=notNow', 303)
    const path = `/desk/applications/${applicationId}/take-away`
    const notice = refusal(released.problem, language)
    return c.html(takeAwayPage({ language, reviewer, path, applicationId, reason, notice }), 409)
  })

  return app
}

/** The first part with anything due in it. */
const mostUrgent = (counts: Readonly<Record<QueuePart, number>>): QueuePart =>
  openParts.find((part) => counts[part] > 0) ?? 'dueToday'

/** `<milliseconds>.<id>` of the last line shown, after an `r` when it is among what came back. */
const formatCursor = ({ isReturned, promisedAt, applicationId }: QueuePlace): string =>
  `${isReturned ? 'r' : ''}${promisedAt.getTime()}.${applicationId}`

const parseCursor = (text: string | undefined): QueuePlace | undefined => {
  const [, returned, milliseconds, id] = /^(r?)(\d{1,15})\.(.+)$/u.exec(text ?? '') ?? []
  return id !== undefined && isUuid(id)
    ? { isReturned: returned === 'r', promisedAt: new Date(Number(milliseconds)), applicationId: id }
    : undefined
}

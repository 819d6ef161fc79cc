import { type Context, Hono } from 'hono'
import { type ScanKind, scanKinds } from '../../../core/application.ts'
import { isAsSeen } from '../../../core/desk.ts'
import { sensitiveFields } from '../../../core/deskMask.ts'
import type { Review } from '../../../core/deskReview.ts'
import type { Change } from '../../../core/problem.ts'
import { postedForm } from '../../postedForm.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { isUuid } from '../isUuid.ts'
import type { Notice } from '../layout.tsx'
import { needs } from '../needs.ts'
import { noticeOf, refusal } from '../notices.ts'
import { type Draft, draftOf, unticked } from './draft.ts'
import { notHeldPage } from './notHeldPage.tsx'
import { parseDecision } from './parseDecision.ts'
import { type ReviewProps, reviewPage } from './reviewPage.tsx'
import { scanAddresses } from './scanAddress.ts'
import { shownScans } from './shownScans.ts'

type Shown = Partial<Pick<ReviewProps, 'revealed' | 'draft' | 'changes'>> & { readonly notice?: Notice }

/** One application: held, seen and decided. Everything personal is behind the lease. */
export const reviewRoutes = (deps: DeskDeps): Hono<DeskEnv> => {
  const { desk, host, vault, layout } = deps
  const scans = shownScans(deps)
  const app = new Hono<DeskEnv>()
  const addresses = scanAddresses(vault)

  const addressesOf = async (
    c: Context<DeskEnv>,
    { applicationId, scans }: Review,
    now: Date,
  ): Promise<ReviewProps['addresses']> => {
    const { sessionId } = c.get('reviewer')
    const made = await Promise.all(
      scanKinds.map(async (kind): Promise<readonly [ScanKind, string] | undefined> => {
        const scan = scans[kind]
        if (!scan) return undefined
        const view = { sessionId, applicationId, scanId: scan.id, copy: 'upright' } as const
        return [kind, await addresses.of(view, now)]
      }),
    )
    return Object.fromEntries(made.filter((entry) => entry !== undefined))
  }

  /** The application's page, or the one that says why it is not shown. */
  const show = async (c: Context<DeskEnv>, id: string, shown: Shown, status: 200 | 409 = 200) => {
    const now = host.now()
    const reviewer = c.get('reviewer')
    const language = c.get('language')
    const page = { language, reviewer, path: pathOf(id) }
    const opened = await desk.open(reviewer.id, id, now)
    const changes = shown.changes ?? (opened.ok ? await changesIn(c, opened.value, shown.draft) : undefined)
    const draft = shown.draft && changes ? unticked(shown.draft) : shown.draft
    const kept = { ...(draft && { draft }), ...(changes && { changes }) }
    if (opened.ok) {
      const review = opened.value
      const [undoable, served] = await Promise.all([
        desk.undoable(reviewer.id, now),
        addressesOf(c, review, now),
      ])
      return c.html(
        reviewPage({ ...page, ...shown, ...kept, review, now, layout, undoable, addresses: served }),
        status,
      )
    }
    return c.html(
      notHeldPage({
        ...page,
        ...kept,
        applicationId: id,
        notice: refusal(opened.problem, language),
        canTake: opened.problem.kind === 'leaseLapsed' || opened.problem.kind === 'notNow',
      }),
      409,
    )
  }

  /** What happened since the draft was filled in; undefined when nothing did but this taking. */
  const changesIn = async (
    c: Context<DeskEnv>,
    { applicationId, version }: Review,
    draft: Draft | undefined,
  ): Promise<readonly Change[] | undefined> => {
    const seen = draft?.seenVersion ?? 0
    if (!draft || isAsSeen(seen, version)) return undefined
    return (await desk.changesSince(c.get('reviewer').id, applicationId, seen)) ?? []
  }

  app.use('/applications/:id/*', async (c, next) => (isUuid(c.req.param('id')) ? next() : c.notFound()))

  app.get('/applications/:id', needs('review'), async (c) => {
    const notice = noticeOf(c)
    return show(c, c.req.param('id'), { ...(notice && { notice }) })
  })

  app.post('/applications/:id/take', needs('review'), async (c) => {
    const id = c.req.param('id')
    const reviewer = c.get('reviewer')
    const now = host.now()
    const taken = await desk.take(reviewer.id, id, now)
    if (asksForJson(c)) {
      const opened = taken.ok ? await desk.open(reviewer.id, id, now) : taken
      if (!opened.ok) return c.json({ problem: opened.problem.kind }, 409)
      const { leaseUntil, version } = opened.value
      return c.json({ ...lease(leaseUntil, now), version })
    }
    if (taken.ok) scans.getReady(reviewer, id)
    const draft = draftOf(await postedForm(c))
    if (draft) return show(c, id, { draft })
    return c.redirect(taken.ok ? pathOf(id) : `/desk?problem=${taken.problem.kind}`, 303)
  })

  app.post('/applications/:id/renew', needs('review'), async (c) => {
    const id = c.req.param('id')
    const now = host.now()
    const renewed = await desk.renew(c.get('reviewer').id, id, now)
    if (!asksForJson(c)) return c.redirect(pathOf(id), 303)
    return renewed.ok ? c.json(lease(renewed.value, now)) : c.json({ problem: renewed.problem.kind }, 409)
  })

  app.post('/applications/:id/release', needs('review'), async (c) => {
    const id = c.req.param('id')
    const released = await desk.release(c.get('reviewer').id, id, host.now())
    return c.redirect(released.ok ? '/desk?done=released' : `/desk?problem=${released.problem.kind}`, 303)
  })

  /** Answers with the page itself where no script asks: a value has no place in an address to be led to. */
  app.post('/applications/:id/reveal/:field', needs('review'), async (c) => {
    const { id } = c.req.param()
    const field = sensitiveFields.find((each) => each === c.req.param('field'))
    if (!field) return c.notFound()
    const revealed = await desk.reveal(c.get('reviewer').id, id, field, host.now())
    if (asksForJson(c))
      return revealed.ok ? c.json({ value: revealed.value }) : c.json({ problem: revealed.problem.kind }, 409)
    return show(c, id, revealed.ok ? { revealed: { field, value: revealed.value } } : {})
  })

  app.post('/applications/:id/decision', needs('review'), async (c) => {
    const id = c.req.param('id')
    const form = await postedForm(c)
    const posted = parseDecision(form)
    if (!posted) return c.body(null, 400)
    const { version, decision } = posted
    const decided = await desk.decide(c.get('reviewer').id, id, version, decision, host.now())
    // the queue shows that it can be undone
    if (decided.ok) return c.redirect('/desk', 303)
    const draft = draftOf(form)
    const notice = refusal(decided.problem, c.get('language'))
    const changes = decided.problem.kind === 'staleVersion' ? decided.problem.changes : undefined
    return show(c, id, { notice, ...(draft && { draft }), ...(changes && { changes }) }, 409)
  })

  app.post('/applications/:id/undo', needs('review'), async (c) => {
    const id = c.req.param('id')
    const undone = await desk.undo(c.get('reviewer').id, id, host.now())
    return c.redirect(undone.ok ? `${pathOf(id)}?done=undone` : `/desk?problem=${undone.problem.kind}`, 303)
  })

  return app
}

const pathOf = (applicationId: string): string => `/desk/applications/${applicationId}`

const asksForJson = (c: Context): boolean => c.req.header('accept')?.includes('application/json') === true

/** As the page's own script counts: in seconds from now. */
const lease = (until: Date, now: Date) => ({
  until: until.toISOString(),
  seconds: (until.getTime() - now.getTime()) / 1000,
})

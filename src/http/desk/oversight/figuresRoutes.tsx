import { type Context, Hono } from 'hono'
import { type Figures, share, type Tally } from '../../../core/oversight.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { needs } from '../needs.ts'
import { csv } from './csv.ts'
import { dayRange } from './dayRange.ts'
import { figuresPage } from './figuresPage.tsx'

/** How the desk keeps its promise, in plots, tables and CSV. */
export const figuresRoutes = ({ oversight, host }: DeskDeps): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>()

  const read = async (c: Context<DeskEnv>) => {
    const range = dayRange({ from: c.req.query('from') ?? '', to: c.req.query('to') ?? '' }, host.now())
    return { range, figures: await oversight.figures(range) }
  }

  app.get('/figures', needs('seeFigures'), async (c) => {
    const { range, figures } = await read(c)
    const page = { language: c.get('language'), reviewer: c.get('reviewer') }
    const path = `/desk/figures?from=${range.from}&to=${range.to}`
    return c.html(figuresPage({ ...page, path, range, figures }))
  })

  for (const [name, table] of Object.entries(tables))
    app.get(`/figures/${name}.csv`, needs('seeFigures'), async (c) => {
      const { range, figures } = await read(c)
      const { head, rows } = table(figures)
      return c.body(csv(head, rows), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}-${range.from}-${range.to}.csv"`,
      })
    })

  return app
}

const tallyHead = [
  'decided',
  'approved',
  'scansRequested',
  'rejected',
  'medianMinutes',
  'p95Minutes',
  'shareInsidePromise',
  'shareApprovedAtFirstTry',
]

const tallyCells = (tally: Tally): readonly (number | undefined)[] => [
  tally.decided,
  tally.approved,
  tally.requested,
  tally.rejected,
  tally.medianMinutes,
  tally.p95Minutes,
  share(tally.insidePromise, tally.decided),
  share(tally.approvedFirstTry, tally.approved),
]

/** The same in every language, as programs read them too. */
const tables = {
  days: ({ days }: Figures) => ({
    head: ['day', 'submitted', ...tallyHead],
    rows: days.map((day) => [day.day, day.submitted, ...tallyCells(day)]),
  }),
  reviewers: ({ reviewers }: Figures) => ({
    head: ['reviewer', ...tallyHead],
    rows: reviewers.map((reviewer) => [reviewer.name, ...tallyCells(reviewer)]),
  }),
  reasons: ({ reasons }: Figures) => ({
    head: ['decision', 'reason', 'count'],
    rows: reasons.map(({ kind, reason, count }) => [kind, reason, count]),
  }),
  scans: ({ scans }: Figures) => ({
    head: ['scan', 'askedAgain'],
    rows: scans.map(({ scan, count }) => [scan, count]),
  }),
} satisfies Record<
  string,
  (figures: Figures) => {
    readonly head: readonly string[]
    readonly rows: readonly (readonly (string | number | undefined)[])[]
  }
>

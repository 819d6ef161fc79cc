import { type Context, Hono } from 'hono'
import { type Figures, type ReasonCount, type ScanCount, share, type Tally } from '../../../core/oversight.ts'
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

const reasonHead = ['decision', 'reason', 'count']
const reasonCells = ({ kind, reason, count }: ReasonCount): readonly (string | number)[] => [
  kind,
  reason,
  count,
]

const scanHead = ['scan', 'askedAgain']
const scanCells = ({ scan, count }: ScanCount): readonly (string | number)[] => [scan, count]

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
  reasons: ({ total }: Figures) => ({
    head: reasonHead,
    rows: total.reasons.map(reasonCells),
  }),
  'reasons-by-day': ({ days }: Figures) => ({
    head: ['day', ...reasonHead],
    rows: days.flatMap(({ day, reasons }) => reasons.map((reason) => [day, ...reasonCells(reason)])),
  }),
  'reasons-by-reviewer': ({ reviewers }: Figures) => ({
    head: ['reviewer', ...reasonHead],
    rows: reviewers.flatMap(({ name, reasons }) => reasons.map((reason) => [name, ...reasonCells(reason)])),
  }),
  scans: ({ total }: Figures) => ({
    head: scanHead,
    rows: total.scans.map(scanCells),
  }),
  'scans-by-day': ({ days }: Figures) => ({
    head: ['day', ...scanHead],
    rows: days.flatMap(({ day, scans }) => scans.map((scan) => [day, ...scanCells(scan)])),
  }),
  'scans-by-reviewer': ({ reviewers }: Figures) => ({
    head: ['reviewer', ...scanHead],
    rows: reviewers.flatMap(({ name, scans }) => scans.map((scan) => [name, ...scanCells(scan)])),
  }),
} satisfies Record<
  string,
  (figures: Figures) => {
    readonly head: readonly string[]
    readonly rows: readonly (readonly (string | number | undefined)[])[]
  }
>

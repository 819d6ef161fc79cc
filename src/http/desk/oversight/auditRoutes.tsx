import { type Context, Hono } from 'hono'
import { auditExport } from '../../../core/auditExport.ts'
import type { AuditFilter } from '../../../core/oversight.ts'
import { dayLength, joinShanghai } from '../../../core/shanghaiTime.ts'
import { plainText } from '../../postedForm.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { isUuid } from '../isUuid.ts'
import { needs } from '../needs.ts'
import { auditPage, type FilterFields } from './auditPage.tsx'
import { parseDay } from './dayRange.ts'
import { isRead } from './isRead.ts'
import { keepOpen } from './keepOpen.ts'

const pageLength = 100

/** The audit log (R16): read with filters, and exported as JSON Lines with each line's hash. */
export const auditRoutes = ({ oversight, host, background }: DeskDeps): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>()

  app.get('/audit', needs('seeAudit'), async (c) => {
    const fields = fieldsOf(c)
    const filter = parseFilter(fields)
    const before = c.req.query('before') ?? ''
    const found = await oversight.auditLines(filter ?? {}, {
      limit: pageLength + 1,
      ...(/^\d{1,18}$/u.test(before) && { beforeSeq: before }),
    })
    const lines = found.slice(0, pageLength)
    return c.html(
      auditPage({
        language: c.get('language'),
        reviewer: c.get('reviewer'),
        path: `/desk/audit?${queryOf(fields)}`,
        fields,
        isRefused: filter === undefined,
        keys: await oversight.auditKeys(),
        lines,
        query: queryOf(fields),
        olderThan: found.length > pageLength ? lines.at(-1)?.seq : undefined,
        isNewest: before === '',
      }),
    )
  })

  app.get('/audit/export.jsonl', needs('seeAudit'), async (c) => {
    const filter = parseFilter(fieldsOf(c))
    // A wider export than was asked for would be a wrong one.
    if (!filter) return c.redirect(`/desk/audit?${queryOf(fieldsOf(c))}`, 303)
    const headers = {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.jsonl"',
    }
    if (!isRead(c)) return c.body(null, 200, headers)
    await oversight.noteExport(c.get('reviewer').id, filter, host.now())
    const pages = auditExport(oversight, filter)
    const end = keepOpen(background)
    const lines = new ReadableStream<Uint8Array>({
      async pull(controller) {
        let isOver = true
        try {
          const page = await pages.next()
          isOver = page.done === true
          if (page.done) controller.close()
          else controller.enqueue(new TextEncoder().encode(page.value.text))
        } finally {
          if (isOver) end()
        }
      },
      cancel: end,
    })
    return c.body(lines, 200, headers)
  })

  return app
}

const fieldsOf = (c: Context): FilterFields => ({
  actor: plainText(c.req.query('actor') ?? ''),
  action: plainText(c.req.query('action') ?? ''),
  application: plainText(c.req.query('application') ?? '').toLowerCase(),
  from: c.req.query('from') ?? '',
  to: c.req.query('to') ?? '',
})

const queryOf = (fields: FilterFields): string =>
  new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString()

const startOfDay = (day: string, plus = 0): Date => joinShanghai(Date.parse(day) / dayLength + plus, 0)

/** Undefined when a field holds what no line can match. */
const parseFilter = ({ actor, action, application, from, to }: FilterFields): AuditFilter | undefined => {
  const [first, last] = [parseDay(from), parseDay(to)]
  if (application !== '' && !isUuid(application)) return undefined
  if ((from !== '' && first === undefined) || (to !== '' && last === undefined)) return undefined
  return {
    ...(actor !== '' && { actor }),
    ...(action !== '' && { action }),
    ...(application !== '' && { applicationId: application }),
    ...(first !== undefined && { from: startOfDay(first) }),
    ...(last !== undefined && { before: startOfDay(last, 1) }),
  }
}

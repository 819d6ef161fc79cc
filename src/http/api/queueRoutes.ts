import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { actorOf } from '../../core/apiToken.ts'
import { queueParts } from '../../core/desk.ts'
import { answersJson } from './answersJson.ts'
import type { ApiDeps, ApiEnv } from './apiEnv.ts'
import { takes } from './bearers.ts'
import { formatCursor, parseCursor } from './cursor.ts'
import { describeFaults } from './invalidRequest.ts'
import { answersWith, refuse } from './problems.ts'
import * as schemas from './schemas.ts'

const tags = ['Queue']

/** The queue for other programs: units, states and times, nothing personal (R20). */
export const queueRoutes = ({ desk, host }: Pick<ApiDeps, 'desk' | 'host'>): OpenAPIHono<ApiEnv> => {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: describeFaults })

  app.openapi(
    createRoute({
      method: 'get',
      path: '/queue',
      tags,
      summary: 'One part of the queue, by promised time',
      description: 'What came back to this token with scans that it had asked for comes first.',
      ...takes('queue:read'),
      request: { query: schemas.queueQuery },
      responses: { 200: answersJson('A page of it.', schemas.queueSchema), ...answersWith('invalidRequest') },
    }),
    async (c) => {
      const { part, limit, after } = c.req.valid('query')
      const place = after === undefined ? undefined : parseCursor(after)
      if (after !== undefined && !place)
        return refuse(c, 'invalidRequest', {
          errors: [{ in: 'query', pointer: '/after', message: 'Not a cursor that this queue gave.' }],
        })
      const actor = actorOf(c.get('bearer'))
      const found = await desk.list(part, {
        reviewerId: actor,
        now: host.now(),
        limit: limit + 1,
        ...(place && { after: place }),
      })
      const entries = found.slice(0, limit)
      const last = found.length > limit ? entries.at(-1) : undefined
      const next = last ? formatCursor(last) : null
      if (next !== null)
        c.header(
          'link',
          `</api/v1/queue?${new URLSearchParams({ part, limit: `${limit}`, after: next })}>; rel="next"`,
        )
      return c.json(
        {
          entries: entries.map(({ applicationId, unitName, state, promisedAt, held }) => ({
            applicationId,
            unitName,
            state,
            promisedAt: promisedAt.toISOString(),
            ...(held && { held: { until: held.until.toISOString(), byThisToken: held.by.id === actor } }),
          })),
          next,
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/queue/counts',
      tags,
      summary: 'How many applications each part has',
      ...takes('queue:read'),
      responses: { 200: answersJson('The counts.', schemas.countsSchema) },
    }),
    async (c) => {
      const counts = await desk.count(actorOf(c.get('bearer')), host.now())
      return c.json(Object.fromEntries(queueParts.map((part) => [part, counts[part]])) as typeof counts, 200)
    },
  )

  return app
}

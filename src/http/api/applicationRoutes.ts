import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { actorOf } from '../../core/apiToken.ts'
import { answersJson } from './answersJson.ts'
import { answerOnce } from './answerOnce.ts'
import type { ApiDeps, ApiEnv } from './apiEnv.ts'
import { applicationBody } from './applicationBody.ts'
import { takes } from './bearers.ts'
import { describeFaults } from './invalidRequest.ts'
import { answersWith, refuse, refuseAs } from './problems.ts'
import * as schemas from './schemas.ts'

const held = ['heldByAnother', 'leaseLapsed', 'notNow'] as const
/** What a request with an idempotency key may be answered besides. */
const keyed = ['inProgress', 'idempotencyKeyReused'] as const
const tags = ['Review']

/** Applications taken, held and decided by other programs: the same rules, leases and audit as on the desk's pages. */
export const applicationRoutes = (deps: ApiDeps): OpenAPIHono<ApiEnv> => {
  const { desk, host } = deps
  const once = answerOnce(deps)
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: describeFaults })

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/next',
      tags,
      summary: 'Take the most urgent application that nobody holds',
      description:
        'Two never take the same. With an idempotency key a repeat, after an answer that was lost, gives the same one instead of another.',
      ...takes('applications:review'),
      request: { headers: schemas.withOptionalKey },
      responses: {
        200: answersJson('Taken: it is this token’s for ten minutes.', schemas.takenSchema),
        204: { description: 'Nothing is waiting.' },
        ...answersWith('invalidRequest', 'heldByAnother', 'notNow', 'secondReviewerNeeded', ...keyed),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const taken = await desk.take(actorOf(c.get('bearer')), host.now())
        if (taken.ok) return c.json({ applicationId: taken.value }, 200)
        return taken.problem.kind === 'queueEmpty' ? c.body(null, 204) : refuseAs(c, taken.problem)
      }),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/{id}/take',
      tags,
      summary: 'Take this application, or hold it for another lease',
      ...takes('applications:review'),
      request: { params: schemas.applicationPath, headers: schemas.withOptionalKey },
      responses: {
        200: answersJson('Taken.', schemas.takenSchema),
        ...answersWith(
          'invalidRequest',
          'queueEmpty',
          'heldByAnother',
          'notNow',
          'secondReviewerNeeded',
          ...keyed,
        ),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const taken = await desk.take(actorOf(c.get('bearer')), host.now(), c.req.valid('param').id)
        return taken.ok ? c.json({ applicationId: taken.value }, 200) : refuseAs(c, taken.problem)
      }),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/applications/{id}',
      tags,
      summary: 'The application this token holds',
      description:
        'Each reading is a line of the audit log. Personal values come with the scope applications:read alone.',
      ...takes('applications:review'),
      request: { params: schemas.applicationPath },
      responses: {
        200: answersJson('The application.', schemas.applicationSchema),
        ...answersWith('invalidRequest', ...held),
      },
    }),
    async (c) => {
      const bearer = c.get('bearer')
      const opened = await desk.open(actorOf(bearer), c.req.valid('param').id, host.now())
      return opened.ok
        ? c.json(applicationBody(opened.value, bearer.scopes.includes('applications:read')), 200)
        : refuseAs(c, opened.problem)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/applications/{id}/values/{field}',
      tags,
      summary: 'One sensitive value in full',
      description: 'Of an application this token holds. Each reading is a line of the audit log.',
      ...takes('applications:read'),
      request: { params: schemas.valuePath },
      responses: {
        200: answersJson('The value.', schemas.valueSchema),
        ...answersWith('invalidRequest', ...held),
      },
    }),
    async (c) => {
      const { id, field } = c.req.valid('param')
      const revealed = await desk.reveal(actorOf(c.get('bearer')), id, field, host.now())
      return revealed.ok ? c.json({ value: revealed.value }, 200) : refuseAs(c, revealed.problem)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/applications/{id}/scans/{scanId}',
      tags,
      summary: 'One scan',
      description: 'Of an application this token holds. Each reading is a line of the audit log.',
      ...takes('scans:read'),
      request: { params: schemas.scanPath, query: schemas.scanQuery },
      responses: {
        200: {
          description: 'The picture.',
          content: { 'image/jpeg': { schema: { type: 'string', contentMediaType: 'image/jpeg' } } },
        },
        ...answersWith('invalidRequest', 'notFound'),
      },
    }),
    async (c) => {
      const { id, scanId } = c.req.valid('param')
      const { as } = c.req.valid('query')
      const bytes = await desk.scan(actorOf(c.get('bearer')), id, scanId, host.now(), as)
      return bytes
        ? c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/jpeg' })
        : refuse(c, 'notFound')
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/{id}/renew',
      tags,
      summary: 'Hold the application for another ten minutes',
      ...takes('applications:review'),
      request: { params: schemas.applicationPath, headers: schemas.withOptionalKey },
      responses: {
        200: answersJson('The lease’s new end.', schemas.leaseSchema),
        ...answersWith('invalidRequest', ...held, ...keyed),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const renewed = await desk.renew(actorOf(c.get('bearer')), c.req.valid('param').id, host.now())
        return renewed.ok
          ? c.json({ leaseUntil: renewed.value.toISOString() }, 200)
          : refuseAs(c, renewed.problem)
      }),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/{id}/release',
      tags,
      summary: 'Put the application back into the queue',
      ...takes('applications:review'),
      request: { params: schemas.applicationPath, headers: schemas.withOptionalKey },
      responses: {
        204: { description: 'It is in the queue.' },
        ...answersWith('invalidRequest', ...held, ...keyed),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const released = await desk.release(actorOf(c.get('bearer')), c.req.valid('param').id, host.now())
        return released.ok ? c.body(null, 204) : refuseAs(c, released.problem)
      }),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/{id}/decision',
      tags,
      summary: 'Decide the application this token holds',
      description:
        'A person’s decision, for one application and the version it was seen in. It takes effect by itself ten seconds later.',
      ...takes('applications:review'),
      request: {
        params: schemas.applicationPath,
        headers: schemas.withKey,
        body: { content: { 'application/json': { schema: schemas.decisionSchema } }, required: true },
      },
      responses: {
        202: answersJson('Decided.', schemas.decidedSchema),
        ...answersWith(
          'invalidRequest',
          ...held,
          'staleVersion',
          'reasonRequired',
          'tooLong',
          'accountRequired',
          'checklistIncomplete',
          'secondReviewerNeeded',
          'unsupportedMediaType',
          'tooLarge',
          ...keyed,
        ),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const { version, ...decision } = c.req.valid('json')
        const decided = await desk.decide(
          actorOf(c.get('bearer')),
          c.req.valid('param').id,
          version,
          decision,
          host.now(),
        )
        if (!decided.ok) return refuseAs(c, decided.problem)
        const { applicationId, kind, takesEffectAt } = decided.value
        return c.json({ applicationId, kind, takesEffectAt: takesEffectAt.toISOString() }, 202)
      }),
  )

  app.openapi(
    createRoute({
      method: 'delete',
      path: '/applications/{id}/decision',
      tags,
      summary: 'Undo a decision that has not taken effect',
      ...takes('applications:review'),
      request: { params: schemas.applicationPath, headers: schemas.withOptionalKey },
      responses: {
        204: { description: 'Undone: the application is this token’s again, for ten minutes.' },
        ...answersWith('invalidRequest', 'tooLateToUndo', ...keyed),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const undone = await desk.undo(actorOf(c.get('bearer')), c.req.valid('param').id, host.now())
        return undone.ok ? c.body(null, 204) : refuseAs(c, undone.problem)
      }),
  )

  return app
}

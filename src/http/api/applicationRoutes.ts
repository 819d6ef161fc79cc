import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { actorOf } from '../../core/apiToken.ts'
import type { Desk, DeskRefusal } from '../../core/desk.ts'
import { answersJson } from './answersJson.ts'
import { answerOnce } from './answerOnce.ts'
import type { ApiDeps, ApiEnv } from './apiEnv.ts'
import { applicationBody } from './applicationBody.ts'
import { takes } from './bearers.ts'
import { describeFaults } from './invalidRequest.ts'
import { answersWith, refuse, refuseAs } from './problems.ts'
import * as schemas from './schemas.ts'

/** What one is answered who names an application and does not hold it. */
const unheld = ['notFound', 'heldByAnother', 'leaseLapsed', 'notNow', 'secondReviewerNeeded'] as const
/** What a request with an idempotency key may be answered besides. */
const keyed = ['invalidRequest', 'inProgress', 'idempotencyKeyReused'] as const

const tags = ['Review']
const reviewing = { tags, ...takes('applications:review') }
/** A request that changes the application it names. */
const changing = {
  ...reviewing,
  request: { params: schemas.applicationPath, headers: schemas.withOptionalKey },
}

/** Applications taken, held and decided by other programs: the same rules, leases and audit as on the desk's pages. */
export const applicationRoutes = (deps: ApiDeps): OpenAPIHono<ApiEnv> => {
  const { desk, host } = deps
  const once = answerOnce(deps)
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: describeFaults })

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/next',
      summary: 'Take the most urgent application that nobody holds',
      description:
        'Two never take the same. With an idempotency key a repeat, after an answer that was lost, gives the same one instead of another.',
      ...reviewing,
      request: { headers: schemas.withOptionalKey },
      responses: {
        200: answersJson('Taken: it is this token’s for ten minutes.', schemas.takenSchema),
        204: { description: 'Nothing is free for this token to take now.' },
        ...answersWith(...keyed),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const taken = await desk.takeNext(actorOf(c.get('bearer')), host.now())
        return taken.ok ? c.json({ applicationId: taken.value }, 200) : c.body(null, 204)
      }),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/{id}/take',
      summary: 'Take this application, or hold it for another lease',
      ...changing,
      responses: {
        200: answersJson('Taken.', schemas.takenSchema),
        ...answersWith('notFound', 'heldByAnother', 'notNow', 'secondReviewerNeeded', ...keyed),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const { id } = c.req.valid('param')
        const taken = await desk.take(actorOf(c.get('bearer')), id, host.now())
        return taken.ok ? c.json({ applicationId: id }, 200) : refuseAbout(c, desk, id, taken.problem)
      }),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/applications/{id}',
      summary: 'The application this token holds',
      description:
        'Each reading is a line of the audit log. Personal values come with the scope applications:read alone.',
      ...reviewing,
      request: { params: schemas.applicationPath },
      responses: {
        200: answersJson('The application.', schemas.applicationSchema),
        ...answersWith(...unheld),
      },
    }),
    async (c) => {
      const bearer = c.get('bearer')
      const { id } = c.req.valid('param')
      const opened = await desk.open(actorOf(bearer), id, host.now())
      return opened.ok
        ? c.json(applicationBody(opened.value, bearer.scopes.includes('applications:read')), 200)
        : refuseAbout(c, desk, id, opened.problem)
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
        ...answersWith(...unheld),
      },
    }),
    async (c) => {
      const { id, field } = c.req.valid('param')
      const revealed = await desk.reveal(actorOf(c.get('bearer')), id, field, host.now())
      return revealed.ok ? c.json({ value: revealed.value }, 200) : refuseAbout(c, desk, id, revealed.problem)
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
      const read = await desk.scan(actorOf(c.get('bearer')), id, scanId, host.now(), as)
      return read
        ? c.body(new Uint8Array(await read()), 200, { 'content-type': 'image/jpeg' })
        : refuse(c, 'notFound')
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/{id}/renew',
      summary: 'Hold the application for another ten minutes',
      ...changing,
      responses: {
        200: answersJson('The lease’s new end.', schemas.leaseSchema),
        ...answersWith(...unheld, ...keyed),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const { id } = c.req.valid('param')
        const renewed = await desk.renew(actorOf(c.get('bearer')), id, host.now())
        return renewed.ok
          ? c.json({ leaseUntil: renewed.value.toISOString() }, 200)
          : refuseAbout(c, desk, id, renewed.problem)
      }),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/{id}/release',
      summary: 'Put the application back into the queue',
      ...changing,
      responses: {
        204: { description: 'It is in the queue.' },
        ...answersWith(...unheld, ...keyed),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const { id } = c.req.valid('param')
        const released = await desk.release(actorOf(c.get('bearer')), id, host.now())
        return released.ok ? c.body(null, 204) : refuseAbout(c, desk, id, released.problem)
      }),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/applications/{id}/decision',
      summary: 'Decide the application this token holds',
      description:
        'A person’s decision, for one application and the version it was seen in. It takes effect by itself ten seconds later.',
      ...reviewing,
      request: {
        params: schemas.applicationPath,
        headers: schemas.withKey,
        body: { content: { 'application/json': { schema: schemas.decisionSchema } }, required: true },
      },
      responses: {
        202: answersJson('Decided.', schemas.decidedSchema),
        ...answersWith(
          ...unheld,
          'staleVersion',
          'reasonRequired',
          'tooLong',
          'accountRequired',
          'checklistIncomplete',
          'unsupportedMediaType',
          'tooLarge',
          ...keyed,
        ),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const { id } = c.req.valid('param')
        const { version, ...decision } = c.req.valid('json')
        const decided = await desk.decide(actorOf(c.get('bearer')), id, version, decision, host.now())
        if (!decided.ok) return refuseAbout(c, desk, id, decided.problem)
        const { applicationId, kind, takesEffectAt } = decided.value
        return c.json({ applicationId, kind, takesEffectAt: takesEffectAt.toISOString() }, 202)
      }),
  )

  app.openapi(
    createRoute({
      method: 'delete',
      path: '/applications/{id}/decision',
      summary: 'Undo a decision that has not taken effect',
      ...changing,
      responses: {
        204: { description: 'Undone: the application is this token’s again, for ten minutes.' },
        ...answersWith('notFound', 'tooLateToUndo', ...keyed),
      },
    }),
    async (c) =>
      once(c, async (desk) => {
        const { id } = c.req.valid('param')
        const undone = await desk.undo(actorOf(c.get('bearer')), id, host.now())
        return undone.ok ? c.body(null, 204) : refuseAbout(c, desk, id, undone.problem)
      }),
  )

  return app
}

/** What the desk refused about one application: where there is none, that alone. */
const refuseAbout = async <Refusal extends DeskRefusal>(
  c: Context<ApiEnv>,
  desk: Desk,
  applicationId: string,
  refusal: Refusal,
) => ((await desk.exists(applicationId)) ? refuseAs(c, refusal) : refuse(c, 'notFound'))

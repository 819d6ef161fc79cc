import { z } from '@hono/zod-openapi'
import type { Context, TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { DeskRefusal } from '../../core/desk.ts'

interface ProblemShape {
  readonly status: ContentfulStatusCode
  readonly title: string
  readonly detail: string
}

/** What the desk refuses. */
const deskProblems = {
  heldByAnother: {
    status: 409,
    title: 'Held by another',
    detail: 'Another reviewer is holding this application.',
  },
  leaseLapsed: {
    status: 409,
    title: 'The lease has lapsed',
    detail: 'The time with this application is over. Take it again first.',
  },
  notNow: {
    status: 409,
    title: 'Not possible in this state',
    detail:
      'The application’s state does not allow this: it may be waiting to be taken, or have been decided or withdrawn.',
  },
  secondReviewerNeeded: {
    status: 409,
    title: 'A second reviewer is needed',
    detail: 'A token approved the application first. The second approval is a person’s.',
  },
  staleVersion: {
    status: 409,
    title: 'Changed since it was read',
    detail:
      'The application has another version than the one decided on. `changes` says what happened since.',
  },
  tooLateToUndo: {
    status: 409,
    title: 'Too late to undo',
    detail: 'There is no decision of this token on this application that has not taken effect.',
  },
  reasonRequired: {
    status: 422,
    title: 'A reason is required',
    detail: 'Give the applicant a reason: at least one for each scan asked for again, or for a rejection.',
  },
  tooLong: {
    status: 422,
    title: 'A note is too long',
    detail: 'A note has more UTF-16 code units than `max`.',
  },
  accountRequired: {
    status: 422,
    title: 'No account of the unit',
    detail: 'Name one of the accounts that the application lists.',
  },
  checklistIncomplete: {
    status: 422,
    title: 'The checklist is incomplete',
    detail: 'An approval takes every item of the checklist.',
  },
} as const satisfies Record<DeskRefusal['kind'], ProblemShape>

/** What does not get as far as the desk. */
const doorProblems = {
  invalidRequest: {
    status: 400,
    title: 'The request is not valid',
    detail: '`errors` says where, without repeating what was sent.',
  },
  unauthenticated: {
    status: 401,
    title: 'A token is required',
    detail: 'Send a token that is valid: Authorization: Bearer spk_…',
  },
  scopeMissing: {
    status: 403,
    title: 'The token’s scopes do not reach this far',
    detail: 'The header WWW-Authenticate names the scope that is missing.',
  },
  notFound: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing at this address: no such page, or no application with the id in it.',
  },
  methodNotAllowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'The header Allow names the methods of this address.',
  },
  inProgress: {
    status: 409,
    title: 'Already being worked on',
    detail:
      'A request with this idempotency key is being worked on. Send it again a moment later for its answer.',
  },
  tooLarge: { status: 413, title: 'The request is too large', detail: 'A request has at most 32 KiB.' },
  unsupportedMediaType: {
    status: 415,
    title: 'Not JSON',
    detail: 'Send the body as application/json.',
  },
  idempotencyKeyReused: {
    status: 422,
    title: 'The idempotency key was used before',
    detail: 'This idempotency key came with another request. Use a new key for each request.',
  },
  tooManyRequests: {
    status: 429,
    title: 'Too many requests',
    detail: 'The header Retry-After says in how many seconds the next request is heard.',
  },
  fault: {
    status: 500,
    title: 'A fault of ours',
    detail: 'Something went wrong here. Operators find it in the log by `reference`.',
  },
  unavailable: {
    status: 503,
    title: 'Unavailable for the moment',
    detail: 'Nothing was changed. Send the same again after the seconds that Retry-After says.',
  },
} as const satisfies Record<string, ProblemShape>

/** Every problem of the API (RFC 9457) by the last part of its type, which never changes. */
export const problems = { ...doorProblems, ...deskProblems }
export type ProblemKind = keyof typeof problems
export type StatusOf<Kind extends ProblemKind> = (typeof problems)[Kind]['status']

export const problemKinds = Object.keys(problems) as readonly ProblemKind[]

export const problemType = (kind: ProblemKind): string => `/api/problems/${kind}`

export const problemSchema = z
  .object({
    type: z
      .string()
      .openapi({ description: 'URI reference that names the problem, and leads to its description.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query', 'header']),
          pointer: z.string().openapi({ description: 'JSON pointer (RFC 6901) to what is wrong.' }),
          message: z.string(),
        }),
      )
      .optional()
      .openapi({ description: 'Of invalidRequest.' }),
    changes: z
      .array(z.object({ at: z.iso.datetime(), action: z.string() }))
      .optional()
      .openapi({ description: 'Of staleVersion: what happened since, oldest first.' }),
    max: z.int().optional().openapi({ description: 'Of tooLong.' }),
    reference: z.string().optional().openapi({ description: 'Of fault.' }),
  })
  .openapi('Problem')

/** Members beside those that every problem of a kind has; nothing personal. */
export type ProblemMembers = Partial<
  Pick<z.infer<typeof problemSchema>, 'errors' | 'changes' | 'max' | 'reference'>
>

type ProblemResponse<Kind extends ProblemKind> = Response &
  TypedResponse<z.infer<typeof problemSchema>, StatusOf<Kind>, 'json'>

export const problemMediaType = 'application/problem+json'

/** A refusal in the form of RFC 9457. */
export const refuse = <Kind extends ProblemKind>(
  c: Context,
  kind: Kind,
  members: ProblemMembers = {},
  headers: Readonly<Record<string, string>> = {},
): ProblemResponse<Kind> => {
  const shape: ProblemShape = problems[kind]
  return c.json({ type: problemType(kind), ...shape, ...members }, shape.status, {
    ...headers,
    'content-type': problemMediaType,
  }) as unknown as ProblemResponse<Kind>
}

/** What the desk refused, with what it says about it. */
export const refuseAs = <Refusal extends DeskRefusal>(
  c: Context,
  refusal: Refusal,
): ProblemResponse<Refusal['kind']> =>
  refuse<Refusal['kind']>(c, refusal.kind, {
    ...(refusal.kind === 'tooLong' && { max: refusal.max }),
    ...(refusal.kind === 'staleVersion' && {
      changes: refusal.changes.map(({ at, action }) => ({ at: at.toISOString(), action })),
    }),
  })

interface ProblemContent {
  readonly description: string
  readonly content: { readonly [problemMediaType]: { readonly schema: typeof problemSchema } }
}

/** How a route tells which problems it answers with, by status. */
export const answersWith = <Kind extends ProblemKind>(
  ...kinds: readonly Kind[]
): { readonly [Status in StatusOf<Kind>]: ProblemContent } => {
  const byStatus = Object.groupBy(kinds, (kind) => problems[kind].status)
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, same]) => [
      status,
      {
        description: (same ?? [])
          .map((kind) => `${problems[kind].title} (\`${problemType(kind)}\`)`)
          .join('; '),
        content: { [problemMediaType]: { schema: problemSchema } },
      },
    ]),
  ) as never
}

import type { Context } from 'hono'
import type { Desk } from '../../core/desk.ts'
import type { ApiDeps, ApiEnv } from './apiEnv.ts'
import { problemMediaType, refuse } from './problems.ts'

/**
 * Answers a request that has an idempotency key once, and every repeat of it with what was answered then
 * (draft-ietf-httpapi-idempotency-key-header); a request without one each time. `work` changes nothing but through the
 * desk it is given.
 */
export const answerOnce =
  ({ desk, answers, host }: Pick<ApiDeps, 'desk' | 'answers' | 'host'>) =>
  async <Answer extends Response>(c: Context<ApiEnv>, work: (desk: Desk) => Promise<Answer>) => {
    const key = c.req.header('idempotency-key')
    if (key === undefined) return work(desk)
    let answer: Answer | undefined
    const answered = await answers.once(
      {
        tokenId: c.get('bearer').tokenId,
        key: unquoted(key),
        content: `${c.req.method} ${c.req.path}\n${await c.req.text()}`,
      },
      host.now(),
      async (own) => {
        answer = await work(own)
        return { status: answer.status, body: answer.body && ((await answer.clone().json()) as unknown) }
      },
    )
    if (answered.kind === 'otherRequest') return refuse(c, 'idempotencyKeyReused')
    if (answered.kind === 'inProgress') return refuse(c, 'inProgress', {}, { 'retry-after': '1' })
    return answer ?? (replay(answered.answer) as Answer)
  }

/** The draft writes the key as a string of RFC 9651, with quotes; many callers leave them out. */
const unquoted = (key: string): string => /^"(.*)"$/u.exec(key)?.[1] ?? key

const replay = ({ status, body }: { readonly status: number; readonly body: unknown }): Response =>
  body === null
    ? new Response(null, { status })
    : new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': status < 400 ? 'application/json' : problemMediaType },
      })

import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { apiAnswers, removeOldAnswers } from '../../../src/adapters/postgres/apiAnswers.ts'
import { createDesk } from '../../../src/adapters/postgres/desk.ts'
import type { ApiAnswers } from '../../../src/core/apiToken.ts'
import { openApiSite } from '../../support/apiSite.ts'
import { minutesAfter, tuesday } from '../../support/deskFixture.ts'
import { useApi } from '../../support/useApi.ts'

const api = await useApi()
const { fixture } = api

const rejection = { kind: 'reject', version: 3, reasons: ['sealNotProven'] }
const decide = (id: string, key: string, body: unknown = rejection) =>
  api.client.post(`/v1/applications/${id}/decision`, body, { 'idempotency-key': key })
const told = async (answer: Response) => [
  answer.status,
  answer.headers.get('content-type'),
  (await answer.json()) as Record<string, unknown>,
]
const decisions = async (id: string) =>
  fixture.db.selectFrom('decision').select(['state', 'kind']).where('application_id', '=', id).execute()
const held = async () => {
  const { id } = await fixture.seed()
  await api.client.post(`/v1/applications/${id}/take`)
  return id
}

const answers = apiAnswers(fixture.db, fixture.vault, (db) =>
  createDesk({ db, vault: fixture.vault, objects: fixture.objects }),
)

/** The answers of a process that ends while it works: after the work, before what it did is stored. */
const dying: ApiAnswers = {
  once: async (request, now, work) =>
    answers.once(request, now, async (desk) => {
      await work(desk)
      throw new Error('killed')
    }),
}

describe('a request that comes again', () => {
  it('is answered as at first, and has happened once', async () => {
    const id = await held()
    const first = await told(await decide(id, 'key'))
    expect(first[0]).toBe(202)
    api.site.now = minutesAfter(tuesday, 60)
    expect(await told(await decide(id, 'key'))).toEqual(first)
    expect(await told(await decide(id, '"key"'))).toEqual(first)
    expect(await decisions(id)).toHaveLength(1)
  })

  it('is refused as at first too, also when it would be taken by now', async () => {
    const { id } = await fixture.seed()
    const first = await told(await decide(id, 'key'))
    expect(first).toMatchObject([409, 'application/problem+json', { type: '/api/problems/notNow' }])
    await api.client.post(`/v1/applications/${id}/take`)
    expect(await told(await decide(id, 'key'))).toEqual(first)
    expect((await decide(id, 'another')).status).toBe(202)
  })

  it('gives the application that was taken at first, and none besides', async () => {
    await fixture.seed()
    await fixture.seed()
    const takeNext = (key: string) =>
      api.client.post('/v1/applications/next', undefined, { 'idempotency-key': key })
    const first = await told(await takeNext('one'))
    expect(await told(await takeNext('one'))).toEqual(first)
    expect(await told(await takeNext('two'))).not.toEqual(first)
    expect((await takeNext('three')).status).toBe(204)
    expect((await takeNext('three')).status).toBe(204)
  })

  it('is refused with another body, or at another address', async () => {
    const id = await held()
    await decide(id, 'key')
    for (const answer of [
      await decide(id, 'key', { ...rejection, note: 'x' }),
      await decide('6b1f3f0e-7a0f-4f27-a6a1-3f7d2c0f6f11', 'key'),
      await api.client.post('/v1/applications/next', undefined, { 'idempotency-key': 'key' }),
    ])
      expect(await told(answer)).toMatchObject([
        422,
        'application/problem+json',
        { type: '/api/problems/idempotencyKeyReused' },
      ])
    expect(await decisions(id)).toHaveLength(1)
  })

  it('is another token’s own', async () => {
    const id = await held()
    await decide(id, 'key')
    api.client = await api.site.client()
    expect(await told(await decide(id, 'key'))).toMatchObject([409, 'application/problem+json', {}])
  })

  it('is told to wait while it is being worked on, by whichever process', async () => {
    const id = await held()
    const tokenId = api.client.actor.slice('token:'.length)
    await fixture.db
      .insertInto('api_answer')
      .values({ token_id: tokenId, idempotency_key: 'key', request_hash: '', created_at: tuesday })
      .execute()
    await fixture.db.transaction().execute(async (trx) => {
      await trx.selectFrom('api_answer').select('status').forUpdate().execute()
      const answer = await decide(id, 'key')
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(await told(answer)).toMatchObject([
        409,
        'application/problem+json',
        { type: '/api/problems/inProgress' },
      ])
    })
    expect((await decide(id, 'key')).status).toBe(202)
  })

  it('happens once when many come at the same time', async () => {
    const id = await held()
    const answers = await Promise.all(Array.from({ length: 10 }, async () => told(await decide(id, 'key'))))
    for (const [status, , body] of answers)
      expect(
        status === 202 || (status === 409 && (body as { type: string }).type === '/api/problems/inProgress'),
      ).toBe(true)
    expect(answers.some(([status]) => status === 202)).toBe(true)
    expect((await decide(id, 'key')).status).toBe(202)
    expect(await decisions(id)).toHaveLength(1)
  })
})

describe('a process that ends in the middle', () => {
  it('leaves nothing of the decision, and the same request makes it then', async () => {
    const id = await held()
    const { app, logged } = openApiSite(fixture, { answers: dying })
    const answer = await app.request(`http://127.0.0.1:8080/api/v1/applications/${id}/decision`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${api.client.token}`,
        'content-type': 'application/json',
        'idempotency-key': 'key',
      },
      body: JSON.stringify(rejection),
    })
    expect([answer.status, logged.length]).toEqual([500, 1])
    expect(await decisions(id)).toEqual([])
    expect(await fixture.db.selectFrom('api_answer').select(['status', 'body']).execute()).toEqual([
      { status: null, body: null },
    ])
    expect((await decide(id, 'key')).status).toBe(202)
    expect(await decisions(id)).toHaveLength(1)
  })

  it('leaves nothing when its connection is cut off by the server’s side', async () => {
    const id = await held()
    const request = { tokenId: api.client.actor.slice('token:'.length), key: 'key', content: 'any' }
    const working = answers.once(request, tuesday, async (desk) => {
      const released = await desk.release(api.client.actor, id, tuesday)
      expect(released.ok).toBe(true)
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`.execute(
        fixture.db,
      )
      return { status: 204, body: null }
    })
    await expect(working).rejects.toMatchObject({ kind: 'retry' })
    expect(await fixture.stateOf(id)).toBe('inReview')
    expect(
      await answers.once(request, tuesday, async (desk) => {
        const released = await desk.release(api.client.actor, id, tuesday)
        return { status: released.ok ? 204 : 409, body: null }
      }),
    ).toEqual({ kind: 'answered', answer: { status: 204, body: null } })
  })
})

it('answers are forgotten after seven days, and nothing in them is personal', async () => {
  const id = await held()
  await decide(id, 'key', { ...rejection, note: '欧阳思远' })
  const kept = await fixture.db.selectFrom('api_answer').selectAll().execute()
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain('欧阳思远')
  const count = async () => (await fixture.db.selectFrom('api_answer').selectAll().execute()).length
  await removeOldAnswers(fixture.db, minutesAfter(tuesday, 7 * 24 * 60 - 1))
  expect(await count()).toBe(1)
  await removeOldAnswers(fixture.db, minutesAfter(tuesday, 7 * 24 * 60 + 1))
  expect(await count()).toBe(0)
})

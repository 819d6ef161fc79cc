import { describe, expect, it } from 'vitest'
import { requestsPerMinute } from '../../../src/core/apiToken.ts'
import { Fault } from '../../../src/core/fault.ts'
import { checklistItems } from '../../../src/core/deskChecklist.ts'
import { problemKinds, problems } from '../../../src/http/api/problems.ts'
import { type ApiClient, openApiSite } from '../../support/apiSite.ts'
import { deskOrigin } from '../../support/deskBrowser.ts'
import { applicantValues, minutesAfter, tuesday } from '../../support/deskFixture.ts'
import { useApi } from '../../support/useApi.ts'

const api = await useApi()
const { fixture } = api

/** Everything personal of the application that the fixture stores. */
const personal = ['欧阳思远', '周立群', '11010519491231002X', '13800138000', 'siyuan.ouyang', '62770001']
const json = async (answer: Response): Promise<Record<string, unknown>> =>
  (await answer.json()) as Record<string, unknown>

const expectProblem = async (answer: Response, kind: keyof typeof problems) => {
  const body = await json(answer)
  expect([answer.status, body]).toMatchObject([
    problems[kind].status,
    { type: `/api/problems/${kind}`, status: problems[kind].status, title: problems[kind].title },
  ])
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  for (const value of personal) expect(JSON.stringify(body)).not.toContain(value)
  return body
}

const take = async (by = api.client): Promise<string> =>
  String((await json(await by.post('/v1/applications/next')))['applicationId'])
const rejection = (version: number) => ({ kind: 'reject', version, reasons: ['sealNotProven'] })
const decide = (id: string, body: unknown, key: string, by = api.client) =>
  by.post(`/v1/applications/${id}/decision`, body, { 'idempotency-key': key })
const versionOf = async (id: string): Promise<number> =>
  Number((await json(await api.client.get(`/v1/applications/${id}`)))['version'])

describe('who may come in', () => {
  it('is told to bring a token, and what is wrong with the one brought', async () => {
    const ask = (authorization?: string) =>
      api.site.app.request(`${deskOrigin}/api/v1/queue`, { headers: authorization ? { authorization } : {} })
    for (const [header, challenge] of [
      [undefined, 'Bearer realm="Sealpass"'],
      ['Basic abc', 'Bearer realm="Sealpass"'],
      ['Bearer spk_unknown', 'Bearer realm="Sealpass", error="invalid_token"'],
      [`Bearer ${api.client.token}x`, 'Bearer realm="Sealpass", error="invalid_token"'],
    ] as const) {
      const answer = await ask(header)
      await expectProblem(answer, 'unauthenticated')
      expect(answer.headers.get('www-authenticate')).toBe(challenge)
    }
    expect((await ask(`bearer ${api.client.token}`)).status).toBe(200)
  })

  it('comes in no more once the token is over or revoked', async () => {
    const id = api.client.actor.slice('token:'.length)
    api.site.now = new Date(tuesday.getTime() + 86_400_000)
    await expectProblem(await api.client.get('/v1/queue'), 'unauthenticated')
    api.site.now = tuesday
    expect((await api.client.get('/v1/queue')).status).toBe(200)
    expect(await api.site.tokens.revoke(id, 'admin', tuesday)).toBe(true)
    expect(await api.site.tokens.revoke(id, 'admin', tuesday)).toBe(false)
    await expectProblem(await api.client.get('/v1/queue'), 'unauthenticated')
  })

  it('is heard so often a minute', async () => {
    await fixture.db.updateTable('guess').set({ count: requestsPerMinute }).execute()
    await api.client.get('/v1/queue')
    await fixture.db.updateTable('guess').set({ count: requestsPerMinute }).execute()
    const answer = await api.client.get('/v1/queue')
    await expectProblem(answer, 'tooManyRequests')
    expect(answer.headers.get('retry-after')).toBe('60')
    expect((await (await api.site.client()).get('/v1/queue')).status).toBe(200)
    api.site.now = minutesAfter(tuesday, 1)
    expect((await api.client.get('/v1/queue')).status).toBe(200)
  })

  it('leaves its token as a keyed hash alone, and a line of the log for making and revoking it', async () => {
    const rows = await fixture.db.selectFrom('api_token').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(api.client.token.slice('spk_'.length))
    expect(api.client.token).toMatch(/^spk_[\w-]{43}$/u)
    await api.site.tokens.revoke(api.client.actor.slice('token:'.length), 'admin', tuesday)
    const lines = await fixture.db
      .selectFrom('audit')
      .select(['action', 'actor', 'detail'])
      .where('action', 'in', ['tokenMade', 'tokenRevoked'])
      .orderBy('seq', 'desc')
      .limit(2)
      .execute()
    expect(lines).toMatchObject([
      {
        action: 'tokenRevoked',
        actor: 'admin',
        detail: { tokenId: api.client.actor.slice('token:'.length) },
      },
      { action: 'tokenMade', actor: 'admin' },
    ])
  })

  it('is remembered to within ten minutes', async () => {
    const lastUsed = async () =>
      (await api.site.tokens.list()).find(({ id }) => api.client.actor.endsWith(id))?.lastUsedAt
    expect(await lastUsed()).toEqual(tuesday)
    api.site.now = minutesAfter(tuesday, 9)
    await api.client.get('/v1/queue')
    expect(await lastUsed()).toEqual(tuesday)
    api.site.now = minutesAfter(tuesday, 11)
    await api.client.get('/v1/queue')
    expect(await lastUsed()).toEqual(api.site.now)
  })
})

describe('the queue', () => {
  it('comes page by page, nothing twice and nothing left out, with nothing personal', async () => {
    const seeded = await Promise.all(
      Array.from({ length: 7 }, (_, index) =>
        // three of them promised for the same moment
        fixture.seed({ row: { promised_at: minutesAfter(tuesday, -60 + (index < 3 ? 0 : index)) } }),
      ),
    )
    const seen: unknown[] = []
    let path: string | undefined = '/v1/queue?part=overdue&limit=2'
    while (path !== undefined) {
      const answer: Response = await api.client.get(path)
      expect(answer.status).toBe(200)
      const text = await answer.text()
      for (const value of personal) expect(text).not.toContain(value)
      const page = JSON.parse(text) as { entries: { applicationId: string }[]; next: string | null }
      expect(page.entries.length).toBeLessThanOrEqual(2)
      seen.push(...page.entries.map(({ applicationId }) => applicationId))
      const link: string | undefined = /^<\/api([^>]+)>; rel="next"$/u.exec(
        answer.headers.get('link') ?? '',
      )?.[1]
      expect(link === undefined).toBe(page.next === null)
      path = link
    }
    expect(seen).toHaveLength(7)
    expect(new Set(seen)).toEqual(new Set(seeded.map(({ id }) => id)))
  })

  it('says what is held, and whether by this token', async () => {
    await fixture.seed({ row: { promised_at: minutesAfter(tuesday, -5) } })
    await take()
    const held = async (by: ApiClient) => (await json(await by.get('/v1/queue')))['entries']
    const until = minutesAfter(tuesday, 10).toISOString()
    expect(await held(api.client)).toMatchObject([{ state: 'inReview', held: { until, byThisToken: true } }])
    expect(await held(await api.site.client())).toMatchObject([{ held: { until, byThisToken: false } }])
    expect(await json(await api.client.get('/v1/queue/counts'))).toMatchObject({
      overdue: 1,
      mine: 1,
      later: 0,
    })
  })

  it('takes no cursor that it did not give', async () => {
    for (const after of ['x', '!!', '____', btoa('1.2'), btoa(`1.${'a'.repeat(36)}`)]) {
      const answer = await api.client.get(`/v1/queue?after=${encodeURIComponent(after)}`)
      expect((await expectProblem(answer, 'invalidRequest'))['errors']).toMatchObject([{ pointer: '/after' }])
    }
  })
})

describe('an application', () => {
  it('is taken, held, read, renewed and released', async () => {
    const { id, accountId, scans, formNumber } = await fixture.seed()
    expect(await take()).toBe(id)
    const body = await json(await api.client.get(`/v1/applications/${id}`))
    expect(body).toMatchObject({
      applicationId: id,
      version: 3,
      state: 'inReview',
      leaseUntil: minutesAfter(tuesday, 10).toISOString(),
      accounts: [{ id: accountId, isNamed: true, name: 'lab-office', holderName: '周立群' }],
      values: { applicantName: '欧阳思远', reason: 'forgotten' },
      formNumber,
      scans: [
        { id: scans.form, kind: 'form' },
        { id: scans.idCard, kind: 'idCard' },
      ],
    })
    // masked until asked for one by one
    expect(JSON.stringify(body)).not.toMatch(/11010519491231002X|13800138000|siyuan\.ouyang/u)
    expect(await json(await api.client.get(`/v1/applications/${id}/values/idNumber`))).toEqual({
      value: applicantValues.idNumber,
    })
    api.site.now = minutesAfter(tuesday, 4)
    expect(await json(await api.client.post(`/v1/applications/${id}/renew`))).toEqual({
      leaseUntil: minutesAfter(tuesday, 14).toISOString(),
    })
    expect((await api.client.post(`/v1/applications/${id}/release`)).status).toBe(204)
    await expectProblem(await api.client.get(`/v1/applications/${id}`), 'notNow')
  })

  it('shows nothing personal without the scope', async () => {
    const { id, formNumber } = await fixture.seed()
    const plain = await api.site.client(['applications:review'])
    await take(plain)
    const text = await (await plain.get(`/v1/applications/${id}`)).text()
    for (const value of [...personal, formNumber, 'lab-office']) expect(text).not.toContain(value)
    expect(JSON.parse(text)).toMatchObject({ applicationId: id, version: 3 })
  })

  it('gives its scans to who holds it, and each reading is audited in the token’s name', async () => {
    const { id, scans } = await fixture.seed()
    await expectProblem(await api.client.get(`/v1/applications/${id}/scans/${scans.form}`), 'notFound')
    await take()
    const answer = await api.client.get(`/v1/applications/${id}/scans/${scans.form}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const line = await fixture.db
      .selectFrom('audit')
      .select(['actor', 'action'])
      .where('application_id', '=', id)
      .orderBy('seq', 'desc')
      .executeTakeFirst()
    expect(line).toEqual({ actor: api.client.actor, action: 'scanSeen' })
  })

  it('is another’s problem in words of its own', async () => {
    const { id } = await fixture.seed()
    const other = await api.site.client()
    await take(other)
    await expectProblem(await api.client.post(`/v1/applications/${id}/take`), 'heldByAnother')
    await expectProblem(await api.client.get(`/v1/applications/${id}`), 'heldByAnother')
    api.site.now = minutesAfter(tuesday, 11)
    const late = await other.get(`/v1/applications/${id}`)
    expect(await expectProblem(late, 'leaseLapsed')).not.toHaveProperty('errors')
  })

  it.each(['6b1f3f0e-7a0f-4f27-a6a1-3f7d2c0f6f11', 'none', '1', '6b1f3f0e7a0f4f27a6a13f7d2c0f6f11'])(
    'is not found by the id %s, which names none, whatever is asked',
    async (id) => {
      const path = `/v1/applications/${id}`
      for (const answer of [
        await api.client.get(path),
        await api.client.get(`${path}/values/mobile`),
        await api.client.get(`${path}/scans/6b1f3f0e-7a0f-4f27-a6a1-3f7d2c0f6f11`),
        await api.client.post(`${path}/take`),
        await api.client.post(`${path}/renew`),
        await api.client.post(`${path}/release`),
        await decide(id, rejection(3), 'key'),
        await decide(id, rejection(3), 'key'),
        await api.client.delete(`${path}/decision`),
      ])
        expect(await expectProblem(answer, 'notFound')).not.toHaveProperty('errors')
    },
  )

  it('has no values but those, and no scans but its own', async () => {
    const { id } = await fixture.seed()
    const other = await fixture.seed()
    await api.client.post(`/v1/applications/${id}/take`)
    const answers = await Promise.all(
      ['values/applicantName', 'values/none', 'scans/none', `scans/${other.scans.form}`].map(async (path) =>
        api.client.get(`/v1/applications/${id}/${path}`),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
  })

  it('is one’s alone when many take at once, and an empty queue is no error', async () => {
    const ids = new Set(
      (await Promise.all([1, 2, 3, 4, 5].map(async () => fixture.seed()))).map(({ id }) => id),
    )
    const clients = [api.client, await api.site.client()]
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => clients[index % 2]?.post('/v1/applications/next')),
    )
    const taken = await Promise.all(
      answers
        .filter((answer) => answer?.status === 200)
        .map(async (answer) => answer && (await json(answer))['applicationId']),
    )
    expect(taken).toHaveLength(5)
    expect(new Set(taken)).toEqual(ids)
    expect(answers.filter((answer) => answer?.status === 204)).toHaveLength(7)
  })
})

describe('a decision', () => {
  it('is made, can be undone, and takes effect', async () => {
    const { id } = await fixture.seed()
    await take()
    const answer = await decide(id, rejection(3), 'one')
    expect([answer.status, await json(answer)]).toEqual([
      202,
      {
        applicationId: id,
        kind: 'reject',
        takesEffectAt: new Date(tuesday.getTime() + 10_000).toISOString(),
      },
    ])
    expect((await api.client.delete(`/v1/applications/${id}/decision`)).status).toBe(204)
    await expectProblem(await api.client.delete(`/v1/applications/${id}/decision`), 'tooLateToUndo')
    await decide(id, rejection(await versionOf(id)), 'two')
    await fixture.takeEffect()
    expect(await fixture.stateOf(id)).toBe('rejected')
  })

  it('is refused with what stands in its way', async () => {
    const { id, accountId } = await fixture.seed()
    const approval = { kind: 'approve', version: 3, accountId, checklist: checklistItems }
    await expectProblem(await decide(id, approval, 'a'), 'notNow')
    await take()
    await expectProblem(await decide(id, { ...approval, checklist: [] }, 'b'), 'checklistIncomplete')
    await expectProblem(await decide(id, { ...approval, accountId: '999999' }, 'c'), 'accountRequired')
    await expectProblem(await decide(id, { kind: 'reject', version: 3 }, 'd'), 'reasonRequired')
    expect(
      await expectProblem(await decide(id, { ...rejection(3), note: 'x'.repeat(301) }, 'e'), 'tooLong'),
    ).toMatchObject({ max: 300 })
    const stale = await expectProblem(await decide(id, rejection(2), 'f'), 'staleVersion')
    expect(stale['changes']).toEqual(expect.any(Array))
    expect((await decide(id, approval, 'g')).status).toBe(202)
  })

  it('is refused once the lease lapsed, and when another holds it by then', async () => {
    const { id } = await fixture.seed()
    await take()
    api.site.now = minutesAfter(tuesday, 11)
    await expectProblem(await decide(id, rejection(3), 'late'), 'leaseLapsed')
    await take(await api.site.client())
    await expectProblem(await decide(id, rejection(4), 'later'), 'heldByAnother')
    expect(await fixture.stateOf(id)).toBe('inReview')
  })

  it('asks for scans again', async () => {
    const { id } = await fixture.seed()
    await take()
    const scans = [{ kind: 'idCard', reasons: ['backSide'], note: '请正面拍摄' }]
    expect((await decide(id, { kind: 'requestScans', version: 3, scans }, 'one')).status).toBe(202)
  })
})

describe('a request that is not one', () => {
  it('is told where, and nothing of it is repeated', async () => {
    const { id } = await fixture.seed()
    const secretly = '11010519491231002X'
    const faults = async (body: unknown, headers = { 'idempotency-key': 'k' }) =>
      (
        await expectProblem(
          await api.client.post(`/v1/applications/${id}/decision`, body, headers),
          'invalidRequest',
        )
      )['errors']
    expect(
      await faults({ kind: 'approve', version: '3', accountId: secretly, checklist: [secretly] }),
    ).toEqual([
      { in: 'body', pointer: '/version', message: expect.any(String) as string },
      { in: 'body', pointer: '/checklist/0', message: expect.any(String) as string },
      { in: 'body', pointer: '/accountId', message: expect.any(String) as string },
    ])
    expect(await faults({ kind: secretly, version: 3 })).toMatchObject([{ in: 'body', pointer: '/kind' }])
    expect(await faults({ ...rejection(3), [secretly]: secretly })).toMatchObject([
      { in: 'body', pointer: '' },
    ])
    expect(await faults('{"kind":"rej')).toBeUndefined()
    const without = await api.client.post(`/v1/applications/${id}/decision`, rejection(3))
    expect((await expectProblem(without, 'invalidRequest'))['errors']).toMatchObject([
      { in: 'header', pointer: '/Idempotency-Key' },
    ])
    await expectProblem(await api.client.get('/v1/queue?limit=0'), 'invalidRequest')
    expect(api.site.logged).toEqual([])
  })

  it('is refused by its media type, its size, its method and its address', async () => {
    const { id } = await fixture.seed()
    const path = `/v1/applications/${id}/decision`
    await expectProblem(
      await api.client.post(path, 'a=b', { 'content-type': 'text/plain', 'idempotency-key': 'k' }),
      'unsupportedMediaType',
    )
    await expectProblem(
      await api.client.post(path, { ...rejection(3), note: 'x'.repeat(40_000) }, { 'idempotency-key': 'k' }),
      'tooLarge',
    )
    const wrongMethod = await api.client.get(path)
    await expectProblem(wrongMethod, 'methodNotAllowed')
    expect(wrongMethod.headers.get('allow')).toBe('POST, DELETE')
    await expectProblem(await api.client.get('/v1/nothing'), 'notFound')
    for (const unknown of ['/api', '/api/', '/api/v2/queue', '/api/problems/none'])
      await expectProblem(await api.site.app.request(`${deskOrigin}${unknown}`), 'notFound')
  })

  it.each([
    ['a fault', new Error('欧阳思远'), 'fault', { reference: 'reference' }],
    ['what passes', new Fault('retry', 'The database is restarting.'), 'unavailable', {}],
  ] as const)('meets %s with no word of what it was', async (_name, error, kind, members) => {
    const list = async () => {
      throw error
    }
    api.site = openApiSite(fixture, { desk: { ...fixture.desk, list } })
    const answer = await (await api.site.client()).get('/v1/queue')
    expect(await expectProblem(answer, kind)).toMatchObject(members)
    expect(answer.headers.get('retry-after')).toBe(kind === 'unavailable' ? '5' : null)
    expect(api.site.logged).toEqual([{ id: 'reference', err: error }])
  })
})

it('every problem’s type leads to its description', async () => {
  const docs = await (await api.site.app.request(`${deskOrigin}/api/docs`)).text()
  for (const kind of problemKinds) {
    const answer = await api.site.app.request(`${deskOrigin}/api/problems/${kind}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `/api/docs#problem-${kind}`])
    expect(docs).toContain(`id="problem-${kind}"`)
  }
})

import { expect, it } from 'vitest'
import { type ApiScope, apiScopes } from '../../../src/core/apiToken.ts'
import type { ApiClient } from '../../support/apiSite.ts'
import { applicantValues, minutesAfter, type SeededApplication, tuesday } from '../../support/deskFixture.ts'
import { useApi } from '../../support/useApi.ts'

const api = await useApi()
const { fixture } = api

interface Operation {
  readonly method: 'get' | 'post' | 'delete'
  readonly path: string
  readonly scope: ApiScope
}

/** As the API describes itself, so that a route that is added is asked too. */
const operations = await (async (): Promise<readonly Operation[]> => {
  const { paths } = (await (await api.site.app.request('/api/openapi.json')).json()) as {
    readonly paths: Readonly<
      Record<
        string,
        Readonly<Record<string, { readonly security: readonly [{ readonly token: [ApiScope] }] }>>
      >
    >
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method as Operation['method'],
      path: path.replace('/api', ''),
      scope: security[0].token[0],
    })),
  )
})()

const ask = async (
  client: ApiClient,
  { method, path }: Operation,
  of: SeededApplication,
): Promise<Response> => {
  const address = path
    .replace('{id}', of.id)
    .replace('{scanId}', of.scans.form)
    .replace('{field}', 'idNumber')
  if (method !== 'post') return client[method](address)
  return path.endsWith('/decision')
    ? client.post(
        address,
        { kind: 'reject', version: 2, reasons: ['sealNotProven'] },
        { 'idempotency-key': crypto.randomUUID() },
      )
    : client.post(address)
}

const heldBy = async (actor: string): Promise<SeededApplication> =>
  fixture.seed({
    row: { state: 'inReview', reviewer_id: actor, lease_until: minutesAfter(tuesday, 5) },
  })

const stateOf = async ({ id }: SeededApplication) =>
  fixture.db
    .selectFrom('application')
    .select(['state', 'version', 'reviewer_id', 'lease_until'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

const personal = Object.values(applicantValues).filter((value) => value.length > 5 && value !== 'forgotten')

it.each(operations)('$method $path takes its scope, and no other in its place', async (operation) => {
  const { scope } = operation
  const others = await api.site.client(apiScopes.filter((each) => each !== scope))
  const refused = await heldBy(others.actor)
  const before = await stateOf(refused)
  const answer = await ask(others, operation, refused)
  expect([answer.status, await answer.json()]).toMatchObject([403, { type: '/api/problems/scopeMissing' }])
  expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`)
  expect(await stateOf(refused)).toEqual(before)

  const own = await api.site.client([scope])
  expect([401, 403]).not.toContain((await ask(own, operation, await heldBy(own.actor))).status)
})

it.each(operations.filter(({ path }) => path.includes('{id}')))(
  '$method $path does nothing to what another holds, and shows nothing of it',
  async (operation) => {
    const other = await api.site.client()
    const foreign = await heldBy(other.actor)
    const before = await stateOf(foreign)
    const answer = await ask(api.client, operation, foreign)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    const text = await answer.text()
    expect(personal.filter((value) => text.includes(value))).toEqual([])
    expect(await stateOf(foreign)).toEqual(before)
  },
)

it('describes routes to ask', () => {
  expect(operations.length).toBeGreaterThan(8)
})

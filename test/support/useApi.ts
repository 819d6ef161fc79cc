import { beforeEach } from 'vitest'
import { type ApiClient, type ApiSite, openApiSite } from './apiSite.ts'
import type { DeskFixture } from './deskFixture.ts'
import { useDesk } from './useDesk.ts'

export interface ApiUnderTest {
  readonly fixture: DeskFixture
  /** Anew for each test, at half past nine; a test may put another in its place. */
  site: ApiSite
  /** With every scope, and the only one until a test makes others. */
  client: ApiClient
}

/** The API for the tests of one file, on a desk's database of its own. */
export const useApi = async (): Promise<ApiUnderTest> => {
  const { fixture } = await useDesk()
  const start = async () => {
    await fixture.db.deleteFrom('api_token').execute()
    const site = openApiSite(fixture)
    return { site, client: await site.client() }
  }
  const api: ApiUnderTest = { fixture, ...(await start()) }
  beforeEach(async () => {
    Object.assign(api, await start())
  })
  return api
}

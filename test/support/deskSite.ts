import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { build } from 'esbuild'
import { Hono } from 'hono'
import { oversight } from '../../src/adapters/postgres/oversight.ts'
import { accounts } from '../../src/adapters/postgres/accounts.ts'
import { assetRoutes } from '../../src/http/assets.ts'
import { createReviewerAuth } from '../../src/http/desk/auth.ts'
import { deskRoutes } from '../../src/http/desk/deskRoutes.tsx'
import { enrol } from './deskBrowser.ts'
import { type DeskFixture, openDeskFixture, tuesday } from './deskFixture.ts'
import { openIntegrations } from './integrations.ts'

export interface DeskSite {
  readonly fixture: DeskFixture
  readonly url: string
  /** One who has not signed in yet. */
  readonly newcomer: { readonly email: string; readonly password: string }
  /** Cookies of one who has. */
  readonly cookies: readonly { readonly name: string; readonly value: string; readonly url: string }[]
  close(): Promise<void>
}

/** The desk as browsers see it: on a port of its own, with its built style and script, at half past nine. */
export const openDeskSite = async (): Promise<DeskSite> => {
  const fixture = await openDeskFixture()
  const app = new Hono()
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const auth = createReviewerAuth({
    database: fixture.db,
    secret: randomBytes(32).toString('base64url'),
    publicUrl: url,
    issuer: 'Sealpass',
    randomBytes: (count) => randomBytes(count),
  })
  const assets = await buildAssets()
  app.route('/', assetRoutes({ find: (path) => assets.get(path) }))
  app.route(
    '/',
    deskRoutes({
      desk: fixture.desk,
      oversight: oversight(fixture.db),
      background: () => undefined,
      auth,
      accounts: accounts(fixture.db, fixture.vault),
      ...openIntegrations(fixture),
      host: { now: () => tuesday },
      publicUrl: url,
    }),
  )
  const newReviewer = async (name: string, email: string) => {
    const created = await auth.createReviewer({ email, name })
    return { email, password: created?.password ?? '' }
  }
  const { browser } = await enrol(app, await newReviewer('周敏', 'zhou.min@example.org'))
  return {
    fixture,
    url,
    newcomer: await newReviewer('李维', 'li.wei@example.org'),
    cookies: Array.from(browser.cookies, ([name, value]) => ({ name, value, url: `${url}/desk` })),
    async close() {
      await new Promise((resolve) => server.close(resolve))
      await fixture.close()
    },
  }
}

const buildAssets = async () => {
  const { outputFiles } = await build({
    entryPoints: {
      desk: 'src/http/desk/client.ts',
      viewer: 'src/http/desk/review/viewer.ts',
      'desk-style': 'src/http/desk/desk.css',
      plots: 'src/http/desk/oversight/plots.ts',
    },
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  })
  return new Map(
    outputFiles.map(({ path, contents, hash }) => [
      path.replace(/^.*\//u, ''),
      {
        bytes: contents,
        contentType: path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
        etag: `"${hash}"`,
      },
    ]),
  )
}

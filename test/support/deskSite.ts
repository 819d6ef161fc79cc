import { randomBytes, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { build } from 'esbuild'
import { Hono } from 'hono'
import { oversight } from '../../src/adapters/postgres/oversight.ts'
import { accounts } from '../../src/adapters/postgres/accounts.ts'
import type { Role } from '../../src/core/role.ts'
import type { Watermark } from '../../src/core/scan/watermark.ts'
import { assetRoutes } from '../../src/http/assets.ts'
import type { Accounts } from '../../src/core/accounts.ts'
import type { OrganisationSignIn } from '../../src/http/desk/accounts/organisation.ts'
import { passkeyCeremony, relyingParty } from '../../src/http/desk/accounts/passkeyCeremony.ts'
import { createReviewerAuth, type ReviewerAuth } from '../../src/http/desk/auth.ts'
import { deskRoutes } from '../../src/http/desk/deskRoutes.tsx'
import { enrol } from './deskBrowser.ts'
import type { Webhooks } from '../../src/core/webhook.ts'
import { scanDeps } from './scanDeps.ts'
import { type DeskFixture, openDeskFixture, tuesday } from './deskFixture.ts'
import { openIntegrations } from './integrations.ts'

type Cookies = readonly { readonly name: string; readonly value: string; readonly url: string }[]

export interface DeskSite {
  readonly fixture: DeskFixture
  readonly accounts: Accounts
  readonly auth: ReviewerAuth
  readonly webhooks: Webhooks
  readonly url: string
  /** What can be asked for, as its routes are written. */
  readonly paths: readonly string[]
  /** One who has not signed in yet. */
  readonly newcomer: { readonly email: string; readonly password: string }
  /** Cookies of one who has. */
  readonly cookies: Cookies
  /** Makes one more reviewer and signs them in. */
  signedIn(name: string, email: string, role?: Role): Promise<Cookies>
  close(): Promise<void>
}

/** The desk as browsers see it: on a port of its own, with its built style and script, at half past nine. */
export const openDeskSite = async ({
  now = () => tuesday,
  hostname = '127.0.0.1',
  organisation,
  watermark,
}: {
  readonly now?: () => Date
  readonly watermark?: Watermark
  /** Passkeys need a name: 127.0.0.1 has none. */
  readonly hostname?: '127.0.0.1' | 'localhost'
  readonly organisation?: (publicUrl: string) => OrganisationSignIn
} = {}): Promise<DeskSite> => {
  const fixture = await openDeskFixture()
  const app = new Hono()
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://${hostname}:${(server.address() as AddressInfo).port}`
  const auth = createReviewerAuth({
    database: fixture.db,
    secret: randomBytes(32).toString('base64url'),
    publicUrl: url,
    issuer: 'Sealpass',
    randomBytes: (count) => randomBytes(count),
  })
  const known = accounts(fixture.db, fixture.vault)
  const domain = relyingParty(url)
  const assets = await buildAssets()
  const integrations = openIntegrations(fixture)
  app.route('/', assetRoutes({ find: (path) => assets.get(path) }))
  const desk = deskRoutes({
    desk: fixture.desk,
    oversight: oversight(fixture.db),
    background: () => undefined,
    auth,
    accounts: known,
    ceremony: domain
      ? passkeyCeremony({ passkeys: known.passkeys, publicUrl: url, domain, serviceName: 'Sealpass' })
      : undefined,
    organisation: organisation?.(url),
    ...integrations,
    ...scanDeps(fixture.vault),
    ...(watermark && { watermark }),
    host: { now, uuid: randomUUID },
    publicUrl: url,
  })
  app.route('/', desk)
  const newReviewer = async (name: string, email: string, role: Role = 'reviewer') => {
    const created = await auth.createReviewer({ email, name, role })
    return { email, password: created?.password ?? '' }
  }
  const signedIn = async (...who: Parameters<typeof newReviewer>) => {
    const { browser } = await enrol(app, await newReviewer(...who))
    return Array.from(browser.cookies, ([name, value]) => ({ name, value, url: `${url}/desk` }))
  }
  return {
    fixture,
    accounts: known,
    auth,
    webhooks: integrations.webhooks,
    url,
    paths: [...new Set(desk.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))],
    newcomer: await newReviewer('李维', 'li.wei@example.org'),
    cookies: await signedIn('周敏', 'zhou.min@example.org'),
    signedIn,
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

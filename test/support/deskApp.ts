import { randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { oversight } from '../../src/adapters/postgres/oversight.ts'
import { accounts } from '../../src/adapters/postgres/accounts.ts'
import type { Accounts } from '../../src/core/accounts.ts'
import type { OrganisationSignIn } from '../../src/http/desk/accounts/organisation.ts'
import { passkeyCeremony, relyingParty } from '../../src/http/desk/accounts/passkeyCeremony.ts'
import type { Watermark } from '../../src/core/scan/watermark.ts'
import { createReviewerAuth, type ReviewerAuth } from '../../src/http/desk/auth.ts'
import { type DeskEnv, deskRoutes } from '../../src/http/desk/deskRoutes.tsx'
import type { ScansAhead } from '../../src/http/desk/review/shownScans.ts'
import { deskOrigin } from './deskBrowser.ts'
import { type DeskFixture, openDeskFixture, tuesday } from './deskFixture.ts'
import { scanDeps } from './scanDeps.ts'
import { openIntegrations } from './integrations.ts'

export interface DeskApp {
  readonly app: Hono<DeskEnv>
  readonly auth: ReviewerAuth
  readonly accounts: Accounts
  readonly fixture: DeskFixture
  close(): Promise<void>
}

/** The desk's routes on a database of their own, at half past nine, asked without a port. */
export const openDeskApp = async ({
  now = () => tuesday,
  publicUrl = deskOrigin,
  organisation,
  watermark,
  scansAhead,
}: {
  readonly now?: () => Date
  /** With a domain name, as `http://localhost:8080`, there are passkeys. */
  readonly publicUrl?: string
  readonly organisation?: OrganisationSignIn
  readonly watermark?: Watermark
  readonly scansAhead?: ScansAhead
} = {}): Promise<DeskApp> => {
  const fixture = await openDeskFixture()
  const auth = createReviewerAuth({
    database: fixture.db,
    secret: randomBytes(32).toString('base64url'),
    publicUrl,
    issuer: 'Sealpass',
    randomBytes: (count) => randomBytes(count),
  })
  const known = accounts(fixture.db, fixture.vault)
  const domain = relyingParty(publicUrl)
  const app = deskRoutes({
    desk: fixture.desk,
    oversight: oversight(fixture.db),
    auth,
    ...openIntegrations(fixture),
    accounts: known,
    ceremony: domain
      ? passkeyCeremony({ passkeys: known.passkeys, publicUrl, domain, serviceName: 'Sealpass' })
      : undefined,
    organisation,
    host: { now, uuid: randomUUID },
    publicUrl,
    background: () => undefined,
    ...scanDeps(fixture.vault),
    ...(watermark && { watermark }),
    scansAhead,
  })
  return { app, auth, accounts: known, fixture, close: fixture.close }
}

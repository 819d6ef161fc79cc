import { randomBytes } from 'node:crypto'
import type { Hono } from 'hono'
import { oversight } from '../../src/adapters/postgres/oversight.ts'
import { accounts } from '../../src/adapters/postgres/accounts.ts'
import { createReviewerAuth, type ReviewerAuth } from '../../src/http/desk/auth.ts'
import { type DeskEnv, deskRoutes } from '../../src/http/desk/deskRoutes.tsx'
import { deskOrigin } from './deskBrowser.ts'
import { type DeskFixture, openDeskFixture, tuesday } from './deskFixture.ts'
import { scanDeps } from './scanDeps.ts'

export interface DeskApp {
  readonly app: Hono<DeskEnv>
  readonly auth: ReviewerAuth
  readonly fixture: DeskFixture
  close(): Promise<void>
}

/** The desk's routes on a database of their own, at half past nine, asked without a port. */
export const openDeskApp = async (): Promise<DeskApp> => {
  const fixture = await openDeskFixture()
  const auth = createReviewerAuth({
    database: fixture.db,
    secret: randomBytes(32).toString('base64url'),
    publicUrl: deskOrigin,
    issuer: 'Sealpass',
    randomBytes: (count) => randomBytes(count),
  })
  const app = deskRoutes({
    desk: fixture.desk,
    oversight: oversight(fixture.db),
    auth,
    accounts: accounts(fixture.db, fixture.vault),
    host: { now: () => tuesday },
    publicUrl: deskOrigin,
    background: () => undefined,
    ...scanDeps(fixture.vault),
  })
  return { app, auth, fixture, close: fixture.close }
}

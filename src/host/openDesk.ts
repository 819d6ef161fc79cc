import { openWatermark } from '#scanInspector'
import { Hono } from 'hono'
import { watermarkTiles } from '../adapters/images/watermark/watermarkTile.ts'
import { accounts } from '../adapters/postgres/accounts.ts'
import { apiTokens } from '../adapters/postgres/apiTokens.ts'
import { createDesk } from '../adapters/postgres/desk.ts'
import { oversight } from '../adapters/postgres/oversight.ts'
import { webhooks } from '../adapters/postgres/webhooks.ts'
import { organisationSignIn } from '../http/desk/accounts/organisation.ts'
import { passkeyCeremony, relyingParty } from '../http/desk/accounts/passkeyCeremony.ts'
import { createReviewerAuth, type ReviewerAuth } from '../http/desk/auth.ts'
import { deskRoutes } from '../http/desk/deskRoutes.tsx'
import type { Parts } from './service.ts'
import { webhookReach } from './webhookReach.ts'

export interface OpenDesk {
  readonly app: Hono
  readonly reviewers: ReviewerAuth
  /** Resolves when nothing of it runs any more. */
  close(): Promise<void>
}

/** The desk and who may enter it. A module of its own, because what signs reviewers in is large and loaded when asked for. */
export const openDesk = (
  parts: Pick<
    Parts,
    | 'address'
    | 'background'
    | 'config'
    | 'db'
    | 'vault'
    | 'objects'
    | 'deskSecret'
    | 'host'
    | 'fonts'
    | 'layout'
    | 'log'
    | 'scansAhead'
  >,
): OpenDesk => {
  const { address, config, db, vault, objects, host } = parts
  const reviewers = createReviewerAuth({
    database: db,
    secret: parts.deskSecret,
    publicUrl: address,
    issuer: config.OPERATOR_NAME,
    randomBytes: host.randomBytes,
  })
  const known = accounts(db, vault)
  const domain = relyingParty(address)
  const {
    DESK_OIDC_ISSUER: issuer,
    DESK_OIDC_CLIENT_ID: clientId,
    DESK_OIDC_CLIENT_SECRET: clientSecret,
  } = config
  const watermark = openWatermark({ makeTile: watermarkTiles(parts.fonts), host })
  let isVisited = false
  /** Who comes to the desk is shown scans soon; where nobody comes, no process waits for them. */
  const warm = (): void => {
    if (isVisited) return
    isVisited = true
    watermark
      .warm()
      .catch((err: unknown) =>
        parts.log.error({ err }, 'scans cannot be shown: each of them will say so again'),
      )
  }
  const app = new Hono().use(async (_, next) => {
    warm()
    await next()
  })
  app.route(
    '/',
    deskRoutes({
      desk: createDesk({ db, vault, objects }),
      oversight: oversight(db),
      auth: reviewers,
      accounts: known,
      ceremony:
        domain === undefined
          ? undefined
          : passkeyCeremony({
              passkeys: known.passkeys,
              publicUrl: address,
              domain,
              serviceName: config.OPERATOR_NAME,
            }),
      organisation:
        issuer === undefined || clientId === undefined || clientSecret === undefined
          ? undefined
          : organisationSignIn({
              issuer,
              clientId,
              clientSecret,
              publicUrl: address,
              secret: parts.deskSecret,
              report: (err) => parts.log.warn({ err }, 'the organisation’s sign-in failed'),
            }),
      tokens: apiTokens(db, vault, host),
      webhooks: webhooks(db, vault, host, webhookReach(address, config)),
      host,
      vault,
      watermark,
      scansAhead: parts.scansAhead,
      layout: parts.layout,
      publicUrl: address,
      background: parts.background,
    }),
  )
  return { app, reviewers, close: watermark.close }
}

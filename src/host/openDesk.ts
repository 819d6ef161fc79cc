import { Hono } from 'hono'
import { createDesk } from '../adapters/postgres/desk.ts'
import { signInLimit } from '../adapters/postgres/signInLimit.ts'
import { createReviewerAuth, type ReviewerAuth } from '../http/desk/auth.ts'
import { deskRoutes } from '../http/desk/deskRoutes.tsx'
import type { Parts } from './service.ts'

export interface OpenDesk {
  readonly app: Hono
  readonly reviewers: ReviewerAuth
}

/** The desk and who may enter it. A module of its own, because what signs reviewers in is large and loaded when asked for. */
export const openDesk = (
  parts: Pick<Parts, 'address' | 'config' | 'db' | 'vault' | 'objects' | 'deskSecret' | 'host'>,
): OpenDesk => {
  const { address, config, db, vault, objects, host } = parts
  const reviewers = createReviewerAuth({
    database: db,
    secret: parts.deskSecret,
    publicUrl: address,
    issuer: config.OPERATOR_NAME,
    randomBytes: host.randomBytes,
  })
  const app = new Hono().route(
    '/',
    deskRoutes({
      desk: createDesk({ db, vault, objects }),
      auth: reviewers,
      limit: signInLimit(db, vault),
      host,
      publicUrl: address,
    }),
  )
  return { app, reviewers }
}

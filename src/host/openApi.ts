import type { Hono } from 'hono'
import { apiAnswers } from '../adapters/postgres/apiAnswers.ts'
import { apiTokens } from '../adapters/postgres/apiTokens.ts'
import { createDesk } from '../adapters/postgres/desk.ts'
import { apiRoutes } from '../http/api/apiRoutes.tsx'
import type { Parts } from './service.ts'

/** The API of the desk. A module of its own, because it is loaded when it is asked for. */
export const openApi = (
  parts: Pick<Parts, 'address' | 'db' | 'vault' | 'objects' | 'host' | 'log'>,
): Hono => {
  const { address, db, vault, objects, host, log } = parts
  const openDesk = (within: typeof db) => createDesk({ db: within, vault, objects })
  return apiRoutes({
    desk: openDesk(db),
    tokens: apiTokens(db, vault, host),
    answers: apiAnswers(db, vault, openDesk),
    host,
    log,
    publicUrl: address,
  })
}

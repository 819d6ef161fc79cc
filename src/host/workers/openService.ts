import type { Kysely } from 'kysely'
import { openDatabase } from '../../adapters/postgres/database.ts'
import { checkKey } from '../../adapters/postgres/keyCheck.ts'
import type { Database } from '../../adapters/postgres/schema.ts'
import { checkSchema } from '../../adapters/postgres/schemaCheck.ts'
import type { ObjectStore } from '../../core/ports.ts'
import { background } from '../background.ts'
import { createService, type Parts, type Service } from '../service.ts'
import type { Bindings } from './bindings.ts'
import { getLasting, openObjects, type World } from './lasting.ts'

/** The service for one request or one event, on a database handle of its own. */
export interface OpenService {
  readonly service: Service
  readonly parts: Parts
  readonly db: Kysely<Database>
  readonly databaseUrl: string
  /** Objects as they lie in the bucket, sealed, and the secret of the door to them. */
  readonly door: { readonly objects: ObjectStore; readonly secret: string }
  /** Resolves once what was left in the background is done; failures of that are its own. */
  readonly finished: () => Promise<void>
  /** Ends the database handle. */
  readonly close: () => Promise<void>
}

/** Of the six connections that an invocation may hold at once: jobs take two, Telegram and the bucket what is left. */
const maxConnections = 3

/** Whether this isolate has found the database to be its version's and its key's; until then nothing is read or written. */
let isDatabaseRight = false

/** Throws a Fault `alert` that names what is not configured, or a DatabaseFault; nothing is left open then. */
export const openService = async (bindings: Bindings, world: World): Promise<OpenService> => {
  const lasting = await getLasting(bindings, world)
  const databaseUrl = bindings.HYPERDRIVE.connectionString
  let isEnding = false
  const db = openDatabase(databaseUrl, {
    maxConnections,
    // Hyperdrive's
    lent: true,
    // While ending, workerd takes it for a failure that the server closed its side first.
    report: (err) => isEnding || world.log.error({ err }, 'a database connection failed while idle'),
  })
  const close = async (): Promise<void> => {
    isEnding = true
    await db.destroy()
  }
  try {
    if (!isDatabaseRight) {
      await checkSchema(db)
      await checkKey(db, lasting.parts.vault)
    }
    isDatabaseRight = true
  } catch (error) {
    await close()
    throw error
  }
  const work = background()
  const { stored, objects } = openObjects(bindings, lasting)
  const parts: Parts = { ...lasting.parts, objects, db, background: work.add }
  return {
    service: createService(parts),
    parts,
    db,
    databaseUrl,
    door: { objects: stored, secret: lasting.doorSecret },
    finished: work.finished,
    close: async () => {
      await work.finished()
      await close()
    },
  }
}

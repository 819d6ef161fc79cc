import { resolve } from 'node:path'
import type { Kysely } from 'kysely'
import { fileObjects } from '../adapters/files/fileObjects.ts'
import { readKeyFile } from '../adapters/keys/keyFile.ts'
import { sealedObjects } from '../adapters/keys/sealedObjects.ts'
import { deriveSecret, vaultFromKey } from '../adapters/keys/vault.ts'
import { openDatabase } from '../adapters/postgres/database.ts'
import { openEmbeddedPostgres } from '../adapters/postgres/embedded.ts'
import { prepareJobs } from '../adapters/postgres/jobRunner.ts'
import { checkKey, hasKey } from '../adapters/postgres/keyCheck.ts'
import { migrateToLatest } from '../adapters/postgres/migrate.ts'
import type { Database } from '../adapters/postgres/schema.ts'
import { remoteObjects } from '../adapters/r2/remoteObjects.ts'
import type { ObjectStore, Vault } from '../core/ports.ts'
import { objectsPath } from '../http/objectDoor.ts'
import { checkDatabase } from './checkDatabase.ts'
import type { Config } from './config.ts'
import { secretPurposes } from './secretPurposes.ts'

/** What a Node process keeps: the database, brought up to date, and the vault and objects that belong to it. */
export interface Stores {
  readonly databaseUrl: string
  readonly db: Kysely<Database>
  readonly vault: Vault
  readonly objects: ObjectStore
  readonly deskSecret: string
  close(): Promise<void>
}

/**
 * Opens the database that is configured, or the embedded one, and the key it was sealed with. Throws a Fault 'alert'
 * with one sentence when something is missing or does not fit; nothing is left open then.
 */
export const openStores = async (
  config: Config,
  options: { readonly say: (line: string) => void; readonly report: (error: unknown) => void },
): Promise<Stores> => {
  const dataDir = resolve(config.DATA_DIR)
  const embedded =
    config.DATABASE_URL === undefined ? await openEmbeddedPostgres({ dataDir, ...options }) : undefined
  const databaseUrl = config.DATABASE_URL ?? embedded?.url ?? ''
  const db = openDatabase(databaseUrl, { report: options.report })
  const closeAll = async (): Promise<void> => {
    await db.destroy()
    await embedded?.stop()
  }
  try {
    if (!embedded) await checkDatabase(db)
    await migrateToLatest(db, migrationsFolder)
    await prepareJobs(databaseUrl)
    const masterKey =
      config.MASTER_KEY === undefined
        ? await readKeyFile(dataDir, { mayMake: !(await hasKey(db)) })
        : new Uint8Array(Buffer.from(config.MASTER_KEY, 'base64'))
    const vault = await vaultFromKey(masterKey)
    await checkKey(db, vault)
    return {
      databaseUrl,
      db,
      vault,
      objects: sealedObjects(
        config.OBJECTS_URL === undefined
          ? fileObjects(resolve(dataDir, 'objects'))
          : remoteObjects(
              `${config.OBJECTS_URL}${objectsPath}`,
              await deriveSecret(masterKey, secretPurposes.objects),
            ),
        vault,
      ),
      deskSecret: await deriveSecret(masterKey, secretPurposes.desk),
      close: closeAll,
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** From this file's place in the sources, or from the bundle's in dist. */
export const migrationsFolder = new URL(
  import.meta.url.endsWith('.ts') ? '../../migrations/' : '../migrations/',
  import.meta.url,
)

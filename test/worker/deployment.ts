import { type Kysely, sql } from 'kysely'
import { expect } from 'vitest'
import { vaultFromKey } from '../../src/adapters/keys/vault.ts'
import { openDatabase } from '../../src/adapters/postgres/database.ts'
import { importUnits } from '../../src/adapters/postgres/importUnits.ts'
import { sampleUnits } from '../../src/adapters/postgres/sampleUnits.ts'
import type { Database } from '../../src/adapters/postgres/schema.ts'
import type { Vault } from '../../src/core/ports.ts'
import { type BotApi, startBotApi } from '../support/botApi.ts'
import { testDatabase } from '../support/testDatabase.ts'
import { buildWorker, type RunningWorker, startWorker, type WorkerBundle } from './underTest.ts'

export const webhookSecret = 'the-webhook-secret'
export const publicAddress = 'https://recover.example'

/** One database, one bot, and any number of Workers on them. */
export interface Deployment {
  readonly bundle: WorkerBundle
  readonly databaseUrl: string
  readonly db: Kysely<Database>
  readonly masterKey: Uint8Array
  readonly vault: Vault
  readonly api: BotApi
  /** A further isolate; closed with the deployment. */
  start(options?: {
    readonly losesWakeUps?: boolean
    /** Where it believes to be reached, instead of at its public address. */
    readonly address?: string
    /** Configuration beside what every one of them has. */
    readonly vars?: Readonly<Record<string, string>>
  }): Promise<RunningWorker>
  /** Has Telegram post updates to this one. */
  setWebhook(worker: RunningWorker): Promise<void>
  /** Connections to the database beside the test's own. */
  connections(): Promise<number>
  close(): Promise<void>
}

export const deploy = async (): Promise<Deployment> => {
  const database = await testDatabase()
  const db = openDatabase(database.url, { maxConnections: 1 })
  const masterKey = crypto.getRandomValues(new Uint8Array(32))
  const vault = await vaultFromKey(masterKey)
  await importUnits(db, vault, sampleUnits, { isSample: true })
  const bundle = await buildWorker()
  const api = await startBotApi()
  const workers: RunningWorker[] = []
  return {
    bundle,
    databaseUrl: database.url,
    db,
    masterKey,
    vault,
    api,
    start: async ({ address = publicAddress, vars, ...options } = {}) => {
      const worker = await startWorker(bundle, {
        databaseUrl: database.url,
        vars: { PUBLIC_URL: address, TELEGRAM_API_ROOT: api.root, ...vars },
        secrets: {
          MASTER_KEY: Buffer.from(masterKey).toString('base64'),
          TELEGRAM_BOT_TOKEN: api.token,
          TELEGRAM_WEBHOOK_SECRET: webhookSecret,
        },
        ...options,
      })
      workers.push(worker)
      return worker
    },
    setWebhook: async (worker) => {
      const { status } = await fetch(`${api.root}/bot${api.token}/setWebhook`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: `${worker.url}/telegram/webhook`, secret_token: webhookSecret }),
      })
      expect(status).toBe(200)
    },
    connections: async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      `.execute(db)
      return rows[0]?.count ?? 0
    },
    close: async () => {
      for (const worker of workers) await worker.close()
      await api.close()
      await bundle.remove()
      await db.destroy()
      await database.drop()
    },
  }
}

/** What the log tells that is neither a count nor a warning. */
export const faultsIn = (log: string): readonly string[] =>
  log.split('\n').filter((line) => line !== '' && !/"level":"(?:info|warn)"/u.test(line))

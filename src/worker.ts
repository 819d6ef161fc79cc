import { deriveSecret, vaultFromKey } from './adapters/keys/vault.ts'
import { formComposer } from './adapters/pdf/formComposer.ts'
import { missingCharacters, openFormFonts } from './adapters/pdf/formFonts.ts'
import { openDatabase } from './adapters/postgres/database.ts'
import { eraseExpired } from './adapters/postgres/retention.ts'
import { Fault } from './core/fault.ts'
import type { FormComposer } from './core/form.ts'
import type { Host, Log, ObjectStore } from './core/ports.ts'
import { background } from './host/background.ts'
import { type Config, readConfig } from './host/config.ts'
import { jsonLog } from './host/log.ts'
import { sampleAsset } from './host/sampleAsset.ts'
import { barcodeAddresses, createService, type Parts, type Service } from './host/service.ts'
import { healthRoutes } from './http/health.ts'

/** What wrangler.toml binds, beside the variables and secrets that the configuration names. */
interface Bindings {
  readonly HYPERDRIVE: { readonly connectionString: string }
  readonly ASSETS: { readonly fetch: (address: string) => Promise<Response> }
}

interface Context {
  readonly waitUntil: (work: Promise<unknown>) => void
}

const host: Host = {
  now: () => new Date(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  uuid: () => crypto.randomUUID(),
}

const log: Log = jsonLog((line) => console.log(line), host.now)

/** What of a service lasts as long as the isolate. */
type Lasting = Omit<Parts, 'db' | 'background'>

/** A value, never a promise: one that a cancelled request began would leave every later request waiting for it. */
let lasting: Lasting | undefined

const prepare = async (environment: Bindings): Promise<Lasting> => {
  const config = configOf(environment)
  if (config.MASTER_KEY === undefined || config.PUBLIC_URL === undefined)
    throw new Fault('alert', 'MASTER_KEY and PUBLIC_URL are required on Workers: set them with wrangler.')
  const masterKey = Uint8Array.from(atob(config.MASTER_KEY), (character) => character.charCodeAt(0))
  const asset = async (path: string): Promise<Uint8Array> => readAsset(environment, path)
  const [sans, latin] = await Promise.all([asset('fonts/sans.ttf'), asset('fonts/latin.ttf')])
  const fonts = openFormFonts({ sans, latin, rareSlice: (slice) => asset(`fonts/rare/${slice}.ttf`) })
  return {
    config,
    address: config.PUBLIC_URL,
    vault: await vaultFromKey(masterKey),
    objects: noObjects,
    composer: composeLater(() => formComposer(fonts)),
    missingCharacters: missingCharacters(fonts),
    sample: async (picture) => asset(`assets/${sampleAsset(picture)}`),
    deskSecret: await deriveSecret(masterKey, 'desk.session'),
    host,
    log,
    barcodeAddresses: barcodeAddresses(config.PUBLIC_URL),
  }
}

/** A faulty configuration as a Fault, because its message names variables alone and is all that the log can tell. */
const configOf = (environment: object): Config => {
  const variables = Object.entries(environment).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  try {
    return readConfig(Object.fromEntries(variables))
  } catch (error) {
    throw error instanceof Error ? new Fault('alert', error.message) : error
  }
}

const readAsset = async (environment: Bindings, path: string): Promise<Uint8Array> => {
  const response = await environment.ASSETS.fetch(`https://assets.local/${path}`)
  if (response.ok) return new Uint8Array(await response.arrayBuffer())
  await response.body?.cancel()
  throw new Fault('alert', `The asset ${path} is missing: run npm run build before deploying.`)
}

/** Preparing the form takes longer than most requests; only those that compose one wait for it. */
const composeLater = (prepareComposer: () => FormComposer): FormComposer => {
  let composer: FormComposer | undefined
  return {
    compose: async (content) => {
      composer ??= prepareComposer()
      return composer.compose(content)
    },
  }
}

/** Scans are taken on Node alone as yet. */
const noObjects: ObjectStore = {
  put: async () => Promise.reject(new Fault('alert', 'No object store is wired on this host.')),
  find: async () => undefined,
  remove: async () => undefined,
}

/** A service on a database handle of its own; `close` ends that once what was left in the background is done. */
const openService = (parts: Lasting, environment: Bindings) => {
  let isEnding = false
  const db = openDatabase(environment.HYPERDRIVE.connectionString, {
    maxConnections: 5,
    // While ending, workerd takes it for a failure that the server closed its side first.
    report: (err) => isEnding || log.error({ err }, 'a database connection failed while idle'),
  })
  const work = background()
  const service: Service = createService({ ...parts, db, background: work.add })
  const close = async (): Promise<void> => {
    await work.finished()
    isEnding = true
    await db.destroy()
  }
  return { db, service, close }
}

const health = healthRoutes({ ready: async () => [] })

/** How many messages one look into the outbox takes. */
const outboxBatch = 50

/** The service on Cloudflare Workers: one database handle a request, closed when all its work is done. */
export default {
  async fetch(request: Request, environment: Bindings, context: Context): Promise<Response> {
    if (new URL(request.url).pathname === '/healthz') return health.fetch(request)
    try {
      lasting ??= await prepare(environment)
    } catch (err) {
      log.error({ err }, 'Sealpass does not start')
      return new Response('Sealpass is not configured; the log says why.', { status: 503 })
    }
    const { service, close } = openService(lasting, environment)
    const answered = Promise.resolve(service.app.fetch(request))
    // Told before the answer is there: a client who leaves must neither cut the turn off nor keep its connections.
    context.waitUntil(answered.then(close, close))
    return answered
  },

  /** What has to happen without anybody asking: messages that were refused for the moment, and what has expired. */
  async scheduled(_event: unknown, environment: Bindings): Promise<void> {
    try {
      lasting ??= await prepare(environment)
      const { db, service, close } = openService(lasting, environment)
      try {
        while ((await service.sendOutbox(outboxBatch)) === outboxBatch);
        await eraseExpired(db, host.now(), lasting.config.RETENTION_DAYS)
      } finally {
        await close()
      }
    } catch (err) {
      log.error({ err }, 'the outbox could not be worked off, or what has expired not erased')
    }
  },
}

import { deriveSecret, vaultFromKey } from './adapters/keys/vault.ts'
import { formComposer } from './adapters/pdf/formComposer.ts'
import { type FormFonts, missingCharacters, openFormFonts } from './adapters/pdf/formFonts.ts'
import { openDatabase } from './adapters/postgres/database.ts'
import { Fault } from './core/fault.ts'
import type { FormComposer } from './core/form.ts'
import type { Host, Log, ObjectStore, Vault } from './core/ports.ts'
import { background } from './host/background.ts'
import { type Config, readConfig } from './host/config.ts'
import { jsonLog } from './host/log.ts'
import { createService } from './host/service.ts'
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

/** What lasts as long as the isolate: nothing of it is a connection. */
interface Lasting {
  readonly config: Config
  readonly address: string
  readonly fonts: FormFonts
  readonly composer: FormComposer
  readonly vault: Vault
  readonly deskSecret: string
}
let lasting: Promise<Lasting> | undefined

const prepare = async (environment: Bindings): Promise<Lasting> => {
  const config = readConfig(variablesOf(environment))
  if (config.MASTER_KEY === undefined || config.PUBLIC_URL === undefined)
    throw new Fault('alert', 'MASTER_KEY and PUBLIC_URL are required on Workers: set them with wrangler.')
  const masterKey = Uint8Array.from(atob(config.MASTER_KEY), (character) => character.charCodeAt(0))
  const asset = async (path: string): Promise<Uint8Array> => assetOf(environment, path)
  const [sans, latin] = await Promise.all([asset('fonts/sans.ttf'), asset('fonts/latin.ttf')])
  const fonts = openFormFonts({ sans, latin })
  return {
    config,
    address: config.PUBLIC_URL,
    fonts,
    composer: composeLater(fonts),
    vault: await vaultFromKey(masterKey),
    deskSecret: await deriveSecret(masterKey, 'desk.session'),
  }
}

/** Preparing the form takes longer than most requests; only those that compose one wait for it. */
const composeLater = (fonts: FormFonts): FormComposer => {
  let composer: FormComposer | undefined
  return {
    compose: async (content) => {
      composer ??= formComposer(fonts)
      return composer.compose(content)
    },
  }
}

const variablesOf = (environment: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )

const assetOf = async (environment: Bindings, path: string): Promise<Uint8Array> => {
  const response = await environment.ASSETS.fetch(`https://assets.local/${path}`)
  if (!response.ok)
    throw new Fault('alert', `The asset ${path} is missing: run npm run build before deploying.`)
  return new Uint8Array(await response.arrayBuffer())
}

/** Scans are taken on Node alone as yet. */
const noObjects: ObjectStore = {
  put: async () => Promise.reject(new Fault('alert', 'No object store is wired on this host.')),
  find: async () => undefined,
  remove: async () => undefined,
}

const health = healthRoutes({ ready: async () => [] })

/** The service on Cloudflare Workers: one database handle a request, closed when all its work is done. */
export default {
  async fetch(request: Request, environment: Bindings, context: Context): Promise<Response> {
    if (new URL(request.url).pathname === '/healthz') return health.fetch(request)
    lasting ??= prepare(environment)
    let prepared: Lasting
    try {
      prepared = await lasting
    } catch (error) {
      lasting = undefined
      log.error({ err: error }, 'Sealpass does not start')
      return new Response('Sealpass is not configured; the log says why.', { status: 503 })
    }
    const { config, address, fonts, composer, vault, deskSecret } = prepared
    const db = openDatabase(environment.HYPERDRIVE.connectionString, { maxConnections: 5 })
    const work = background()
    const service = createService({
      config,
      address,
      db,
      vault,
      objects: noObjects,
      composer,
      missingCharacters: missingCharacters(fonts),
      sample: async (of) => assetOf(environment, `assets/sample-${of === 'form' ? 'form' : 'id-card'}.jpg`),
      deskSecret,
      host,
      log,
      background: work.add,
    })
    try {
      return await service.app.fetch(request)
    } finally {
      context.waitUntil(work.finished().then(async () => db.destroy()))
    }
  },
}

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { WorkerHandle } from 'wrangler'
import type { Bindings } from '../../src/host/workers/bindings.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))

/** wrangler without a word to anybody, and without what a developer keeps in .env and .dev.vars. */
export const offline = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_WRITE_LOGS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: 'false',
}

export interface WorkerBundle {
  readonly folder: string
  /** Of scripts and WebAssembly modules, as the platform's limit counts them. */
  readonly gzipBytes: number
  /** What esbuild says of the bundle: every module in it, and what each imports. */
  readonly meta: BundleMeta
  remove(): Promise<void>
}

export interface BundleMeta {
  readonly inputs: Readonly<
    Record<
      string,
      {
        readonly imports: readonly {
          readonly path: string
          readonly kind: string
          readonly external?: boolean
        }[]
      }
    >
  >
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >
}

const wrangler = `${root}node_modules/wrangler/bin/wrangler.js`
const node = async (...given: readonly string[]) =>
  run(process.execPath, given, { cwd: root, env: { ...process.env, ...offline } })

/** The bundle that a deployment uploads, made anew from the sources; nothing of it is deployed. */
export const buildWorker = async (): Promise<WorkerBundle> => {
  if (!existsSync(new URL('../../dist/public/fonts/latin.ttf', import.meta.url)))
    await node('scripts/build.ts')
  return bundleFor(`${root}wrangler.toml`)
}

/** The same by another configuration. */
export const bundleFor = async (configPath: string): Promise<WorkerBundle> => {
  const { path, remove } = await temporaryFolder()
  const options = ['--config', configPath, '--dry-run', '--metafile', '--outdir', path]
  await node(wrangler, 'deploy', ...options)
  const uploaded = (await readdir(path)).filter((name) => /\.(?:js|wasm)$/u.test(name))
  const sizes = await Promise.all(
    uploaded.map(async (name) => gzipSync(await readFile(`${path}/${name}`)).length),
  )
  const meta = JSON.parse(await readFile(`${path}/bundle-meta.json`, 'utf8')) as BundleMeta
  return { folder: path, gzipBytes: sizes.reduce((sum, size) => sum + size, 0), meta, remove }
}

export interface RunningWorker {
  readonly url: string
  /** A minute's cron, or another of wrangler.toml. */
  readonly scheduled: (cron?: string) => Promise<unknown>
  readonly bindings: () => Promise<Bindings>
  /** What the Worker has written to its log. */
  readonly log: () => string
  close(): Promise<void>
}

/** The bundle in workerd, on the loopback. */
export const startWorker = async (
  { folder }: WorkerBundle,
  settings: {
    readonly databaseUrl: string
    readonly vars: Readonly<Record<string, string>>
    readonly secrets: Readonly<Record<string, string>>
    /** Its messages to the queue reach no consumer. */
    readonly losesWakeUps?: boolean
    /** A message that its consumer throws over comes again once, and without waiting. */
    readonly retriesAtOnce?: boolean
  },
): Promise<RunningWorker> => {
  Object.assign(process.env, offline, {
    CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: settings.databaseUrl,
  })
  const { createTestHarness } = await import('wrangler')
  const harness = createTestHarness({
    root,
    workers: [
      {
        configPath: await configFor(folder, settings),
        prebuiltWorkerDir: folder,
        vars: { ...settings.vars },
        secrets: { ...settings.secrets },
      },
    ],
  })
  const { url } = await harness.listen()
  const worker: WorkerHandle<Bindings> = harness.getWorker<Bindings>()
  return {
    url: url.origin,
    scheduled: async (cron = '* * * * *') => worker.scheduled({ cron }),
    bindings: async () => worker.getEnv(),
    log: () =>
      harness
        .getLogs()
        .map(({ message }) => message)
        .join('\n'),
    close: async () => harness.close(),
  }
}

/** The configuration of the deployment, but for what its queue does. */
const configFor = async (
  folder: string,
  { losesWakeUps = false, retriesAtOnce = false }: Partial<Parameters<typeof startWorker>[1]>,
): Promise<string> => {
  if (!losesWakeUps && !retriesAtOnce) return 'wrangler.toml'
  const config = await readFile(`${root}wrangler.toml`, 'utf8')
  const changes = [
    ['main = "', `main = "${root}`],
    ['directory = "', `directory = "${root}`],
    ...(losesWakeUps
      ? [['[[queues.consumers]]\nqueue = "sealpass-jobs"', '[[queues.consumers]]\nqueue = "sealpass-other"']]
      : []),
    ...(retriesAtOnce
      ? [
          ['max_retries = 5', 'max_retries = 1'],
          ['retry_delay = 10', 'retry_delay = 0'],
        ]
      : []),
  ] as const
  const path = `${folder}/${losesWakeUps ? 'losing' : 'retrying'}.toml`
  await writeFile(
    path,
    changes.reduce((text, [from = '', to = '']) => text.replace(from, to), config),
  )
  return path
}

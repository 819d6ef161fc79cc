import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { WorkerHandle } from 'wrangler'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))

/** wrangler without a word to anybody, and without what a developer keeps in .env and .dev.vars. */
const offline = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_WRITE_LOGS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: 'false',
}

export interface WorkerBundle {
  readonly folder: string
  /** Of the script alone, as the platform's limit counts it. */
  readonly gzipBytes: number
  remove(): Promise<void>
}

/** The bundle that a deployment uploads, made anew from the sources; nothing of it is deployed. */
export const buildWorker = async (): Promise<WorkerBundle> => {
  const node = async (...given: string[]) =>
    run(process.execPath, given, { cwd: root, env: { ...process.env, ...offline } })
  if (!existsSync(new URL('../../dist/public/fonts/latin.ttf', import.meta.url)))
    await node('scripts/build.ts')
  const { path, remove } = await temporaryFolder()
  const wrangler = 'node_modules/wrangler/bin/wrangler.js'
  await node(wrangler, 'deploy', '--dry-run', '--minify', '--outdir', path)
  return { folder: path, gzipBytes: gzipSync(await readFile(`${path}/worker.js`)).length, remove }
}

export interface RunningWorker {
  readonly url: string
  readonly scheduled: () => Promise<unknown>
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
        configPath: 'wrangler.toml',
        prebuiltWorkerDir: folder,
        vars: { ...settings.vars },
        secrets: { ...settings.secrets },
      },
    ],
  })
  const { url } = await harness.listen()
  const worker: WorkerHandle = harness.getWorker()
  return {
    url: url.origin,
    scheduled: async () => worker.scheduled({ cron: '* * * * *' }),
    log: () =>
      harness
        .getLogs()
        .map(({ message }) => message)
        .join('\n'),
    close: async () => harness.close(),
  }
}

import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import type { Kysely } from 'kysely'
import sharp from 'sharp'
import { deriveSecret, vaultFromKey } from '../src/adapters/keys/vault.ts'
import { openDatabase } from '../src/adapters/postgres/database.ts'
import { openEmbeddedPostgres } from '../src/adapters/postgres/embedded.ts'
import { importUnits } from '../src/adapters/postgres/importUnits.ts'
import { enqueue } from '../src/adapters/postgres/jobs.ts'
import { prepareJobs } from '../src/adapters/postgres/jobRunner.ts'
import { migrateToLatest } from '../src/adapters/postgres/migrate.ts'
import { sampleUnits } from '../src/adapters/postgres/sampleUnits.ts'
import type { Database } from '../src/adapters/postgres/schema.ts'
import { remoteObjects } from '../src/adapters/r2/remoteObjects.ts'
import { secretPurposes } from '../src/host/secretPurposes.ts'
import { startBotApi } from '../test/support/botApi.ts'
import { signAndStamp } from '../test/support/paper.ts'
import { temporaryFolder } from '../test/support/temporaryFolder.ts'
import { composeApplication } from '../test/worker/composeApplication.ts'
import { buildWorker, offline, type RunningWorker, startWorker } from '../test/worker/underTest.ts'
import { bundleModules } from './worker/bundleModules.ts'
import { findIsolate, type Isolate, openToDebuggers } from './worker/isolate.ts'
import { findWorkerd, type Workerd } from './worker/workerd.ts'

/**
 * What the service costs on Cloudflare Workers: the bundle that a deployment uploads, its start-up as `wrangler check
 * startup` profiles it, and, in a local workerd on the embedded PostgreSQL, processor time and memory. Processor time is
 * that of the whole workerd process, so it holds the emulation of queue, bucket and assets too; memory is the most that the
 * Worker's isolate used, garbage included, whenever its debugger got an answer: between two waits a scan may hold more, and
 * on a busy machine, where V8 collects late, garbage has been 30 MB more.
 * Linux alone.
 */
const updates = 300
const forms = 50
const scans = Number(process.argv[2] ?? 200)
/** As many as one run of the cron takes. */
const scansAtOnce = 10

/** As large as the web chat takes, from two visitors at once. */
const uploads = 2
const uploadBytes = 20_000_000

const webhookSecret = 'the-webhook-secret'

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits))

/** Milliseconds; the machine's other work only makes it longer, so the best of three. */
const measureStartup = async (): Promise<number> => {
  const { path, remove } = await temporaryFolder()
  const times: number[] = []
  for (let time = 0; time < 3; time += 1) {
    const wrangler = ['node_modules/wrangler/bin/wrangler.js', 'check', 'startup']
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...wrangler, '--outfile', `${path}/startup.cpuprofile`],
      { env: { ...process.env, ...offline } },
    )
    times.push(Number(/Active: ([\d.]+) ms/u.exec(stdout)?.[1]))
  }
  await remove()
  return Math.min(...times)
}

/** CPU milliseconds for each of `count`, after a few that warm up. */
const cpuOfEach = async (
  workerd: Workerd,
  count: number,
  run: (index: number) => Promise<void>,
): Promise<number> => {
  for (let index = -5; index < 0; index += 1) await run(index)
  const before = await workerd.cpuMs()
  for (let index = 0; index < count; index += 1) await run(index)
  return ((await workerd.cpuMs()) - before) / count
}

const answered = async (response: Promise<Response>): Promise<Uint8Array> => {
  const { status, ...rest } = await response.then(async (answer) => ({
    status: answer.status,
    bytes: new Uint8Array(await answer.arrayBuffer()),
  }))
  if (status !== 200) throw new Error(`answered ${status}`)
  return rest.bytes
}

/** Megabytes at most, looked at every 20 milliseconds. */
const peakWhile = async (isolate: Isolate, work: () => Promise<void>): Promise<number> => {
  const done = new AbortController()
  let peak = 0
  const looking = async (): Promise<void> => {
    while (!done.signal.aborted) {
      peak = Math.max(peak, await isolate.usedMb())
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  await Promise.all([looking(), work().finally(() => done.abort())])
  return peak
}

/**
 * A consumer that was woken may have the last in hand when the cron is done. The jobs tell, not the scans: of a chat's
 * pictures an older one that is inspected late is no scan any more.
 */
const untilTaken = async (db: Kysely<Database>): Promise<void> => {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { count } = await db
      .withSchema('pgboss')
      .withTables<{ job: { name: string; state: string } }>()
      .selectFrom('job')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('name', '=', 'inspect')
      .where('state', 'in', ['created', 'retry', 'active'])
      .executeTakeFirstOrThrow()
    if (Number(count) === 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('not all scans were taken')
}

/** Three of four as a scanner gives them, at 200 dpi; each fourth as a phone does, of 12 megapixels. */
const drawScans = async (pdf: Uint8Array): Promise<readonly Uint8Array[]> => {
  const page = await signAndStamp(pdf)
  const phone = await sharp(page).resize({ width: 3024 }).jpeg({ quality: 60 }).toBuffer()
  return [page, page, page, new Uint8Array(phone)]
}

const measure = async (
  worker: RunningWorker,
  db: Kysely<Database>,
  masterKey: Uint8Array,
  userId: number,
) => {
  const vault = await vaultFromKey(masterKey)
  const workerd = await findWorkerd()
  const { url } = worker
  await answered(fetch(`${url}/healthz`))
  const atStart = await workerd.residentMb()
  const floor = await cpuOfEach(workerd, updates, async () => {
    await answered(fetch(`${url}/healthz`))
  })
  const update = await cpuOfEach(workerd, updates, async (index) => {
    await answered(
      fetch(`${url}/telegram/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-telegram-bot-api-secret-token': webhookSecret,
        },
        body: JSON.stringify({
          update_id: index + 100,
          message: {
            message_id: index + 100,
            date: 0,
            text: index % 2 === 0 ? '/start' : '/status',
            chat: { id: userId, type: 'private' },
            from: { id: userId, is_bot: false, first_name: '测试', language_code: 'zh-hans' },
          },
        }),
      }),
    )
  })
  const { chatId, applicationId, fetchForm } = await composeApplication(db, vault)
  const form = async (): Promise<Uint8Array> => answered(fetchForm(url))
  const formCpu = await cpuOfEach(workerd, forms, async () => {
    await form()
  })

  const pictures = await drawScans(await form())
  const objects = remoteObjects(
    `${url}/internal/objects`,
    await deriveSecret(masterKey, secretPurposes.objects),
  )
  const sealed = async (key: string, jpeg: Uint8Array): Promise<void> =>
    objects.put(key, await vault.seal(jpeg, `object:${key}`))
  const times: number[] = []
  const isolate = await findIsolate(workerd.pids, 'core:user:sealpass')
  const beforeScans = await isolate.usedMb()
  const peak = await peakWhile(isolate, async () => {
    for (let done = 0; done < scans; done += scansAtOnce) {
      for (let index = done; index < done + scansAtOnce; index += 1) {
        const key = `upload/${randomUUID()}`
        const jpeg = pictures[index % pictures.length] ?? new Uint8Array()
        await sealed(key, jpeg)
        const picture = { source: 'upload', key, bytes: jpeg.length } as const
        const job = { jobId: randomUUID(), channel: 'web', chatId, applicationId, kind: 'form' } as const
        await db.transaction().execute((trx) => enqueue(trx, 'inspect', { ...job, picture, convert: false }))
      }
      const before = await workerd.cpuMs()
      await worker.scheduled()
      await untilTaken(db)
      times.push(((await workerd.cpuMs()) - before) / scansAtOnce)
      process.stderr.write(`${done + scansAtOnce} of ${scans} scans\n`)
    }
  })
  // an isolate at rest may leave its debugger unanswered
  const [kept] = await Promise.all([isolate.keptMb(), answered(fetch(`${url}/healthz`))])
  const uploading = await peakWhile(isolate, async () => {
    await Promise.all(Array.from({ length: uploads }, async () => upload(url)))
  })
  isolate.close()
  const growth = (await workerd.residentMb()) - atStart
  return {
    floor,
    update,
    form: formCpu,
    scan: median(times.slice(1)),
    peak,
    kept,
    uploading,
    beforeScans,
    growth,
  }
}

/** A picture sent with no conversation open, by a visitor who is new. */
const upload = async (url: string): Promise<void> => {
  const body = new FormData()
  body.set('picture', new File([new Uint8Array(uploadBytes)], 'scan.jpg'))
  const { status } = await fetch(`${url}/chat`, {
    method: 'POST',
    headers: { origin: url },
    redirect: 'manual',
    body,
  })
  if (status !== 303) throw new Error(`an upload was answered ${status}`)
}

const folder = await temporaryFolder()
const postgres = await openEmbeddedPostgres({ dataDir: folder.path })
const db = openDatabase(postgres.url, { maxConnections: 2 })
const bundle = await buildWorker()
const api = await startBotApi()
try {
  const startupMs = await measureStartup()
  await openToDebuggers(folder.path)
  await migrateToLatest(db, new URL('../migrations/', import.meta.url))
  await prepareJobs(postgres.url)
  const masterKey = crypto.getRandomValues(new Uint8Array(32))
  await importUnits(db, await vaultFromKey(masterKey), sampleUnits, { isSample: true })
  const worker = await startWorker(bundle, {
    databaseUrl: postgres.url,
    vars: { PUBLIC_URL: 'https://recover.example', TELEGRAM_API_ROOT: api.root },
    secrets: {
      MASTER_KEY: Buffer.from(masterKey).toString('base64'),
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    },
  })
  const costs = await measure(worker, db, masterKey, api.user().id)
  await worker.close()

  console.table(
    Object.fromEntries(
      bundleModules(bundle.meta)
        .slice(0, 15)
        .map(([name, kb]) => [name, { 'kB minified': Math.round(kb) }]),
    ),
  )
  console.table({
    'bundle, gzip': { cost: `${Math.round(bundle.gzipBytes / 1024)} KiB`, goal: '3,072 KiB' },
    'start-up, active': { cost: `${startupMs} ms`, goal: '200 ms' },
    'request that does nothing': { cost: `${rounded(costs.floor, 2)} ms CPU` },
    'update, answered in Telegram': { cost: `${rounded(costs.update)} ms CPU` },
    'form composed and served': { cost: `${rounded(costs.form)} ms CPU` },
    'scan fetched, inspected, stored, told': { cost: `${Math.round(costs.scan)} ms CPU` },
    'memory of the isolate before scans': { cost: `${Math.round(costs.beforeScans)} MB` },
    [`memory of the isolate at most, ${scans} scans`]: {
      cost: `${Math.round(costs.peak)} MB`,
      goal: '100 MB',
    },
    'memory of it that they leave in use': { cost: `${Math.round(costs.kept)} MB` },
    [`memory of it at most, ${uploads} pictures of 20 MB uploaded at once`]: {
      cost: `${Math.round(costs.uploading)} MB`,
      goal: '128 MB',
    },
    'growth of workerd with bucket and queue': { cost: `${Math.round(costs.growth)} MB` },
  })
  console.log(
    JSON.stringify({
      bench: 'worker',
      gzipKiB: Math.round(bundle.gzipBytes / 1024),
      startupMs,
      peakMB: Math.round(costs.peak),
      updateCpuMs: rounded(costs.update),
      formCpuMs: rounded(costs.form),
      scanCpuMs: Math.round(costs.scan),
    }),
  )
} finally {
  await api.close()
  await bundle.remove()
  await db.destroy()
  await postgres.stop()
  await folder.remove()
}

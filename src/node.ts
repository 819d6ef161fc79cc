import { existsSync } from 'node:fs'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { assetFiles } from './adapters/files/assetFiles.ts'
import { importUnits } from './adapters/postgres/importUnits.ts'
import { localGateway } from './adapters/postgres/localGateway.ts'
import { sampleUnits } from './adapters/postgres/sampleUnits.ts'
import { persist } from './bot/telegram/persist.ts'
import { background } from './host/background.ts'
import { type Config, readConfig } from './host/config.ts'
import { listen } from './host/listen.ts'
import { jsonLog } from './host/log.ts'
import { isLoopbackName, isOfThisMachine } from './host/loopback.ts'
import { nodeHost } from './host/nodeHost.ts'
import { openForm } from './host/openForm.ts'
import { openStores, type Stores } from './host/openStores.ts'
import { sampleFiles } from './host/sampleFiles.ts'
import { scansAhead } from './host/scansAhead.ts'
import { createService, type Service } from './host/service.ts'
import { startWork } from './host/startWork.ts'
import { tellFailure } from './host/tellFailure.ts'
import { assetRoutes } from './http/assets.ts'
import { localInboxRoutes } from './http/localInbox.tsx'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const log = jsonLog((line) => void process.stderr.write(`${line}\n`), nodeHost.now)

/** Starts everything in order; what has been opened is closed again when a later part fails. */
const start = async (): Promise<() => Promise<void>> => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const config = readConfig(process.env)
  const assets = assetFiles(new URL('public/assets/', import.meta.url))
  const form = await openForm(config)
  const closing: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    const failures: unknown[] = []
    for (const end of closing.toReversed()) await end().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
  try {
    const stores = await openStores(config, {
      say,
      report: (err) => log.error({ err }, 'the database met a fault'),
    })
    closing.push(stores.close)
    const { db, vault, objects } = stores

    const sample = sampleFiles(assets)
    const server = await listen(config)
    const work = background()
    closing.push(work.finished, server.close)
    const address = config.PUBLIC_URL ?? server.address
    const service = createService({
      config,
      address,
      db,
      vault,
      objects,
      ...form,
      sample,
      deskSecret: stores.deskSecret,
      host: nodeHost,
      log,
      scansAhead: scansAhead(),
      background: work.add,
    })

    closing.push(await startWork({ config, stores, layout: form.layout, sample, service, log }))

    const app = new Hono()
    app.route('/', assetRoutes(assets))
    // Behind a public address every request may come from a proxy on this machine.
    const hasInbox = isLoopbackName(new URL(address).hostname)
    if (hasInbox)
      app.route(
        '/',
        localInboxRoutes({
          inbox: localGateway(db, vault, nodeHost),
          isLoopback: (c) => isOfThisMachine(c.req.raw, getConnInfo(c).remote.address),
        }),
      )
    app.route('/', service.app)
    await loadSampleUnits(stores)
    server.serve(app)
    await announce({ address, listensOn: server.address, hasInbox }, service)
    closing.push(async () => (await service.desk()).close())
    closing.push(openTelegram(config, service))
    return close
  } catch (error) {
    await close()
    throw error
  }
}

/** Only into a database that has no units at all, so that a first search finds something. */
const loadSampleUnits = async ({ db, vault }: Stores): Promise<void> => {
  const any = await db.selectFrom('unit').select('id').limit(1).executeTakeFirst()
  if (!any) await importUnits(db, vault, sampleUnits, { isSample: true })
}

const announce = async (
  { address, listensOn, hasInbox }: { address: string; listensOn: string; hasInbox: boolean },
  service: Service,
): Promise<void> => {
  say('\nSealpass is ready.\n')
  say(`  Chat         ${address}/`)
  say(`  Desk         ${address}/desk`)
  if (hasInbox) say(`  Local inbox  ${address}/local/inbox`)
  if (listensOn !== address) say(`  Listens on   ${listensOn}`)
  const { reviewers } = await service.desk()
  if (!(await reviewers.hasReviewers())) {
    const email = 'reviewer@sealpass.local'
    const made = await reviewers.createReviewer({ email, name: '审核员' })
    if (made) {
      say('\nThe first reviewer, shown this once; a second factor is set up at the first sign-in:\n')
      say(`  Reviewer     ${email}`)
      say(`  Password     ${made.password}`)
    }
  }
  say('\nStop with Ctrl+C.')
}

/** By webhook where Telegram can reach the service, else by long polling. Returns how to end it. */
const openTelegram = (config: Config, { telegram }: Service): (() => Promise<void>) => {
  if (!telegram) return async () => undefined
  const stopping = new AbortController()
  const { PUBLIC_URL, TELEGRAM_WEBHOOK_SECRET } = config
  const running =
    PUBLIC_URL !== undefined && TELEGRAM_WEBHOOK_SECRET !== undefined
      ? persist(async () => telegram.registerWebhook(PUBLIC_URL, TELEGRAM_WEBHOOK_SECRET), {
          signal: stopping.signal,
          waits: { first: 1_000, longest: 60_000 },
          report: (err) =>
            log.warn({ err }, 'the webhook was not registered with Telegram and is tried again'),
        })
      : telegram.poll(stopping.signal)
  const reported = running.catch((err: unknown) =>
    log.error({ err }, 'Telegram is not served, the web chat is: check TELEGRAM_BOT_TOKEN and PUBLIC_URL'),
  )
  return async () => {
    stopping.abort()
    await reported
  }
}

const starting = start()
/** Also while starting: what has been opened by then, above all the database's server, would be left running. */
const stop = async (): Promise<void> => {
  const close = await starting
  try {
    await close()
    process.exit(0)
  } catch (err) {
    log.error({ err }, 'the service did not end cleanly')
    process.exit(1)
  }
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
try {
  await starting
} catch (error) {
  tellFailure(error, { say: (line) => process.stderr.write(`${line}\n`), log })
  process.exit(1)
}

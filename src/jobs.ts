import { existsSync } from 'node:fs'
import { assetFiles } from './adapters/files/assetFiles.ts'
import { Fault } from './core/fault.ts'
import { background } from './host/background.ts'
import { checkObjects } from './host/checkObjects.ts'
import { readConfig } from './host/config.ts'
import { jsonLog } from './host/log.ts'
import { nodeHost } from './host/nodeHost.ts'
import { openForm } from './host/openForm.ts'
import { openStores } from './host/openStores.ts'
import { sampleFiles } from './host/sampleFiles.ts'
import { createService } from './host/service.ts'
import { startWork } from './host/startWork.ts'
import { tellFailure } from './host/tellFailure.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const log = jsonLog((line) => void process.stderr.write(`${line}\n`), nodeHost.now)

/**
 * Jobs alone, beside services on the same database that take people's turns: it listens on no port and polls no bot.
 * Returns how to end it.
 */
const start = async (): Promise<() => Promise<void>> => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const config = readConfig(process.env)
  if (config.DATABASE_URL === undefined || config.PUBLIC_URL === undefined)
    throw new Fault(
      'alert',
      'The jobs work for services elsewhere: set DATABASE_URL and PUBLIC_URL as those have them.',
    )
  const assets = assetFiles(new URL('public/assets/', import.meta.url))
  const form = await openForm(config)
  const stores = await openStores(config, {
    say,
    report: (err) => log.error({ err }, 'the database met a fault'),
  })
  const sample = sampleFiles(assets)
  const work = background()
  try {
    await checkObjects(stores.db, stores.objects)
    const service = createService({
      config,
      address: config.PUBLIC_URL,
      ...stores,
      ...form,
      sample,
      host: nodeHost,
      log,
      background: work.add,
    })
    const endWork = await startWork({ config, stores, layout: form.layout, sample, service, log })
    say('Sealpass takes jobs.\nStop with Ctrl+C.')
    return async () => {
      await endWork()
      await work.finished()
      await stores.close()
    }
  } catch (error) {
    await work.finished()
    await stores.close()
    throw error
  }
}

const starting = start()
const stop = async (): Promise<void> => {
  const close = await starting
  try {
    await close()
    process.exit(0)
  } catch (err) {
    log.error({ err }, 'the jobs did not end cleanly')
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

import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { vaultFromKey } from '../../src/adapters/keys/vault.ts'
import { openDatabase } from '../../src/adapters/postgres/database.ts'
import { prepareJobs } from '../../src/adapters/postgres/jobRunner.ts'
import { checkKey } from '../../src/adapters/postgres/keyCheck.ts'
import { examine } from '../../src/host/doctor.ts'
import { type Check, checks, type Finding } from '../../src/host/doctor/finding.ts'
import { readConfig } from '../../src/host/config.ts'
import { jsonLog } from '../../src/host/log.ts'
import { nodeHost } from '../../src/host/nodeHost.ts'
import { migrationsFolder } from '../../src/host/openStores.ts'
import { setWebhook } from '../../src/host/setWebhook.ts'
import { startBotApi } from '../support/botApi.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { testDatabase } from '../support/testDatabase.ts'

const database = await testDatabase()
const botApi = await startBotApi()
const folder = await temporaryFolder()
const masterKey = randomBytes(32)
const envFile = join(folder.path, '.env')

/** Stands where PUBLIC_URL leads. */
const proxy = createServer((_, response) => response.end('{"status":"ready"}'))
proxy.listen(0, '127.0.0.1')
await once(proxy, 'listening')
afterAll(async () => {
  proxy.close()
  await botApi.close()
  await folder.remove()
  await database.drop()
})

const environment = {
  DATABASE_URL: database.url,
  DATA_DIR: folder.path,
  MASTER_KEY: masterKey.toString('base64'),
  TELEGRAM_BOT_TOKEN: botApi.token,
  TELEGRAM_API_ROOT: botApi.root,
}

const found = async (variables: Readonly<Record<string, string>>): Promise<readonly Finding[]> => {
  const findings = await examine(
    { ...environment, ...variables },
    { host: nodeHost, migrations: migrationsFolder, envFile },
  )
  const told = JSON.stringify(findings)
  for (const secret of [
    masterKey.toString('base64'),
    botApi.token,
    new URL(database.url).password,
    'hunter2',
  ])
    if (secret !== '') expect(told).not.toContain(secret)
  expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(checks))
  return findings
}

/** What the date alone can put out of order is another test's. */
const notInOrder = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ check, verdict }) => check !== 'calendar' && verdict !== 'ok')

const faultsAmong = (findings: readonly Finding[]): readonly Check[] =>
  findings.filter(({ verdict }) => verdict === 'fault').map(({ check }) => check)
const of = (check: Check, findings: readonly Finding[]): Finding | undefined =>
  findings.find((finding) => finding.check === check)

const query = async (text: string, values: readonly unknown[] = []): Promise<number | null> => {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(text, [...values])).rowCount
  } finally {
    await client.end()
  }
}

test('a database that no service has used is looked at and left as it was', async () => {
  const empty = await testDatabase({ empty: true })
  const findings = await found({ DATABASE_URL: empty.url, DATA_DIR: join(folder.path, 'nowhere') })
  expect(faultsAmong(findings)).toEqual([])
  expect(of('migrations', findings)).toMatchObject({ verdict: 'warning', says: 'No migration has run yet.' })
  expect(of('objects', findings)?.verdict).toBe('warning')
  const client = new Client({ connectionString: empty.url })
  await client.connect()
  const { rowCount } = await client.query("select from pg_class where relnamespace = 'public'::regnamespace")
  await client.end()
  expect(rowCount).toBe(0)
  expect(await readdir(folder.path)).toEqual([])
  await empty.drop()
})

test('without DATABASE_URL no embedded database is made', async () => {
  const findings = await found({ DATABASE_URL: '', MASTER_KEY: '' })
  expect(faultsAmong(findings)).toEqual([])
  expect(of('database', findings)).toMatchObject({ verdict: 'warning' })
  expect(of('key', findings)).toMatchObject({ verdict: 'warning' })
  expect(await readdir(folder.path)).not.toContain('postgres')
  expect(await readdir(folder.path)).not.toContain('keys')
})

test('a deployment in order has no fault, and its object and its database are as before', async () => {
  await prepareJobs(database.url)
  const db = openDatabase(database.url)
  await checkKey(db, await vaultFromKey(masterKey))
  await db.destroy()
  const findings = await found({})
  expect(notInOrder(findings)).toEqual([])
  const left = await readdir(join(folder.path, 'objects'), { recursive: true, withFileTypes: true })
  expect(left.filter((entry) => entry.isFile())).toEqual([])
})

test('each fault of a deployment is told by its own check, and the rest is looked at all the same', async () => {
  expect(faultsAmong(await found({ DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' }))).toEqual([
    'database',
  ])
  expect(faultsAmong(await found({ DATABASE_URL: 'mysql://hunter2' }))).toEqual(['configuration'])
  expect(faultsAmong(await found({ MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }))).toEqual(['key'])
  expect(faultsAmong(await found({ MASTER_KEY: '' }))).toEqual(['key'])
  expect(faultsAmong(await found({ FORM_LAYOUT: join(folder.path, 'no-such-file') }))).toEqual(['fonts'])
  expect(faultsAmong(await found({ TELEGRAM_BOT_TOKEN: '7:hunter2' }))).toEqual(['telegram'])
  expect(faultsAmong(await found({ TELEGRAM_API_ROOT: 'http://127.0.0.1:1' }))).toEqual(['telegram'])

  await query("insert into kysely_migration (name, timestamp) values ('9999_of_a_newer_version', '')")
  expect(faultsAmong(await found({}))).toEqual(['migrations'])
  await query("delete from kysely_migration where name = '9999_of_a_newer_version'")
})

test('secrets that everybody can read are a fault', async () => {
  await writeFile(envFile, 'PORT=\nMASTER_KEY=hunter2\n', { mode: 0o644 })
  expect(faultsAmong(await found({}))).toEqual(['secrets'])
  await rm(envFile)
})

test('a folder that takes no scan is a fault, and so is a key that others can read', async () => {
  await using closed = await folderWith(async (path) => writeFile(join(path, 'objects'), ''))
  const findings = await found({ DATA_DIR: closed.path })
  expect(faultsAmong(findings)).toEqual(['objects'])
  expect(of('objects', findings)?.remedy).toContain(join(closed.path, 'objects'))

  await using open = await folderWith(async (path) => {
    await mkdir(join(path, 'keys'))
    await writeFile(join(path, 'keys', 'master.key'), `${masterKey.toString('base64')}\n`)
    await chmod(join(path, 'keys', 'master.key'), 0o644)
  })
  expect(faultsAmong(await found({ DATA_DIR: open.path, MASTER_KEY: '' }))).toEqual(['key'])
})

const folderWith = async (fill: (path: string) => Promise<void>) => {
  const { path, remove } = await temporaryFolder()
  await fill(path)
  return { path, [Symbol.asyncDispose]: remove }
}

test('the webhook has to lead to PUBLIC_URL, which sealpass webhook set sees to', async () => {
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const served = { PUBLIC_URL: address, TELEGRAM_WEBHOOK_SECRET: 'hunter2hunter2' }
  const config = readConfig({ ...environment, ...served })
  const log = jsonLog(() => undefined, nodeHost.now)
  const elsewhere = { ...config, PUBLIC_URL: 'http://127.0.0.1:1' }

  expect(of('webhook', await found(served))).toMatchObject({
    verdict: 'fault',
    says: expect.stringMatching(/^No webhook/u) as string,
  })
  await setWebhook(elsewhere, { host: nodeHost, log })
  expect(of('webhook', await found(served))).toMatchObject({
    verdict: 'fault',
    says: expect.stringMatching(/elsewhere/u) as string,
  })
  expect(faultsAmong(await found({}))).toEqual(['webhook'])
  await setWebhook(config, { host: nodeHost, log })
  const findings = await found(served)
  expect(notInOrder(findings)).toEqual([])
  expect(botApi.commands.size).toBe(2)
  await expect(setWebhook(readConfig({}), { host: nodeHost, log })).rejects.toThrow(/TELEGRAM_BOT_TOKEN/u)
})

test('what waits and what is late is counted', async () => {
  await query("insert into pgboss.job (name, data) values ('failed', '{}')")
  await query(
    "insert into chat (id, channel, language, state, version, updated_at) values ('c', 'web', 'en', '', 1, now())",
  )
  await query(
    `insert into message (chat_id, direction, body, state, next_attempt_at, created_at)
     values ('c', 'out', '', 'pending', now(), now() - interval '70 minutes'), ('c', 'out', '', 'pending', now(), now())`,
  )
  await query("insert into unit (full_name, name_key, bigrams, state) values ('u', 'u', '{}', 'registered')")
  await query(
    `insert into application (id, unit_id, state, version, language, revision, submitted_at, promised_at)
     select $1, id, 'submitted', 1, 'en', 1, now() - interval '3 days', now() - interval '2 days' from unit`,
    [randomUUID()],
  )
  const findings = await found({})
  expect(of('jobs', findings)?.says).toMatch(/^1 /u)
  expect(of('outbox', findings)?.says).toMatch(/^1 messages .* 70\.$/u)
  expect(of('promises', findings)?.says).toMatch(/^1 /u)
  await rm(join(folder.path, 'objects'), { recursive: true })
})

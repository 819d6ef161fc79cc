import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningService, startService } from '../support/service.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { testDatabase } from '../support/testDatabase.ts'

/** What an operator gets wrong is told in sentences that say what to mend: no stack, no secret, no success. */
const database = await testDatabase()
const folder = await temporaryFolder()
const environment = { DATABASE_URL: database.url, DATA_DIR: folder.path }
let service: RunningService
beforeAll(async () => {
  service = await startService(environment)
})
afterAll(async () => {
  await service.stop()
  await folder.remove()
  await database.drop()
})

/** What the process says before it gives up. */
const refusal = async (variables: Readonly<Record<string, string>>): Promise<string> => {
  const child = spawn(process.execPath, ['dist/node.js'], {
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', ...environment, ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect(code).toBe(1)
  expect(said).not.toMatch(/^\s+at |node:internal|"level"/mu)
  return said.trim()
}

const urlWith = (change: (url: URL) => void): string => {
  const url = new URL(database.url)
  change(url)
  return url.href
}

const query = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(sql)
  await client.end()
}

test('every faulty variable is named in one message', async () => {
  const said = await refusal({
    PORT: 'eighty',
    PUBLIC_URL: 'ftp://hunter2',
    DATABASE_URL: 'mysql://hunter2',
    MASTER_KEY: 'hunter2',
    TELEGRAM_BOT_TOKEN: 'hunter2',
    TELEGRAM_API_ROOT: 'hunter2',
    TELEGRAM_WEBHOOK_SECRET: 'hunter2!',
    OPERATOR_NAME: 'hunter2'.repeat(20),
    OPERATOR_CONTACT: 'hunter2'.repeat(50),
    OPERATOR_CONTACT_EN: 'hunter2'.repeat(50),
    RETENTION_DAYS: '-1',
  })
  expect(said.split('\n')).toHaveLength(12)
  expect(said).not.toMatch(/hunter2|eighty/u)
})

test('a database that does not let the service in is told by what is wrong with its address', async () => {
  const missing = urlWith((url) => (url.pathname = '/no_such_database'))
  expect(await refusal({ DATABASE_URL: missing })).toMatch(/^The database of DATABASE_URL does not exist/u)
  const stranger = urlWith((url) => Object.assign(url, { username: 'no_such_role', password: 'hunter2' }))
  expect(await refusal({ DATABASE_URL: stranger })).toMatch(
    /^The PostgreSQL of DATABASE_URL refuses its user/u,
  )
  const role = `weak_${randomBytes(6).toString('hex')}`
  await query(`create role ${role} login password 'hunter2'`)
  const weak = urlWith((url) => Object.assign(url, { username: role, password: 'hunter2' }))
  expect(await refusal({ DATABASE_URL: weak })).toMatch(/^The user of DATABASE_URL may not create tables/u)
  await query(`drop role ${role}`)
  expect(await refusal({ DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' })).toBe(
    'No PostgreSQL answers at DATABASE_URL (ECONNREFUSED): start it, or mend host, port and password.',
  )
})

test('an address that is taken is named', async () => {
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  expect(await refusal({ PORT: String(port) })).toContain(`127.0.0.1:${port}: another process listens there`)
  other.close()
})

test('no key but the one the database was sealed with will do, and none that others can read', async () => {
  const file = join(folder.path, 'keys', 'master.key')
  const otherKey = Buffer.alloc(32, 7).toString('base64')
  expect(await refusal({ MASTER_KEY: otherKey })).toMatch(/not the one this database/u)
  await chmod(file, 0o644)
  expect(await refusal({})).toContain(`chmod 600 ${file}`)
  await chmod(file, 0o600)
  await writeFile(file, 'hunter2')
  expect(await refusal({})).toMatch(/does not hold 32 bytes/u)
  await rm(file)
  expect(await refusal({})).toMatch(/is missing, and the database holds values/u)
})

import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbeddedPostgres } from '../../../src/adapters/postgres/embedded.ts'
import { Fault } from '../../../src/core/fault.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'embedded-'))
  // What a home is to others: mkdtemp's mode 700, so as root the server's own user cannot pass through.
  await chmod(dataDir, 0o700)
})
afterAll(async () => {
  await rm(dataDir, { recursive: true })
})

/** Without fsync: what is tested is the killing of processes, not of the machine. */
const open = () => openEmbeddedPostgres({ dataDir, forTests: true })

const query = async (url: string, text: string): Promise<readonly object[]> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<object>(text)).rows
  } finally {
    await client.end()
  }
}

const serverPid = async (): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0])

const untilGone = async (pid: number): Promise<void> =>
  expect.poll(() => isAlive(pid), { interval: 10, timeout: 20_000 }).toBe(false)

const untilAnswers = async (url: string): Promise<void> =>
  expect
    .poll(async () => query(url, 'select 1 as one').catch(() => []), { interval: 20, timeout: 20_000 })
    .toEqual([{ one: 1 }])

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Another process that opens the same server, says its url, and stays. */
const openElsewhere = async (): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
  const module = JSON.stringify(
    fileURLToPath(new URL('../../../src/adapters/postgres/embedded.ts', import.meta.url)),
  )
  const script = `
    import { openEmbeddedPostgres } from ${module}
    const { url } = await openEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, forTests: true })
    console.log(url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
  child.once('exit', (code) => reject(new Error(`exit ${code}`)))
  return { child, url: await promise }
}

test('of several that create, start and attach at once, all end on one server', async () => {
  const [elsewhere, ...here] = await Promise.all([openElsewhere(), open(), open()])
  expect(new Set([elsewhere.url, ...here.map(({ url }) => url)]).size).toBe(1)
  elsewhere.child.kill('SIGKILL')
  const present = `select from pg_stat_activity where application_name = 'sealpass-presence'`
  await expect
    .poll(() => query(here[0]?.url ?? '', present), { interval: 10, timeout: 20_000 })
    .toHaveLength(2)
  await here[0]?.stop()
  expect(await query(here[1]?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }])
  await here[1]?.stop()
  // Removed by the server as the last thing it does; the process itself may stay a while as init's zombie.
  await expect(serverPid()).rejects.toMatchObject({ code: 'ENOENT' })
})

test('killed, the process leaves its server running; the next one attaches and finds every row', async () => {
  const killed = await openElsewhere()
  await query(killed.url, 'create table kept as select generate_series(1, 1000) as n')
  killed.child.kill('SIGKILL')
  const next = await open()
  expect(next.url).toBe(killed.url)
  expect(await query(next.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }])
  await next.stop()
})

test('a server that was killed itself recovers, and the other process of its number is not taken for it', async () => {
  const first = await open()
  await query(first.url, 'insert into kept values (1001)')
  const pid = await serverPid()
  process.kill(pid, 'SIGKILL')
  await untilGone(pid)
  await first.stop()
  const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8')).split('\n')
  await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'))

  const second = await open()
  expect(await query(second.url, 'select max(n) as last from kept')).toEqual([{ last: 1001 }])
  await second.stop()
})

test('a server that is killed under its users comes back where it was, for all of them', async () => {
  const reported: Fault[] = []
  const one = await openEmbeddedPostgres({ dataDir, forTests: true, report: (fault) => reported.push(fault) })
  const other = await openElsewhere()
  const pid = await serverPid()
  process.kill(pid, 'SIGKILL')
  await untilAnswers(one.url)
  expect(await serverPid()).not.toBe(pid)
  expect(reported[0]).toMatchObject({ kind: 'retry' })
  expect(other.url).toBe(one.url)
  expect(await query(other.url, 'select max(n) as last from kept')).toEqual([{ last: 1001 }])
  other.child.kill('SIGKILL')
  await one.stop()
})

test('a crash inside the server takes nobody’s hold: the first to stop leaves it to the other', async () => {
  const [one, other] = [await open(), await open()]
  const holders = `select pid from pg_stat_activity where application_name = 'sealpass-presence'`
  const [{ pid }] = (await query(one.url, holders)) as [{ pid: number }]
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(async () => (await query(one.url, holders).catch(() => [])).length, {
      interval: 20,
      timeout: 20_000,
    })
    .toBe(2)
  await one.stop()
  expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await other.stop()
})

test('the password guards the server', async () => {
  const server = await open()
  const url = new URL(server.url)
  url.password = 'guessed'
  await expect(query(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  await server.stop()
})

test('a data folder that cannot be written to is named in one sentence', async () => {
  const place = join(dataDir, 'file')
  await writeFile(place, '')
  const fault = await openEmbeddedPostgres({ dataDir: join(place, 'data') }).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(Fault)
  expect(fault).toMatchObject({
    kind: 'alert',
    message: expect.stringMatching(/file\/data cannot be written to\. Set DATA_DIR/) as string,
  })
})

test('a folder in the way is no database, and the sentence names the folder', async () => {
  const other = await mkdtemp(join(tmpdir(), 'embedded-'))
  await mkdir(join(other, 'postgres'))
  await expect(openEmbeddedPostgres({ dataDir: other })).rejects.toMatchObject({
    name: 'Fault',
    kind: 'alert',
    message: expect.stringContaining(other) as string,
  })
  await rm(other, { recursive: true })
})

test('whoever starts it, the server does not run as root', async () => {
  const server = await open()
  // PostgreSQL runs only as the owner of its folder.
  expect((await stat(join(dataDir, 'postgres', 'data'))).uid).not.toBe(0)
  await server.stop()
})

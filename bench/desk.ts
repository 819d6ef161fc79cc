import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { Client, escapeIdentifier } from 'pg'
import { vaultFromKey } from '../src/adapters/keys/vault.ts'
import { openDatabase } from '../src/adapters/postgres/database.ts'
import { createDesk } from '../src/adapters/postgres/desk.ts'
import { openEmbeddedPostgres } from '../src/adapters/postgres/embedded.ts'
import { prepareJobs } from '../src/adapters/postgres/jobRunner.ts'
import { migrateToLatest } from '../src/adapters/postgres/migrate.ts'
import type { Result } from '../src/core/result.ts'
import { fillQueue, growArchive, pending } from './desk/seedDesk.ts'

/**
 * What the desk's steps cost as the archive grows: `node bench/desk.ts [--sizes 10000,1000000,10000000]`, with as many
 * applications waiting at each size. On the embedded PostgreSQL, or in a new database of the server of
 * TEST_DATABASE_URL. One connection, one step after the other, on the disk as it is.
 */
const { values: given } = parseArgs({
  options: { sizes: { type: 'string', default: '10000,1000000,10000000' } },
})
const sizes = given.sizes.split(',').map(Number)
if (sizes.some((size, index) => !(size > Math.max(pending, sizes[index - 1] ?? 0))))
  throw new Error(`--sizes takes growing numbers of applications above ${pending}.`)
const warmUp = 20
const rounds = 200
const say = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}

const adminUrl = process.env['TEST_DATABASE_URL']
const folder = await mkdtemp(join(tmpdir(), 'sealpass-bench-'))
const embedded = adminUrl === undefined ? await openEmbeddedPostgres({ dataDir: folder }) : undefined
const name = `sealpass_bench_desk_${process.pid}`
const administer = async (text: string): Promise<void> => {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(text)
  await client.end()
}
const openUrl = async (): Promise<string> => {
  if (embedded) return embedded.url
  await administer(`create database ${escapeIdentifier(name)}`)
  const url = new URL(adminUrl ?? '')
  url.pathname = `/${name}`
  return url.href
}

const valueOf = <Value>(result: Result<Value, { readonly kind: string }>): Value => {
  if (result.ok) return result.value
  throw new Error(`The desk refused a step of the bench: ${result.problem.kind}.`)
}
/** In milliseconds, to the hundredth. */
const at = (times: readonly number[], share: number): number => {
  const sorted = times.toSorted((one, other) => one - other)
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100
}
const label = (size: number): string => (size >= 1e6 ? `${size / 1e6}M` : `${size / 1e3}k`)

const steps = ['take', 'open', 'decide', 'count'] as const
type Step = (typeof steps)[number]

const url = await openUrl()
const db = openDatabase(url, { maxConnections: 2 })
try {
  await migrateToLatest(db, new URL('../migrations/', import.meta.url))
  await prepareJobs(url)
  const vault = await vaultFromKey(new Uint8Array(32).fill(1))
  const nowhere = { put: async () => undefined, find: async () => undefined, remove: async () => undefined }
  const desk = createDesk({ db, vault, objects: nowhere })

  const measure = async (): Promise<Record<Step, readonly number[]>> => {
    const times: Record<Step, number[]> = { take: [], open: [], decide: [], count: [] }
    const timed = async <Value>(step: Step, run: () => Promise<Value>): Promise<Value> => {
      const begin = performance.now()
      const value = await run()
      times[step].push(performance.now() - begin)
      return value
    }
    for (let round = 0; round < warmUp + rounds; round++) {
      if (round === warmUp) for (const step of steps) times[step] = []
      const now = new Date()
      const id = valueOf(await timed('take', () => desk.take('anna', now)))
      const { version } = valueOf(await timed('open', () => desk.open('anna', id, now)))
      const rejection = {
        kind: 'reject',
        reasons: ['repeated'],
        note: '',
        checklist: [],
        internalNote: '',
      } as const
      valueOf(await timed('decide', () => desk.decide('anna', id, version, rejection, now)))
      await timed('count', () => desk.count('anna', now))
    }
    return times
  }

  const measured: { readonly size: string; readonly times: Record<Step, readonly number[]> }[] = []
  let archived = 0
  for (const size of sizes) {
    const begin = performance.now()
    await growArchive(url, { from: archived, to: size - pending }, say)
    archived = size - pending
    await fillQueue(db, vault)
    await sql`vacuum (analyze) application, form_revision, scan, decision, pgboss.job`.execute(db)
    say(`${label(size)}: seeded in ${Math.round((performance.now() - begin) / 1_000)} s\n`)
    measured.push({ size: label(size), times: await measure() })
  }
  say('')

  console.log(`${rounds} rounds at each size, ${pending} applications waiting; milliseconds`)
  console.table(
    Object.fromEntries(
      measured.flatMap(({ size, times }) =>
        steps.map((step) => [
          `${step} at ${size}`,
          { p50: at(times[step], 0.5), p95: at(times[step], 0.95), max: at(times[step], 1 - 1e-9) },
        ]),
      ),
    ),
  )
  const bySize = (step: Step, share: number): Record<string, number> =>
    Object.fromEntries(measured.map(({ size, times }) => [size, at(times[step], share)]))
  console.log(
    JSON.stringify({
      bench: 'desk',
      takeP50: bySize('take', 0.5),
      openP95: bySize('open', 0.95),
      decideP50: bySize('decide', 0.5),
    }),
  )
} finally {
  await db.destroy()
  await embedded?.stop()
  if (!embedded) await administer(`drop database ${escapeIdentifier(name)} with (force)`)
  await rm(folder, { recursive: true, force: true })
}

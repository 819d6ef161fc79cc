import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client, escapeIdentifier } from 'pg'
import { vaultFromKey } from '../src/adapters/keys/vault.ts'
import { openDatabase } from '../src/adapters/postgres/database.ts'
import { createDesk } from '../src/adapters/postgres/desk.ts'
import { openEmbeddedPostgres } from '../src/adapters/postgres/embedded.ts'
import { prepareJobs } from '../src/adapters/postgres/jobRunner.ts'
import { migrateToLatest } from '../src/adapters/postgres/migrate.ts'
import type { Desk } from '../src/core/desk.ts'
import { checklistItems } from '../src/core/deskChecklist.ts'
import type { Decision } from '../src/core/deskDecision.ts'
import type { Review } from '../src/core/deskReview.ts'
import type { Result } from '../src/core/result.ts'
import { fillArchive, fillQueue, pending } from './desk/seedDesk.ts'

/**
 * What the desk's steps cost as the archive grows: `node bench/desk.ts [--sizes 10000,1000000,10000000]`. Each size has
 * a database of its own, with as many applications waiting, and they take turns, so that what else the machine does
 * meets all of them. Each is read into memory before, as that of a desk at work is: the disk is not what is measured.
 * Every rule of four eyes is on, and half of the decisions approve; what they do when they take effect is not timed.
 * On the embedded PostgreSQL, or on the server of TEST_DATABASE_URL, as one who may create its extension pg_prewarm;
 * one step after the other.
 */
const { values: given } = parseArgs({
  options: { sizes: { type: 'string', default: '10000,1000000,10000000' } },
})
const sizes = given.sizes.split(',').map(Number)
if (sizes.some((size) => !(size > pending))) throw new Error(`--sizes takes numbers above ${pending}.`)
const warmUp = 20
const rounds = 200
const say = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}
const label = (size: number): string => (size >= 1e6 ? `${size / 1e6}M` : `${size / 1e3}k`)

const steps = ['take', 'open', 'decide', 'count'] as const
type Step = (typeof steps)[number]

interface Sized {
  readonly size: string
  readonly times: Readonly<Record<Step, number[]>>
  readonly desk: Desk
  /** Reads all that the steps look at, with its indexes. */
  warm(): Promise<void>
  close(): Promise<void>
}

const folder = await mkdtemp(join(tmpdir(), 'sealpass-bench-'))
const givenUrl = process.env['TEST_DATABASE_URL']
const embedded = givenUrl === undefined ? await openEmbeddedPostgres({ dataDir: folder }) : undefined
const adminUrl = givenUrl ?? embedded?.url ?? ''

/** Without the service's limits of time. */
const administer = async (text: string, url = adminUrl): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(text)
  await client.end()
}

const open = async (size: number): Promise<Sized> => {
  const begin = performance.now()
  const name = escapeIdentifier(`sealpass_bench_desk_${size}_${process.pid}`)
  await administer(`create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name.slice(1, -1)}`
  const db = openDatabase(url.href, { maxConnections: 2 })
  await migrateToLatest(db, new URL('../migrations/', import.meta.url))
  await prepareJobs(url.href)
  const vault = await vaultFromKey(new Uint8Array(32).fill(1))
  await fillArchive(url.href, size - pending, say)
  await fillQueue(db, vault, { archive: size - pending })
  await administer('vacuum (analyze) application, form_revision, scan', url.href)
  await db.updateTable('four_eyes_rule').set({ is_on: true }).execute()
  say(`${label(size)} applications in ${Math.round((performance.now() - begin) / 1_000)} s\n`)
  return {
    size: label(size),
    times: { take: [], open: [], decide: [], count: [] },
    desk: createDesk({ db, vault, objects: nowhere }),
    warm: async () => administer(warming, url.href),
    close: async () => {
      await db.destroy()
      await administer(`drop database ${name} with (force)`)
    },
  }
}

const warming = `create extension if not exists pg_prewarm;
  with looked_at as (
    select unnest('{application,form_revision,scan,decision,audit,unit,account}'::regclass[]) as it
  )
  select pg_prewarm(it, 'read') from (
    select it from looked_at
    union all select indexrelid::regclass from looked_at join pg_index on indrelid = it
  ) as tables_and_indexes`

/** No step of the bench looks at a picture. */
const nowhere = { put: async () => undefined, find: async () => undefined, remove: async () => undefined }

const decisionOn = ({ accounts: [account] }: Review, round: number): Decision => {
  const common = { checklist: checklistItems, internalNote: '' }
  if (round % 2 === 0) return { ...common, kind: 'reject', reasons: ['repeated'], note: '' }
  if (!account) throw new Error('A unit of the bench has no account.')
  return { ...common, kind: 'approve', accountId: account.id }
}

/** One application from the queue to its decision. */
const reviewOne = async ({ desk, times }: Sized, round: number): Promise<void> => {
  const timed = async <Value>(step: Step, run: () => Promise<Value>): Promise<Value> => {
    const begin = performance.now()
    const value = await run()
    times[step].push(performance.now() - begin)
    return value
  }
  const now = new Date()
  const id = valueOf(await timed('take', () => desk.takeNext('anna', now)))
  const review = valueOf(await timed('open', () => desk.open('anna', id, now)))
  const decision = decisionOn(review, round)
  valueOf(await timed('decide', () => desk.decide('anna', id, review.version, decision, now)))
  await timed('count', () => desk.count('anna', now))
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

const opened: Sized[] = []
try {
  for (const size of sizes) opened.push(await open(size))
  await administer('checkpoint')
  for (const { warm } of opened) await warm()
  for (let round = 0; round < warmUp + rounds; round++) {
    say(`round ${round + 1}`)
    if (round === warmUp) for (const { times } of opened) for (const step of steps) times[step].length = 0
    // None of them always follows the same other.
    for (let turn = 0; turn < opened.length; turn++) {
      const sized = opened[(round + turn) % opened.length]
      if (sized) await reviewOne(sized, round)
    }
  }
  say('')
  console.log(`${rounds} rounds at each size, ${pending} applications waiting; milliseconds`)
  console.table(
    Object.fromEntries(
      steps.flatMap((step) =>
        opened.map(({ size, times }) => [
          `${step} at ${size}`,
          { p50: at(times[step], 0.5), p95: at(times[step], 0.95), max: at(times[step], 1 - 1e-9) },
        ]),
      ),
    ),
  )
  const bySize = (step: Step, share: number): Record<string, number> =>
    Object.fromEntries(opened.map(({ size, times }) => [size, at(times[step], share)]))
  console.log(
    JSON.stringify({
      bench: 'desk',
      takeP50: bySize('take', 0.5),
      openP95: bySize('open', 0.95),
      decideP50: bySize('decide', 0.5),
    }),
  )
} finally {
  for (const { close } of opened) await close()
  await embedded?.stop()
  await rm(folder, { recursive: true, force: true })
}

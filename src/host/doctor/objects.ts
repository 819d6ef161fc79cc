import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileObjects } from '../../adapters/files/fileObjects.ts'
import { sealedObjects } from '../../adapters/keys/sealedObjects.ts'
import { masterKeyLength, vaultFromKey } from '../../adapters/keys/vault.ts'
import { isCode } from '../../adapters/postgres/systemError.ts'
import { Fault } from '../../core/fault.ts'
import type { Host, ObjectStore } from '../../core/ports.ts'
import type { Config } from '../config.ts'
import { fault, fine, type Finding, warning } from './finding.ts'

/** Puts, finds and removes a random object in the folder that the service keeps scans in. */
export const lookAtObjects = async ({ DATA_DIR }: Pick<Config, 'DATA_DIR'>, host: Host): Promise<Finding> => {
  const dataDir = resolve(DATA_DIR)
  const owner = await ownerOf(dataDir)
  if (owner === undefined)
    return warning('objects', `The data folder ${dataDir} does not exist yet.`, 'The first start makes it.')
  // Folders that root makes here would shut the service out of them.
  if (process.getuid?.() === 0 && owner !== 0)
    return warning(
      'objects',
      `Not tried: the data folder belongs to uid ${owner}, and this is root.`,
      'Run sealpass doctor as the service’s user.',
    )
  // With a key of the moment, because the store has to work also where the master key does not.
  const vault = await vaultFromKey(host.randomBytes(masterKeyLength))
  return goRound(sealedObjects(fileObjects(join(dataDir, 'objects')), vault), host, dataDir)
}

const ownerOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).uid
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

const goRound = async (objects: ObjectStore, host: Host, where: string): Promise<Finding> => {
  const key = `doctor/${host.uuid()}`
  const bytes = host.randomBytes(64 * 1024)
  try {
    await objects.put(key, bytes)
    const found = await objects.find(key)
    await objects.remove(key)
    const isSame = found !== undefined && Buffer.from(found).equals(bytes)
    const isGone = (await objects.find(key)) === undefined
    return isSame && isGone
      ? fine('objects', 'A sealed object was stored, found and removed.')
      : fault('objects', `What was stored under ${where} did not come back the same.`, 'Check the disk.')
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return fault(
      'objects',
      error.message,
      error.kind === 'retry'
        ? `Make room on the disk of ${where}.`
        : `Let the service’s user write to ${join(where, 'objects')}: mend owner, mode or mount.`,
    )
  }
}

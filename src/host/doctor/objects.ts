import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileObjects } from '../../adapters/files/fileObjects.ts'
import { sealedObjects } from '../../adapters/keys/sealedObjects.ts'
import { deriveSecret, masterKeyLength, vaultFromKey } from '../../adapters/keys/vault.ts'
import { isCode } from '../../adapters/postgres/systemError.ts'
import { remoteObjects } from '../../adapters/r2/remoteObjects.ts'
import { Fault } from '../../core/fault.ts'
import type { Host, ObjectStore } from '../../core/ports.ts'
import { objectsPath } from '../../http/objectDoor.ts'
import type { Config } from '../config.ts'
import { secretPurposes } from '../secretPurposes.ts'
import type { SoundConfig } from './configuration.ts'
import { fault, fine, type Finding, unseen, warning } from './finding.ts'
import { findKey } from './key.ts'

/** Puts, finds and removes a random object where the service keeps scans: in its folder, or in a Worker's bucket. */
export const lookAtObjects = async (sound: SoundConfig, host: Host): Promise<Finding> => {
  if (!sound.stands('OBJECTS_URL')) return unseen('objects', 'OBJECTS_URL is at fault')
  const { OBJECTS_URL } = sound.config
  return OBJECTS_URL === undefined ? lookAtFolder(sound.config, host) : lookAtBucket(OBJECTS_URL, sound, host)
}

const lookAtFolder = async ({ DATA_DIR }: Pick<Config, 'DATA_DIR'>, host: Host): Promise<Finding> => {
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
  return goRound(host, {
    objects: fileObjects(join(dataDir, 'objects')),
    place: `under ${dataDir}`,
    retry: `Make room on the disk of ${dataDir}.`,
    alert: `Let the service’s user write to ${join(dataDir, 'objects')}: mend owner, mode or mount.`,
  })
}

/** Through the Worker's door, as a process of jobs reaches it. */
const lookAtBucket = async (address: string, sound: SoundConfig, host: Host): Promise<Finding> => {
  if (!sound.stands('MASTER_KEY')) return unseen('objects', 'MASTER_KEY is at fault')
  const key = await findKey(sound.config)
  if (key === undefined)
    return unseen('objects', 'without the Worker’s MASTER_KEY its objects are not reached')
  return goRound(host, {
    objects: remoteObjects(`${address}${objectsPath}`, await deriveSecret(key, secretPurposes.objects)),
    place: 'in the bucket of OBJECTS_URL',
    retry:
      'See whether the Worker is deployed and configured (/readyz), has its bucket, and what its log says.',
    alert: 'Let OBJECTS_URL lead to the Worker, and give both the same MASTER_KEY.',
  })
}

const ownerOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).uid
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** A store, where it is, and what to do about each kind of Fault that it meets. */
interface Store {
  readonly objects: ObjectStore
  readonly place: string
  readonly retry: string
  readonly alert: string
}

const goRound = async (host: Host, { objects: stored, place, retry, alert }: Store): Promise<Finding> => {
  // With a key of the moment, because the store has to work also where the master key does not.
  const objects = sealedObjects(stored, await vaultFromKey(host.randomBytes(masterKeyLength)))
  const key = `doctor/${host.uuid()}`
  const bytes = host.randomBytes(64 * 1024)
  try {
    await objects.put(key, bytes)
    const found = await objects.find(key)
    await objects.remove(key)
    const isSame = found !== undefined && Buffer.from(found).equals(bytes)
    const isGone = (await objects.find(key)) === undefined
    return isSame && isGone
      ? fine('objects', `A sealed object was stored ${place}, found and removed.`)
      : fault('objects', `What was stored ${place} did not come back the same.`, 'Check what keeps it.')
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return fault('objects', error.message, error.kind === 'retry' ? retry : alert)
  }
}

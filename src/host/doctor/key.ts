import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readKeyFile } from '../../adapters/keys/keyFile.ts'
import { vaultFromKey } from '../../adapters/keys/vault.ts'
import { fingerprintOf } from '../../adapters/postgres/keyCheck.ts'
import { isCode } from '../../adapters/postgres/systemError.ts'
import type { Config } from '../config.ts'
import type { SoundConfig } from './configuration.ts'
import type { DatabaseLook } from './database.ts'
import { fault, fine, type Finding, unseen, warning } from './finding.ts'

/** Whether the master key is there, and the one the database was sealed with. None is made. */
export const lookAtKey = async (
  sound: SoundConfig,
  sealedBy: DatabaseLook['fingerprint'],
): Promise<Finding> => {
  if (!sound.stands('MASTER_KEY')) return unseen('key', 'MASTER_KEY is at fault')
  // Where the database was sealed, a missing file is the fault that reading it tells.
  const key = typeof sealedBy === 'string' ? await findKey(sound.config) : await readKey(sound.config)
  if (key === undefined)
    return warning(
      'key',
      sealedBy === 'none'
        ? 'There is no master key yet; nothing is sealed with one either.'
        : 'There is no master key in DATA_DIR, and no database told whether one was used.',
      'The first start makes one in DATA_DIR/keys: back it up.',
    )
  return judgeKey(await fingerprintOf(await vaultFromKey(key)), sealedBy)
}

/** The master key; undefined when none was configured or made yet. */
export const findKey = async (config: KeyPlace): Promise<Uint8Array | undefined> =>
  config.MASTER_KEY === undefined && !(await isThere(keyFileIn(resolve(config.DATA_DIR))))
    ? undefined
    : readKey(config)

type KeyPlace = Pick<Config, 'MASTER_KEY' | 'DATA_DIR'>

const readKey = async ({ MASTER_KEY, DATA_DIR }: KeyPlace): Promise<Uint8Array> =>
  MASTER_KEY === undefined
    ? readKeyFile(resolve(DATA_DIR), { mayMake: false })
    : new Uint8Array(Buffer.from(MASTER_KEY, 'base64'))

const keyFileIn = (dataDir: string): string => join(dataDir, 'keys', 'master.key')

const isThere = async (path: string): Promise<boolean> => {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return false
    throw error
  }
}

export const judgeKey = (ours: string, sealedBy: DatabaseLook['fingerprint']): Finding => {
  if (sealedBy === 'unknown')
    return warning(
      'key',
      'The master key is there; whether it is the right one, the database would have to tell.',
      'Mend the database first, and ask again.',
    )
  if (sealedBy === 'none') return fine('key', 'The master key is there, and the database not yet sealed.')
  return sealedBy.of === ours
    ? fine('key', 'The master key is the one the database was sealed with.')
    : fault(
        'key',
        'The master key is not the one this database was sealed with.',
        'Put the right key back from your backup, or name the right database. What is stored cannot be read without it.',
      )
}

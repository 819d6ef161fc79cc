import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readKeyFile } from '../../adapters/keys/keyFile.ts'
import { vaultFromKey } from '../../adapters/keys/vault.ts'
import { isCode } from '../../adapters/postgres/systemError.ts'
import type { SoundConfig } from './configuration.ts'
import type { DatabaseLook } from './database.ts'
import { fault, fine, type Finding, unseen, warning } from './finding.ts'

/** Whether the master key is there, and the one the database was sealed with. None is made. */
export const lookAtKey = async (
  { config, stands }: SoundConfig,
  sealedBy: DatabaseLook['fingerprint'],
): Promise<Finding> => {
  if (!stands('MASTER_KEY')) return unseen('key', 'MASTER_KEY is at fault')
  const dataDir = resolve(config.DATA_DIR)
  if (config.MASTER_KEY === undefined && typeof sealedBy === 'string' && !(await isThere(keyFileIn(dataDir))))
    return warning(
      'key',
      sealedBy === 'none'
        ? 'There is no master key yet; nothing is sealed with one either.'
        : 'There is no master key in DATA_DIR, and no database told whether one was used.',
      'The first start makes one in DATA_DIR/keys: back it up.',
    )
  const key =
    config.MASTER_KEY === undefined
      ? await readKeyFile(dataDir, { mayMake: false })
      : new Uint8Array(Buffer.from(config.MASTER_KEY, 'base64'))
  const vault = await vaultFromKey(key)
  return judgeKey(await vault.hash('service', 'key'), sealedBy)
}

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

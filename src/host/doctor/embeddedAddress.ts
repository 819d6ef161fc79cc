import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { roleName } from '../../adapters/postgres/embeddedCluster.ts'
import { isCode } from '../../adapters/postgres/systemError.ts'

/**
 * Where the embedded database listens, by what it left in its folder; nothing is made, started or cleared away.
 * `missing`: no service has made it yet. `stopped`: it does not run, as far as its folder tells.
 */
export const findEmbedded = async (
  dataDir: string,
): Promise<{ readonly url: string } | 'missing' | 'stopped'> => {
  const password = await read(join(dataDir, 'postgres', 'password'))
  if (password === undefined) return 'missing'
  const [, , , port, , , , status] = (
    (await read(join(dataDir, 'postgres', 'data', 'postmaster.pid'))) ?? ''
  ).split('\n')
  return status?.trim() === 'ready'
    ? { url: `postgres://${roleName}:${password}@127.0.0.1:${Number(port)}/postgres` }
    : 'stopped'
}

const read = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

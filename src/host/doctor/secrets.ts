import { readFile, stat } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { isCode } from '../../adapters/postgres/systemError.ts'
import { fault, fine, type Finding } from './finding.ts'

/** The variables that nobody but the service may read; an address of a database holds its password. */
const secretNames = [
  'MASTER_KEY',
  'TELEGRAM_BOT_TOKEN',
  'TELEGRAM_WEBHOOK_SECRET',
  'DESK_OIDC_CLIENT_SECRET',
  'DATABASE_URL',
] as const

export interface EnvFile {
  /** Permission bits. */
  readonly mode: number
  /** Of the variables it gives a value. */
  readonly names: readonly string[]
}

/** What `.env` holds and who may read it; undefined when there is none. */
export const readEnvFile = async (path: string): Promise<EnvFile | undefined> => {
  try {
    const [{ mode }, text] = await Promise.all([stat(path), readFile(path, 'utf8')])
    const names = Object.entries(parseEnv(text)).flatMap(([name, value]) =>
      (value ?? '').trim() === '' ? [] : [name],
    )
    return { mode, names }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** That the webhook has its secret is a rule of the configuration. */
export const judgeSecrets = (envFile: EnvFile | undefined): Finding => {
  const open =
    envFile && (envFile.mode & readableByAll) !== 0
      ? secretNames.filter((name) => envFile.names.includes(name))
      : []
  return open.length === 0
    ? fine('secrets', 'No secret lies in a file that everybody can read.')
    : fault(
        'secrets',
        `Everybody on this machine can read ${open.join(', ')} in .env.`,
        'Run chmod 600 .env.',
      )
}

const readableByAll = 0o004

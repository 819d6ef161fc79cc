import { type Kysely, sql } from 'kysely'
import { DatabaseFault } from '../adapters/postgres/database.ts'
import type { Database } from '../adapters/postgres/schema.ts'
import { Fault } from '../core/fault.ts'

const oldestVersion = 14

/**
 * Makes sure that the database of DATABASE_URL answers and is one the service can work with. Throws a Fault 'alert'
 * whose sentence says what to mend, and repeats nothing of the address: mistyped, its host can be a part of the
 * password.
 */
export const checkDatabase = async (db: Kysely<Database>): Promise<void> => {
  const { encoding, version, mayCreate } = await ask(db)
  if (version < oldestVersion * 10_000)
    throw new Fault('alert', `The PostgreSQL of DATABASE_URL is older than version ${oldestVersion}.`)
  if (encoding !== 'UTF8')
    throw new Fault(
      'alert',
      `The database of DATABASE_URL is encoded in ${encoding}, which has not every name: create one with encoding 'UTF8'.`,
    )
  if (!mayCreate)
    throw new Fault(
      'alert',
      'The user of DATABASE_URL may not create tables in its database: make it the owner of the database.',
    )
}

interface Answer {
  readonly encoding: string
  readonly version: number
  readonly mayCreate: boolean
}

const ask = async (db: Kysely<Database>): Promise<Answer> => {
  try {
    const { rows } = await sql<Answer>`
      select getdatabaseencoding() as encoding, current_setting('server_version_num')::int as version,
        has_database_privilege(current_database(), 'create') and has_schema_privilege(current_schema(), 'create')
          as "mayCreate"`.execute(db)
    return rows[0] ?? { encoding: 'nothing', version: 0, mayCreate: false }
  } catch (cause) {
    if (cause instanceof DatabaseFault) throw new Fault('alert', sentenceOf(cause), { cause })
    throw cause
  }
}

const sentenceOf = ({ code }: DatabaseFault): string => {
  switch (code ?? '') {
    case '':
      return 'The PostgreSQL of DATABASE_URL and the service do not understand each other: mend user, password and ssl settings.'
    case '28P01':
    case '28000':
      return `The PostgreSQL of DATABASE_URL refuses its user or password (${code}).`
    case '3D000':
      return 'The database of DATABASE_URL does not exist (3D000): create it, with encoding UTF8.'
    case '57P03':
    case '53300':
      return `The PostgreSQL of DATABASE_URL is starting, or has no connection left (${code}). Try again in a moment.`
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `The certificate of the PostgreSQL of DATABASE_URL is not trusted (${code}): name its authority in NODE_EXTRA_CA_CERTS.`
    default:
      return `No PostgreSQL answers at DATABASE_URL (${code}): start it, or mend host, port and password.`
  }
}

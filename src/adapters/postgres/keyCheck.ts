import type { Kysely } from 'kysely'
import { Fault } from '../../core/fault.ts'
import type { Vault } from '../../core/ports.ts'
import type { Database } from './schema.ts'

const fingerprintName = 'key_fingerprint'

/** Whether a key has been used with this database; from then on no other may take its place. */
export const hasKey = async (db: Kysely<Database>): Promise<boolean> =>
  (await findFingerprint(db)) !== undefined

/**
 * Ties the database to the vault's key at first, and later makes sure it is the same.
 * @throws Fault `alert` when it is another.
 */
export const checkKey = async (db: Kysely<Database>, vault: Vault): Promise<void> => {
  const ours = await fingerprintOf(vault)
  await db
    .insertInto('service')
    .values({ name: fingerprintName, value: ours })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  if ((await findFingerprint(db)) !== ours)
    throw new Fault(
      'alert',
      'The master key is not the one this database was sealed with. Put the right key back, or name the right database.',
    )
}

/** By which the key is known again, and which tells nothing of it. */
export const fingerprintOf = async (vault: Vault): Promise<string> => vault.hash('service', 'key')

/** Of the key that the database is tied to; undefined before it is to any. */
export const findFingerprint = async (db: Kysely<Database>): Promise<string | undefined> =>
  (await db.selectFrom('service').select('value').where('name', '=', fingerprintName).executeTakeFirst())
    ?.value

import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Kysely, Selectable } from 'kysely'
import { Fault } from '../../core/fault.ts'
import { oneTimePasswordDays } from '../../core/oneTimePassword.ts'
import type { Directory, Host } from '../../core/ports.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import type { Database } from './schema.ts'

/**
 * The platform's directory where there is no other: the accounts that units were imported with.
 *
 * Passwords are kept as better-auth's scrypt hashes: hard on memory as well as on time, and the one such function
 * that is here already and runs in libuv's threads on Node and in plain JavaScript on Workers.
 */
export const embeddedDirectory = (db: Kysely<Database>, host: Pick<Host, 'now'>): Directory => {
  const find = (accountId: string): Promise<Account | undefined> =>
    db.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirst()

  const isLive = ({ must_change_password, password_set_at }: Account): boolean =>
    !must_change_password ||
    (password_set_at !== null &&
      host.now().getTime() < password_set_at.getTime() + oneTimePasswordDays * dayLength)

  const knows = async (account: Account | undefined, password: string): Promise<boolean> =>
    account?.password_hash !== undefined &&
    account.password_hash !== null &&
    isLive(account) &&
    (await verifyPassword({ hash: account.password_hash, password }))

  const resetPassword = async (accountId: string, oneTimePassword: string): Promise<void> => {
    const account = await find(accountId)
    if (!account) throw new Fault('refused', 'The directory has no such account.')
    if (account.must_change_password && (await knows(account, oneTimePassword))) return
    const { numUpdatedRows } = await db
      .updateTable('account')
      .set({
        password_hash: await hashPassword(oneTimePassword),
        must_change_password: true,
        password_set_at: host.now(),
        one_time_used_at: null,
      })
      .where('id', '=', accountId)
      // Of two resets at once the second finds the first's, and forgets no use of it.
      .where('password_hash', 'is not distinct from', account.password_hash)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) await resetPassword(accountId, oneTimePassword)
  }

  return {
    resetPassword,

    async signIn(accountId, password) {
      const account = await find(accountId)
      if (!(await knows(account, password))) return 'wrong'
      if (!account?.must_change_password) return 'in'
      // Of two at once with the one-time password, one comes in.
      const { numUpdatedRows } = await db
        .updateTable('account')
        .set({ one_time_used_at: host.now() })
        .where('id', '=', accountId)
        .where('password_hash', '=', account.password_hash)
        .where('one_time_used_at', 'is', null)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n ? 'mustChange' : 'wrong'
    },

    async changePassword(accountId, current, next) {
      const account = await find(accountId)
      if (next === current || !(await knows(account, current))) return 'wrong'
      const { numUpdatedRows } = await db
        .updateTable('account')
        .set({
          password_hash: await hashPassword(next),
          must_change_password: false,
          password_set_at: host.now(),
          one_time_used_at: null,
        })
        .where('id', '=', accountId)
        .where('password_hash', '=', account?.password_hash ?? '')
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n ? 'changed' : 'wrong'
    },
  }
}

type Account = Selectable<Database['account']>

import type { Kysely, Transaction } from 'kysely'
import type { Database } from './schema.ts'

/**
 * A handle for what opens transactions of its own, to let it take part in one that is open already: all of it is
 * committed together, or nothing.
 */
export const insideTransaction = (trx: Transaction<Database>): Kysely<Database> =>
  new Proxy<Kysely<Database>>(trx, {
    get: (target, key) => {
      if (key === 'transaction')
        return () => ({ execute: async <Value>(work: (own: typeof trx) => Promise<Value>) => work(trx) })
      const value: unknown = Reflect.get(target, key)
      // Kysely keeps what it is made of in private fields, which a proxy does not have.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })

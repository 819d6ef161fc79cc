import { Kysely, PostgresAdapter, PostgresDialect, type PostgresPoolClient } from 'kysely'
import { DatabaseError, Pool, type PoolClient } from 'pg'
import { Fault } from '../../core/fault.ts'
import type { Database } from './schema.ts'

/**
 * The database behind a pool of connections, closed by `destroy`. Every error of the driver or the server comes out
 * as a DatabaseFault. `report` hears of connections that fail by themselves; the pool replaces them.
 *
 * A `lent` connection is another's for as long as a transaction, as Hyperdrive gives it: nothing is asked for its
 * session. The limits of time are then the role's, and who listens hears of no job.
 */
export const openDatabase = (
  url: string,
  options: {
    readonly maxConnections?: number
    readonly lent?: boolean
    readonly report?: (fault: Fault) => void
  } = {},
): Kysely<Database> => {
  const pool = new Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    ...(!options.lent && { statement_timeout: 15_000, idle_in_transaction_session_timeout: 30_000 }),
  })
  // Without listeners a connection that breaks, idle or in use, ends the process.
  const report = (error: Error): void => options.report?.(databaseFault(error))
  pool.on('connect', (client) => client.on('error', report))
  pool.on('error', () => undefined) // the connection's own listener has reported it
  const translating = {
    connect: async () => translatingClient(await pool.connect().catch(rethrow)),
    end: () => pool.end(),
    options: pool.options,
  }
  const Dialect = options.lent ? LentDialect : PostgresDialect
  return new Kysely<Database>({ dialect: new Dialect({ pool: translating }) })
}

/** By its adapter alone a handle can be told from another inside of a transaction. */
class LentAdapter extends PostgresAdapter {}
class LentDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LentAdapter()
  }
}

/** Whether what is enqueued by this handle may be told to who listens. */
export const mayNotify = (db: Kysely<Database>): boolean => !(db.getExecutor().adapter instanceof LentAdapter)

/**
 * What the database or the way to it did. Its text names codes and constraints, never the values that the server
 * likes to quote.
 */
export class DatabaseFault extends Fault {
  /** SQLSTATE, or the system’s code (`ECONNREFUSED`). */
  readonly code: string | undefined

  constructor(kind: 'retry' | 'alert', code: string | undefined, message: string) {
    super(kind, message)
    this.code = code
  }
}

const databaseFault = (error: unknown): DatabaseFault => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (error instanceof DatabaseError) {
    const where = [error.table, error.constraint, error.column].filter((name) => name !== undefined).join('.')
    // The texts of these classes quote no row: syntax, names and rights; the operator's intervention; resources.
    const text = /^(?:42|57|53|08|28|3D)/u.test(code ?? '') ? `: ${error.message}` : ''
    return new DatabaseFault(
      isPassing(code) ? 'retry' : 'alert',
      code,
      `The database answered ${code ?? 'without a code'}${where && ` at ${where}`}${text}`,
    )
  }
  return new DatabaseFault('retry', code, `The database cannot be reached: ${String(error)}`)
}

/** Connections, resources, shutting down, serialization, deadlocks, locks and timeouts. */
const isPassing = (code: string | undefined): boolean => /^(?:08|53|57P|57014|40|55P03)/u.test(code ?? '')

const rethrow = (error: unknown): never => {
  throw databaseFault(error)
}

/** Kysely's whole use of a client; without a cursor configured it never passes one. */
const translatingClient = (client: PoolClient): PostgresPoolClient =>
  ({
    query: (text: string, values: readonly unknown[]) => client.query(text, [...values]).catch(rethrow),
    release: (destroy?: boolean) => client.release(destroy),
  }) as unknown as PostgresPoolClient

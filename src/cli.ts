#!/usr/bin/env node
import { existsSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readUnitFile } from './adapters/files/unitFile.ts'
import { importUnits } from './adapters/postgres/importUnits.ts'
import { Fault } from './core/fault.ts'
import type { RowProblem, UnitRow } from './core/unitImport.ts'
import { readConfig } from './host/config.ts'
import { nodeHost } from './host/nodeHost.ts'
import { openStores, type Stores } from './host/openStores.ts'
import { createReviewerAuth } from './http/desk/auth.ts'

const usage = `Usage:
  sealpass import units FILE            load units and accounts from a CSV file (UTF-8, columns named in its first line:
                                        fullName, uscc, kind, region, accountName, accountHolderName, accountHolderMobile)
  sealpass reviewer add EMAIL NAME      make a reviewer and show the password once

It works on the database that the service is configured with, also while the service runs.`

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const progress = (line: string): void =>
  void process.stderr.write(process.stderr.isTTY ? `\r\u001B[K${line}` : '')

const batchRows = 1_000

const sentences: Readonly<Record<RowProblem, string>> = {
  nameMissing: 'the full name is missing',
  nameTooLong: 'the full name is longer than 120 characters',
  usccWrong: 'the USCC is not one: 18 characters whose last checks the others (GB 32100-2015)',
  mobileWrong: 'the account holder’s mobile number is not one',
  accountNameMissing: 'an account holder is named without an account',
  accountNameTooLong: 'the account name is longer than 64 characters',
}

/** Refused rows go to `FILE.refused.csv` by line and reason alone: a row's values are in the file they came from. */
const importUnitFile = async ({ db, vault }: Stores, path: string): Promise<void> => {
  const refused: string[] = []
  const sum = { rows: 0, newUnits: 0, newAccounts: 0 }
  const store = async (rows: readonly UnitRow[]): Promise<void> => {
    const counts = await importUnits(db, vault, rows, { isSample: false })
    sum.rows += counts.rows
    sum.newUnits += counts.newUnits
    sum.newAccounts += counts.newAccounts
    progress(`${sum.rows} rows read, ${sum.newUnits} new units, ${refused.length} refused`)
  }
  let batch: UnitRow[] = []
  for await (const each of readUnitFile(path)) {
    if ('refused' in each) {
      refused.push(`${each.line},${sentences[each.refused]}`)
      continue
    }
    batch.push(each.row)
    if (batch.length < batchRows) continue
    await store(batch)
    batch = []
  }
  if (batch.length > 0) await store(batch)
  progress('')
  say(
    `${sum.rows} rows read: ${sum.newUnits} new units, ${sum.newAccounts} new accounts, the rest was known.`,
  )
  if (refused.length === 0) return
  writeFileSync(`${path}.refused.csv`, `line,reason\n${refused.join('\n')}\n`)
  say(`${refused.length} rows were refused; which and why stands in ${path}.refused.csv.`)
  process.exitCode = 1
}

const addReviewer = async (stores: Stores, email: string, name: string): Promise<void> => {
  const auth = createReviewerAuth({
    database: stores.db,
    secret: stores.deskSecret,
    publicUrl: 'http://127.0.0.1',
    issuer: 'Sealpass',
    randomBytes: nodeHost.randomBytes,
  })
  const made = await auth.createReviewer({ email, name })
  if (!made) throw new Fault('alert', 'There is a reviewer with this e-mail address already.')
  say(`Password (shown this once): ${made.password}`)
}

type Run = (stores: Stores) => Promise<void>

const commandOf = ([first, second, third, fourth, ...rest]: readonly string[]): Run | undefined => {
  const command = `${first} ${second}`
  if (command === 'import units' && third !== undefined && fourth === undefined)
    return async (stores) => importUnitFile(stores, third)
  if (command === 'reviewer add' && third !== undefined && fourth !== undefined && rest.length === 0)
    return async (stores) => addReviewer(stores, third, fourth)
  return undefined
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { positionals } = parseArgs({ allowPositionals: true })
  const run = commandOf(positionals)
  if (run) {
    const stores = await openStores(readConfig(process.env), { say, report: () => undefined })
    try {
      await run(stores)
    } finally {
      await stores.close()
    }
  } else {
    say(usage)
    process.exitCode = positionals.length === 0 ? 0 : 2
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

#!/usr/bin/env node
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readUnitFile } from './adapters/files/unitFile.ts'
import { importUnits } from './adapters/postgres/importUnits.ts'
import { formLayout } from './core/formLayout.ts'
import type { RowProblem, UnitRow } from './core/unitImport.ts'
import { exportAuditLog, verifyAuditLog } from './host/auditCommands.ts'
import { type Config, readConfig } from './host/config.ts'
import { examine } from './host/doctor.ts'
import { reportJson, reportLines } from './host/doctor/report.ts'
import { jsonLog } from './host/log.ts'
import { nodeHost } from './host/nodeHost.ts'
import { openForm, previewContent } from './host/openForm.ts'
import { migrationsFolder, openStores, type Stores } from './host/openStores.ts'
import { addReviewer, listReviewers, resetReviewer } from './host/reviewerCommands.ts'
import { setWebhook } from './host/setWebhook.ts'
import { tellFailure } from './host/tellFailure.ts'

const usage = `Usage:
  sealpass import units FILE            load units and accounts from a CSV file (UTF-8, columns named in its first line:
                                        fullName, uscc, kind, region, accountName, accountHolderName, accountHolderMobile)
  sealpass reviewer add EMAIL NAME [ROLE]
                                        make a reviewer and show the password once; ROLE: reviewer (unless given),
                                        supervisor, auditor or administrator
  sealpass reviewer list                list the reviewers: role, state, e-mail, name, last sign-in
  sealpass reviewer reset EMAIL         make a link, good for once, to set password and second factor anew
  sealpass audit verify                 verify the audit log, line by line and against the line last noted outside the
                                        database; fails (1) at a line that was changed, removed or cut off,
                                        and where that note is missing
  sealpass audit export FILE            write the whole audit log as JSON Lines
  sealpass form preview FILE            write a sample of the form as a PDF, by the description in FORM_LAYOUT if set
  sealpass form describe                print the form's own description, to begin one of your own from
  sealpass webhook set                  have Telegram post the bot's updates to PUBLIC_URL
  sealpass doctor [--json]              look at the deployment, and say what is at fault and what to do about it;
                                        fails (1) when there is a fault; --json: one JSON object a line and check

Those on units, reviewers and the log work on the database that the service is configured with, also while the service runs.`

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)
const envFile = '.env'
const batchRows = 1_000
/** Where lines cannot be written over each other, one for so many rows. */
const rowsPerLine = 50_000

const progress = (rows: number, line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`)
  else if (rows % rowsPerLine === 0) complain(line)
}

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
    progress(sum.rows, `${sum.rows} rows read, ${sum.newUnits} new units, ${refused.length} refused`)
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
  if (process.stderr.isTTY) progress(sum.rows, '')
  say(
    `${sum.rows} rows read: ${sum.newUnits} new units, ${sum.newAccounts} new accounts, the rest was known.`,
  )
  if (refused.length === 0) return
  writeFileSync(`${path}.refused.csv`, `line,reason\n${refused.join('\n')}\n`)
  say(`${refused.length} rows were refused; which and why stands in ${path}.refused.csv.`)
  process.exitCode = 1
}

const verifyLog = async (stores: Stores): Promise<void> => {
  const { verdict, note, noteMissing } = await verifyAuditLog(stores, nodeHost.now(), (lines) =>
    progress(lines, `${lines} lines verified`),
  )
  if (process.stderr.isTTY) progress(0, '')
  if (!verdict.intact) {
    complain(
      `Line ${verdict.brokenAt} was changed, removed or cut off. Keep the database as it is, and compare with a backup.`,
    )
    process.exitCode = 1
    return
  }
  say(`All ${verdict.lines} lines are what they were. The last one's hash: ${verdict.lastHash ?? 'none yet'}`)
  if (note) say(`Compared with the note at line ${note.seq} of ${note.at}.`)
  else if (noteMissing) {
    complain(
      'No note was found outside the database, so lines that were cut off do not show. If the service has run since the first line, the note was removed: compare with a backup. Else start the service, which notes the last line each minute.',
    )
    process.exitCode = 1
  } else
    say(
      'No note was found outside the database to compare with: the service notes the last line each minute while it runs.',
    )
}

const exportLog = async (stores: Stores, path: string): Promise<void> => {
  const lines = await exportAuditLog(stores, path, nodeHost.now())
  say(`${lines} lines were written to ${path}.`)
}

/** Written under another name first, so that no half of a file is left where the whole one is expected. */
const previewForm = async (config: Config, path: string): Promise<void> => {
  const { composer } = await openForm(config)
  const draft = `${path}.${process.pid}.part`
  writeFileSync(draft, await composer.compose(previewContent))
  renameSync(draft, path)
  say(`The form was written to ${path}.`)
}

const log = jsonLog(complain, nodeHost.now)

const registerWebhook = async (config: Config): Promise<void> => {
  await setWebhook(config, { host: nodeHost, log })
  say('Telegram posts the bot’s updates to PUBLIC_URL from now on.')
}

/** Reads its configuration by itself: a fault in that is the first it tells. */
const tellFindings = async ({ json }: { readonly json: boolean }): Promise<void> => {
  const findings = await examine(process.env, { host: nodeHost, migrations: migrationsFolder, envFile })
  for (const line of json ? reportJson(findings) : reportLines(findings)) say(line)
  if (findings.some(({ verdict }) => verdict === 'fault')) process.exitCode = 1
}

type Run = () => Promise<void>

const withConfig =
  (run: (config: Config) => Promise<void>): Run =>
  async () =>
    run(readConfig(process.env))

const withStores = (run: (stores: Stores, config: Config) => Promise<void>): Run =>
  withConfig(async (config) => {
    const stores = await openStores(config, { say, report: () => undefined })
    try {
      await run(stores, config)
    } finally {
      await stores.close()
    }
  })

const commandOf = (words: readonly string[], { json }: { readonly json: boolean }): Run | undefined => {
  const [first, second, ...rest] = words
  if (first === 'doctor' && words.length === 1) return async () => tellFindings({ json })
  if (json) return undefined
  const [one, two, three] = rest
  switch (`${first} ${second} ${rest.length}`) {
    case 'import units 1':
      return withStores(async (stores) => importUnitFile(stores, one ?? ''))
    case 'reviewer add 2':
    case 'reviewer add 3':
      return withStores(async (stores) =>
        addReviewer(
          { stores, host: nodeHost, say },
          { email: one ?? '', name: two ?? '', role: three ?? 'reviewer' },
        ),
      )
    case 'reviewer list 0':
      return withStores(async (stores) => listReviewers({ stores, host: nodeHost, say }))
    case 'reviewer reset 1':
      return withStores(async (stores, config) =>
        resetReviewer({ stores, host: nodeHost, say }, config, one ?? ''),
      )
    case 'audit verify 0':
      return withStores(verifyLog)
    case 'audit export 1':
      return withStores(async (stores) => exportLog(stores, one ?? ''))
    case 'form preview 1':
      return withConfig(async (config) => previewForm(config, one ?? ''))
    case 'form describe 0':
      return withConfig(async () => say(JSON.stringify(formLayout, null, 2)))
    case 'webhook set 0':
      return withConfig(registerWebhook)
    default:
      return undefined
  }
}

try {
  if (existsSync(envFile)) process.loadEnvFile(envFile)
  // Not strict: what is no option of ours is answered with the usage, not with the library's words.
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } },
    allowPositionals: true,
    strict: false,
  })
  const { help, json, ...unknown } = values
  const isHelp = help === true || positionals.length === 0 || positionals[0] === 'help'
  const isClear = Object.keys(unknown).length === 0
  const run = isHelp || !isClear ? undefined : commandOf(positionals, { json: json === true })
  if (run) await run()
  else {
    say(usage)
    process.exitCode = isHelp && isClear ? 0 : 2
  }
} catch (error) {
  tellFailure(error, { say: complain, log })
  process.exitCode = 1
}

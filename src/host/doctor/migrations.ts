import { fault, fine, type Finding, warning } from './finding.ts'

/** What this version brings against what the database has run; names, as the files are called. */
export const judgeMigrations = (ours: readonly string[], run: readonly string[]): Finding => {
  const unknown = run.filter((name) => !ours.includes(name))
  if (unknown.length > 0)
    return fault(
      'migrations',
      `The database has run migrations that this version does not know: ${unknown.join(', ')}.`,
      'Run the newer version again, or put back a backup from before it.',
    )
  const pending = ours.filter((name) => !run.includes(name))
  return pending.length === 0
    ? fine('migrations', `All ${ours.length} migrations have run.`)
    : warning(
        'migrations',
        `${pending.length === ours.length ? 'No migration has run yet' : `Migrations are pending: ${pending.join(', ')}`}.`,
        'The service runs them when it starts on Node; deploy to Workers only after that.',
      )
}

import { type Finding, checks } from './finding.ts'

const marks = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const
const nameWidth = Math.max(...checks.map((check) => check.length))

/** Findings for people: one line each, and below it what to do. */
export const reportLines = (findings: readonly Finding[]): readonly string[] => {
  const count = (verdict: Finding['verdict']): number =>
    findings.filter((finding) => finding.verdict === verdict).length
  return [
    ...findings.flatMap(({ check, verdict, says, remedy }) => [
      `${marks[verdict]}  ${check.padEnd(nameWidth)}  ${says}`,
      ...(remedy === undefined ? [] : [`${' '.repeat(nameWidth + 11)}→ ${remedy}`]),
    ]),
    '',
    `${count('fault')} faults, ${count('warning')} warnings, ${count('ok')} in order.`,
  ]
}

/** Findings for scripts: one JSON object a line. */
export const reportJson = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ check, verdict, says, remedy }) => JSON.stringify({ check, verdict, says, remedy }))

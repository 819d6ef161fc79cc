import type { AuditFilter, AuditLine, Oversight } from './oversight.ts'

const pageLength = 1_000

/**
 * The lines of the audit log that match, oldest first, as JSON Lines: a page of them at a time, so that a log of any
 * length leaves in the memory of one page. Ends with what the log has when the last page is read.
 */
export const auditExport = async function* (
  log: Pick<Oversight, 'auditLines'>,
  filter: AuditFilter,
): AsyncGenerator<{ readonly count: number; readonly text: string }, void> {
  for (let afterSeq = '0'; ;) {
    const lines = await log.auditLines(filter, { limit: pageLength, afterSeq })
    const last = lines.at(-1)
    if (last) yield { count: lines.length, text: lines.map(jsonLine).join('') }
    if (!last || lines.length < pageLength) return
    afterSeq = last.seq
  }
}

/** In the keys of the chain's own text: who has the whole log can compute its hashes anew. */
const jsonLine = ({ seq, at, actor, action, applicationId, detail, hash }: AuditLine): string =>
  `${JSON.stringify({
    seq,
    at: at.toISOString(),
    actor,
    action,
    application_id: applicationId ?? null,
    detail,
    hash,
  })}\n`

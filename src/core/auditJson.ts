import type { AuditLine } from './oversight.ts'

/** One line of an export, in the keys of the chain's own text: who has the whole log can compute its hashes anew. */
export const auditJson = ({ seq, at, actor, action, applicationId, detail, hash }: AuditLine): string =>
  JSON.stringify({
    seq,
    at: at.toISOString(),
    actor,
    action,
    application_id: applicationId ?? null,
    detail,
    hash,
  })

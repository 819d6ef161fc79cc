import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from './schema.ts'

/** One line of the audit trail (R16). */
export interface AuditEntry {
  readonly at: Date
  /** `applicant`, `service`, or `reviewer:<id>`. */
  readonly actor: string
  readonly action: string
  readonly applicationId?: string
  /** Stored as JSON, readable: nothing personal but masked or hashed. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/**
 * Adds a line to the chain. Appends take turns on one lock until their transactions end, so append last: a row
 * locked after it invites a deadlock.
 */
export const appendAudit = async (trx: Transaction<Database>, entry: AuditEntry): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('sealpass.audit'))`.execute(trx)
  const last = await trx
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const line: Line = {
    seq: String(BigInt(last?.seq ?? 0) + 1n),
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    application_id: entry.applicationId ?? null,
    detail: entry.detail ?? {},
  }
  await trx
    .insertInto('audit')
    .values({ ...line, detail: JSON.stringify(line.detail), hash: await chainHash(last?.hash, line) })
    .execute()
}

export type AuditVerdict =
  | { readonly intact: true; readonly lines: number; readonly lastHash: string | undefined }
  /** The first line that is not what it was, or that does not follow the one before it. */
  | { readonly intact: false; readonly brokenAt: string }

/**
 * Recomputes the chain. It finds any line altered, inserted or removed but the last ones: compare `lastHash` with
 * one noted down earlier to find those.
 */
export const verifyAudit = async (db: Kysely<Database>): Promise<AuditVerdict> => {
  let lines = 0
  let lastHash: string | undefined
  for (;;) {
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', String(lines))
      .orderBy('seq')
      .limit(1_000)
      .execute()
    for (const { hash, ...line } of page) {
      if (line.seq !== String(lines + 1) || hash !== (await chainHash(lastHash, line)))
        return { intact: false, brokenAt: line.seq }
      lines += 1
      lastHash = hash
    }
    if (page.length === 0) return { intact: true, lines, lastHash }
  }
}

interface Line {
  readonly seq: string
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly application_id: string | null
  readonly detail: unknown
}

/** SHA-256, in hexadecimal, over the hash before it and the line as JSON with sorted keys. */
const chainHash = async (before: string | undefined, line: Line): Promise<string> => {
  const text = `${before ?? ''}\n${canonicalJson({ ...line, at: line.at.toISOString() })}`
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** jsonb keeps neither the order of keys nor spaces; this text depends on neither. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )

import type { Kysely, Transaction } from 'kysely'
import type { Database } from './schema.ts'

/** One line of the audit trail (R16). */
export interface AuditEntry {
  readonly at: Date
  /** `applicant`, `service`, `retention`, `operator`, a reviewer’s id, or `token:<id>`. */
  readonly actor: string
  readonly action: string
  readonly applicationId?: string
  /** Stored as JSON, readable: nothing personal but masked or hashed. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/**
 * Adds a line to the chain. Appends take turns on the lock of one row until their transactions end, so append last: a
 * row locked after it invites a deadlock.
 */
export const appendAudit = async (trx: Transaction<Database>, entry: AuditEntry): Promise<void> => {
  await trx
    .selectFrom('service')
    .select('name')
    .where('name', '=', 'audit_turn')
    .forUpdate()
    .executeTakeFirstOrThrow()
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

/** A line of the chain, as noted down outside the database. */
export interface AuditHead {
  /** A bigint in decimal; '0' before the first line. */
  readonly seq: string
  /** In hexadecimal; undefined before the first line. */
  readonly hash?: string
}

export type AuditVerdict =
  | { readonly intact: true; readonly lines: number; readonly lastHash: string | undefined }
  /** The first line that is not what it was, that does not follow the one before it, or that is missing. */
  | { readonly intact: false; readonly brokenAt: string }

const firstHead: AuditHead = { seq: '0' }

/**
 * Recomputes the chain after `from`. It finds any line altered, inserted or removed but the last ones; those, and a
 * chain computed anew from an altered line on, show by `head`: a line noted down earlier that must still be there.
 */
export const verifyAudit = async (
  db: Kysely<Database>,
  {
    from = firstHead,
    head = from,
    limit = Infinity,
    progress,
  }: {
    readonly from?: AuditHead
    readonly head?: AuditHead
    /** Stops after about so many lines, and says nothing of those that follow. */
    readonly limit?: number
    /** Told the number of lines that were verified, now and then. */
    readonly progress?: (lines: number) => void
  } = {},
): Promise<AuditVerdict> => {
  if (from.hash !== undefined && (await hashOf(db, from.seq)) !== from.hash)
    return { intact: false, brokenAt: from.seq }
  let lines = Number(from.seq)
  let lastHash = from.hash
  const isHeadMissed = (): boolean => String(lines) === head.seq && lastHash !== head.hash
  for (;;) {
    if (isHeadMissed()) return { intact: false, brokenAt: head.seq }
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
      if (isHeadMissed()) return { intact: false, brokenAt: head.seq }
    }
    progress?.(lines)
    if (lines - Number(from.seq) >= limit) return { intact: true, lines, lastHash }
    if (page.length === 0) break
  }
  if (lines < Number(head.seq)) return { intact: false, brokenAt: String(lines + 1) }
  return { intact: true, lines, lastHash }
}

const hashOf = async (db: Kysely<Database>, seq: string): Promise<string | undefined> =>
  (await db.selectFrom('audit').select('hash').where('seq', '=', seq).executeTakeFirst())?.hash

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

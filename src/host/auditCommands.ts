import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type AuditVerdict, verifyAudit } from '../adapters/postgres/audit.ts'
import { type AuditNote, findAuditHead, isNoteMissing } from '../adapters/postgres/auditHead.ts'
import { oversight } from '../adapters/postgres/oversight.ts'
import { operator } from '../core/accounts.ts'
import { auditExport } from '../core/auditExport.ts'
import type { Stores } from './openStores.ts'

/**
 * The whole log, from its first line on, also against the line that the service noted down last. Without a note lines
 * cut off do not show; `noteMissing`: there should be one.
 */
export const verifyAuditLog = async (
  { db, objects }: Pick<Stores, 'db' | 'objects'>,
  now: Date,
  progress: (lines: number) => void,
): Promise<{
  readonly verdict: AuditVerdict
  readonly note: AuditNote | undefined
  readonly noteMissing: boolean
}> => {
  const note = await findAuditHead(objects)
  const verdict = await verifyAudit(db, { ...(note && { head: note }), progress })
  return { verdict, note, noteMissing: !note && (await isNoteMissing(db, now)) }
}

/** Writes the whole log as JSON Lines, under another name until it is whole; gives the number of lines. */
export const exportAuditLog = async (
  { db }: Pick<Stores, 'db'>,
  path: string,
  now: Date,
): Promise<number> => {
  const log = oversight(db)
  await log.noteExport(operator, {}, now)
  let written = 0
  const texts = async function* (): AsyncGenerator<string> {
    for await (const { count, text } of auditExport(log, {})) {
      yield text
      written += count
    }
  }
  const draft = `${path}.${process.pid}.part`
  await pipeline(Readable.from(texts()), createWriteStream(draft, { flags: 'wx', mode: 0o600 }))
  await rename(draft, path)
  return written
}

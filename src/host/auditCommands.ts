import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type AuditVerdict, verifyAudit } from '../adapters/postgres/audit.ts'
import { findAuditHead } from '../adapters/postgres/auditHead.ts'
import { oversight } from '../adapters/postgres/oversight.ts'
import { operator } from '../core/accounts.ts'
import { auditExport } from '../core/auditExport.ts'
import type { Stores } from './openStores.ts'

/** The whole log, from its first line on, also against the line that the service noted down last. */
export const verifyAuditLog = async (
  { db, objects }: Pick<Stores, 'db' | 'objects'>,
  progress: (lines: number) => void,
): Promise<AuditVerdict> => {
  const head = await findAuditHead(objects)
  return verifyAudit(db, { ...(head && { head }), progress })
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

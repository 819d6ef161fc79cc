import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type AuditVerdict, verifyAudit } from '../adapters/postgres/audit.ts'
import { findAuditHead } from '../adapters/postgres/auditHead.ts'
import { oversight } from '../adapters/postgres/oversight.ts'
import { auditJson } from '../core/auditJson.ts'
import type { Stores } from './openStores.ts'

const linesAtOnce = 1_000

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
  await log.noteExport('service', {}, now)
  let count = 0
  const lines = async function* (): AsyncGenerator<string> {
    for (let afterSeq = '0'; ;) {
      const page = await log.auditLines({}, { limit: linesAtOnce, afterSeq })
      for (const line of page) yield `${auditJson(line)}\n`
      count += page.length
      const last = page.at(-1)
      if (!last) return
      afterSeq = last.seq
    }
  }
  const draft = `${path}.${process.pid}.part`
  await pipeline(Readable.from(lines()), createWriteStream(draft, { flags: 'wx', mode: 0o600 }))
  await rename(draft, path)
  return count
}

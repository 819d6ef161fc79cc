import { expect, it } from 'vitest'
import { auditExport } from '../../src/core/auditExport.ts'
import type { AuditLine, Oversight } from '../../src/core/oversight.ts'

const line = (seq: number): AuditLine => ({
  seq: String(seq),
  at: new Date('2026-11-24T01:30:00Z'),
  actor: 'applicant',
  name: undefined,
  action: 'submitted',
  applicationId: undefined,
  detail: {},
  hash: 'f'.repeat(64),
})

/** A log of so many lines, and how often it was read. */
const logOf = (length: number) => {
  const asked: unknown[] = []
  const auditLines: Oversight['auditLines'] = async (filter, page) => {
    const after = 'afterSeq' in page ? Number(page.afterSeq) : 0
    asked.push(filter)
    const count = Math.min(page.limit, length - after)
    return Array.from({ length: count }, (_, index) => line(after + index + 1))
  }
  return { log: { auditLines }, asked }
}

it.each([0, 1, 999, 1_000, 1_001, 2_500])(
  'writes each of %i lines once and in order, by the filter',
  async (length) => {
    const { log, asked } = logOf(length)
    const filter = { action: 'submitted' }
    let counted = 0
    let written = ''
    for await (const { count, text } of auditExport(log, filter)) {
      expect(count).toBeGreaterThan(0)
      counted += count
      written += text
    }
    expect(counted).toBe(length)
    const numbers = written
      .split('\n')
      .slice(0, -1)
      .map((text) => Number((JSON.parse(text) as { seq: string }).seq))
    expect(numbers).toEqual(Array.from({ length }, (_, index) => index + 1))
    expect(new Set(asked)).toEqual(new Set([filter]))
  },
)

it('has the keys of the chain’s own text', async () => {
  const [page] = await Array.fromAsync(auditExport(logOf(1).log, {}))
  expect(page?.text).toBe(
    `{"seq":"1","at":"2026-11-24T01:30:00.000Z","actor":"applicant","action":"submitted","application_id":null,"detail":{},"hash":"${'f'.repeat(64)}"}\n`,
  )
})

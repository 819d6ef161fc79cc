import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { RelatedApplication } from '../../../src/core/deskReview.ts'
import { Related } from '../../../src/http/desk/review/record.tsx'

const lineOf = async (related: Pick<RelatedApplication, 'why' | 'state'>): Promise<string> => {
  const applicationId = '0b5f8a52-7a3e-4f53-9d4f-3f0e0a6d2c11'
  const line = { ...related, applicationId, unitName: '样例大学', submittedAt: undefined }
  const app = new Hono().get('/', (c) => c.html(<Related review={{ related: [line] }} language="en" />))
  return (await app.request('/')).text()
}

test('names the organisation where it is another’s', async () => {
  expect(await lineOf({ why: ['idNumber'], state: 'rejected' })).toContain('样例大学')
  expect(await lineOf({ why: ['idNumber', 'unit'], state: 'rejected' })).not.toContain('样例大学')
})

test('leads to what can be taken, and nowhere else', async () => {
  for (const state of ['submitted', 'inReview'] as const)
    expect(await lineOf({ why: ['unit'], state })).toContain('<a href="/desk/applications/0b5f8a52-')
  for (const state of ['delivered', 'scansRequested', 'withdrawn'] as const) {
    const line = await lineOf({ why: ['unit'], state })
    expect([line.includes('<a '), line.includes('0b5f8a52')]).toEqual([false, true])
  }
})

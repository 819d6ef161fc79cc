import { expect, test } from 'vitest'
import type { LocalMessage } from '../../src/core/localInbox.ts'
import { localInboxRoutes } from '../../src/http/localInbox.tsx'

const messages: readonly LocalMessage[] = [
  { id: '2', at: new Date('2026-11-24T02:00:00Z'), kind: 'sms', to: '+8613800138000', text: '密码 <b>x</b>' },
  {
    id: '1',
    at: new Date('2026-11-24T01:00:00Z'),
    kind: 'mail',
    to: 'a@example.org',
    subject: '密码',
    text: 'later',
  },
]
const routes = (isLoopback: boolean) =>
  localInboxRoutes({ inbox: { list: async () => messages }, isLoopback: () => isLoopback })

test('shows the messages in their order, as text, uncached', async () => {
  const answer = await routes(true).request('/local/inbox')
  const page = await answer.text()
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(page).toContain('密码 &lt;b&gt;x&lt;/b&gt;')
  expect(page.indexOf('+8613800138000')).toBeGreaterThan(0)
  expect(page.indexOf('+8613800138000')).toBeLessThan(page.indexOf('a@example.org'))
  expect(page).toContain('2026-11-24 10:00')
})

test('does not exist for clients elsewhere, whatever they say of themselves', async () => {
  const answer = await routes(false).request('/local/inbox', { headers: { 'x-forwarded-for': '127.0.0.1' } })
  expect(answer.status).toBe(404)
  expect(await answer.text()).not.toContain('13800138000')
})

import { expect, it } from 'vitest'
import { isOfThisMachine } from '../../src/host/loopback.ts'

const request = (url: string, headers: Record<string, string> = {}): Request => new Request(url, { headers })

it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])(
  'takes a request from %s for one of this machine',
  (address) => {
    expect(isOfThisMachine(request('http://localhost:8080/local/inbox'), address)).toBe(true)
  },
)

it.each(['10.0.0.1', '::ffff:10.0.0.1', '1127.0.0.1', undefined])(
  'takes one from %s for a foreign one',
  (address) => {
    expect(isOfThisMachine(request('http://127.0.0.1:8080/local/inbox'), address)).toBe(false)
  },
)

it('lets no page elsewhere reach in by a name that leads here', () => {
  expect(isOfThisMachine(request('http://evil.example:8080/local/inbox'), '127.0.0.1')).toBe(false)
})

it.each(['X-Forwarded-For', 'X-Forwarded-Host', 'Forwarded', 'Via', 'X-Real-IP', 'CF-Connecting-IP'])(
  'takes a request that a proxy marked with %s for a foreign one',
  (header) => {
    expect(isOfThisMachine(request('http://127.0.0.1:8080/', { [header]: '192.0.2.1' }), '127.0.0.1')).toBe(
      false,
    )
  },
)

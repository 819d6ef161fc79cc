import { describe, expect, it } from 'vitest'
import { healthRoutes, type Part } from '../../src/http/health.ts'

const ask = async (path: string, ready: () => Promise<readonly Part[]>) => {
  const response = await healthRoutes({ ready }).request(path)
  return {
    status: response.status,
    body: await response.text(),
    cache: response.headers.get('cache-control'),
  }
}
const broken = async (): Promise<Part[]> => {
  throw new Error('password authentication failed for user "sealpass"')
}

describe('health', () => {
  it('is 200 while the process answers, whatever else is broken', async () => {
    expect(await ask('/healthz', broken)).toEqual({ status: 200, body: '{"status":"ok"}', cache: 'no-store' })
  })
})

describe('readiness', () => {
  it('is 200 when every part works', async () => {
    const ready = async () => [{ name: 'database', ok: true }]
    expect(await ask('/readyz', ready)).toEqual({
      status: 200,
      body: '{"status":"ready"}',
      cache: 'no-store',
    })
  })

  it('is 503 naming the parts that do not', async () => {
    const ready = async () => [
      { name: 'database', ok: false },
      { name: 'fonts', ok: true },
    ]
    expect(await ask('/readyz', ready)).toEqual({
      status: 503,
      body: '{"status":"notReady","failing":["database"]}',
      cache: 'no-store',
    })
  })

  it('is 503 without details when the checks themselves fail', async () => {
    expect(await ask('/readyz', broken)).toMatchObject({
      status: 503,
      body: '{"status":"notReady","failing":["checks"]}',
    })
  })
})

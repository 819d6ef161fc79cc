import { Hono, type MiddlewareHandler } from 'hono'

export interface Part {
  readonly name: string
  readonly ok: boolean
}

/**
 * `/healthz`: 200 while the process answers at all. `/readyz`: 200 when every part it needs works, else 503 with
 * the names of those that do not, and nothing more.
 */
export const healthRoutes = ({ ready }: { readonly ready: () => Promise<readonly Part[]> }): Hono =>
  new Hono()
    .use('/healthz', uncached)
    .use('/readyz', uncached)
    .get('/healthz', (context) => context.json({ status: 'ok' }))
    .get('/readyz', async (context) => {
      const failing = await failingParts(ready)
      return failing.length === 0
        ? context.json({ status: 'ready' })
        : context.json({ status: 'notReady', failing }, 503)
    })

const uncached: MiddlewareHandler = async (context, next) => {
  await next()
  context.header('Cache-Control', 'no-store')
}

/** A check that throws is itself the part that does not work. */
const failingParts = async (ready: () => Promise<readonly Part[]>): Promise<string[]> => {
  try {
    return (await ready()).filter(({ ok }) => !ok).map(({ name }) => name)
  } catch {
    return ['checks']
  }
}

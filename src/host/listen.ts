import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { Fault } from '../core/fault.ts'
import type { Config } from './config.ts'

export interface Listening {
  /** Where it is reached from this machine, without a slash at the end. */
  readonly address: string
  /** What answers from now on; until then every request is told to come back. */
  readonly serve: (app: Hono) => void
  /** Takes no further requests, and resolves when those under way are answered, or cut off after `graceMs`. */
  readonly close: () => Promise<void>
}

/** Longer than any answer takes, shorter than supervisors wait before they kill. */
const graceMs = 5_000

/**
 * Listens before the service is built, because its own address is part of what it is built from. Throws a Fault
 * 'alert' that names host and port when that is not possible.
 */
export const listen = async ({ HOST, PORT }: Pick<Config, 'HOST' | 'PORT'>): Promise<Listening> => {
  let app = new Hono().all('*', (c) =>
    c.text('Starting. Try again in a moment.', 503, { 'retry-after': '2' }),
  )
  const server = createAdaptorServer({ fetch: async (request, env) => app.fetch(request, env) })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const reason =
        'code' in cause && cause.code === 'EADDRINUSE' ? 'another process listens there' : cause.message
      reject(
        new Fault(
          'alert',
          `Cannot listen on ${HOST}:${PORT}: ${reason}. Set HOST and PORT to a free address.`,
          { cause },
        ),
      )
    })
    server.listen(PORT, HOST, resolve)
  })
  const { port } = server.address() as AddressInfo
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST
  return {
    address: `http://${host}:${port}`,
    serve: (built) => {
      app = built
    },
    close: async () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => {
          if ('closeAllConnections' in server) server.closeAllConnections()
        }, graceMs)
        server.close(() => {
          clearTimeout(cut)
          resolve()
        })
      }),
  }
}

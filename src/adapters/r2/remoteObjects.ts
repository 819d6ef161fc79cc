import { Fault } from '../../core/fault.ts'
import type { ObjectStore } from '../../core/ports.ts'

/** Longer than the largest object takes on a slow line; a job that waits for it is tried again. */
const patienceMs = 60_000

/**
 * The objects of a deployment on Workers, through the Worker's own door, for a process that runs elsewhere. `address`
 * is the folder of objects there, `secret` what opens it. A refused secret is a Fault `alert`, no answer one to `retry`.
 */
export const remoteObjects = (address: string, secret: string): ObjectStore => {
  const ask = async (method: string, key: string, body?: Uint8Array): Promise<Response> => {
    const response = await fetch(`${address}/${encodeURIComponent(key)}`, {
      method,
      headers: { authorization: `Bearer ${secret}` },
      signal: AbortSignal.timeout(patienceMs),
      ...(body && { body: new Uint8Array(body) }),
    }).catch((cause: unknown) => {
      throw new Fault('retry', 'The Worker that keeps the objects does not answer.', { cause })
    })
    if (response.ok) return response
    await response.body?.cancel()
    throw response.status === 404
      ? new Fault('alert', 'The Worker of OBJECTS_URL knows no such door, or has another MASTER_KEY.')
      : new Fault('retry', `The Worker that keeps the objects answered ${response.status}.`)
  }

  return {
    put: async (key, bytes) => {
      await ask('PUT', key, bytes)
    },
    find: async (key) => {
      const response = await ask('GET', key)
      return response.status === 204 ? undefined : bytesOf(response)
    },
    remove: async (key) => {
      await ask('DELETE', key)
    },
  }
}

const bytesOf = async (response: Response): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch (cause) {
    throw new Fault('retry', 'The Worker that keeps the objects broke off.', { cause })
  }
}

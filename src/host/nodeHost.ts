import { randomBytes, randomUUID } from 'node:crypto'
import type { Host } from '../core/ports.ts'

/** Node's clock and randomness. */
export const nodeHost: Host = {
  now: () => new Date(),
  randomBytes: (count) => new Uint8Array(randomBytes(count)),
  uuid: () => randomUUID(),
}

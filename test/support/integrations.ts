import { randomBytes, randomUUID } from 'node:crypto'
import { apiTokens } from '../../src/adapters/postgres/apiTokens.ts'
import { webhooks } from '../../src/adapters/postgres/webhooks.ts'
import type { ApiTokens } from '../../src/core/apiToken.ts'
import type { Webhooks } from '../../src/core/webhook.ts'
import type { DeskFixture } from './deskFixture.ts'

/** Tokens and webhooks of a service that is tried out on this machine. */
export const openIntegrations = ({
  db,
  vault,
}: Pick<DeskFixture, 'db' | 'vault'>): { readonly tokens: ApiTokens; readonly webhooks: Webhooks } => {
  const host = { uuid: randomUUID, randomBytes: (count: number) => new Uint8Array(randomBytes(count)) }
  return {
    tokens: apiTokens(db, vault, host),
    webhooks: webhooks(db, vault, host, { allowsOwnMachine: true, allowsPrivate: false }),
  }
}
